"""The letter an item ends in: by the catalogue's `result_letter` when granted, a refusal with remedies otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.legal_days import delivery_due_on, publicity_due_on
from approvals.domain.letters.decisions import LicenceDecision, RefusalDecision
from approvals.domain.letters.frame import LetterFacts, Row
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.letters.results import (
    ConfirmationResult,
    FilingReceipt,
    JointOpinion,
    ReviewOpinion,
    ServiceReply,
    SpecialAcceptance,
)
from approvals.domain.states import Outcome
from approvals.models.cases import Proposal, Track
from approvals.usecases.framing import CaseFile, lines_of, remedies_of
from approvals.usecases.issuing import Issued, Numbered, issue
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import Item
from departments.domain.working_calendar import WorkingCalendar

MATTERS: Mapping[str, Literal["licence", "filing", "review", "confirmation"]] = {
    "licence_decision": "licence",
    "filing_receipt": "filing",
    "review_opinion": "review",
    "joint_opinion": "review",
    "confirmation": "confirmation",
}


@dataclass(frozen=True)
class _Given:
    """What a result letter is built from; `common` are the keyword arguments of its frame."""

    common: dict[str, Any]
    item: Item
    proposal: Proposal
    numbered: Numbered
    file: CaseFile
    track: Track
    calendar: WorkingCalendar


def issue_result(
    session: Session,
    file: CaseFile,
    track: Track,
    proposal: Proposal,
    calendar: WorkingCalendar,
    *,
    actor: Actor,
    now: dt.datetime,
) -> Issued:
    """Number and queue the letter of this decision; it is sealed by the deciding department's organ."""
    item, organ = file.catalogue.items[track.item_code], file.department_of(track)
    utility = item.result_letter.value == "service_reply" or not organ.reconsideration
    granted = proposal.outcome is Outcome.GRANT
    if granted:
        kind = RESULT_LETTERS[item.result_letter.value]
    else:
        kind = "service_reply" if utility else "refusal_decision"

    def build(numbered: Numbered) -> LetterFacts:
        joint = kind == "joint_opinion"
        frame = file.frame(organ, local_day(now)) if joint else file.track_frame(track, local_day(now))
        common: dict[str, Any] = {**frame, **numbered.stamp}
        if not granted and kind == "refusal_decision":
            return _refusal(common, item, proposal, file.department_of(track))
        return _GRANTED[kind](_Given(common, item, proposal, numbered, file, track, calendar))

    pattern = item.output.number_format if granted else None
    return issue(
        session, file, kind=kind, organ=organ, build=build, actor=actor, now=now, tracks=[track], result_pattern=pattern
    )


def _refusal(common: dict[str, Any], item: Item, proposal: Proposal, organ: Any) -> RefusalDecision:
    return RefusalDecision(
        **common,
        findings=lines_of(proposal.findings),
        reasons=lines_of(proposal.reasons),
        basis=lines_of(proposal.basis),
        remedies=remedies_of(organ),
        reapply=lines_of(proposal.reapply),
        matter=MATTERS.get(item.result_letter.value, "licence"),
    )


def _licence(given: _Given) -> LicenceDecision:
    common = given.common
    decided = common["dated_on"]
    if given.item.output.validity:
        common = {**common, "validity": given.item.output.validity}
    return LicenceDecision(
        **common,
        findings=lines_of(given.proposal.findings),
        basis=given.item.legal_basis,
        licence_name=given.item.output.name_zh,
        licence_name_en=given.item.output.name_en,
        licence_number=given.numbered.result_number,
        deliver_by=delivery_due_on(decided, given.calendar),
        publish_by=publicity_due_on(decided, given.calendar),
        conditions=lines_of(given.proposal.conditions),
    )


def _filing(given: _Given) -> FilingReceipt:
    return FilingReceipt(
        **given.common,
        filing_name=given.item.output.name_zh,
        filing_name_en=given.item.output.name_en,
        filing_number=given.numbered.result_number,
        filed_on=given.common["dated_on"],
        basis=given.item.legal_basis,
        notes=lines_of(given.proposal.conditions),
    )


def _opinion(given: _Given) -> ReviewOpinion:
    requirements = lines_of(given.proposal.conditions)
    return ReviewOpinion(
        **given.common,
        findings=lines_of(given.proposal.findings),
        conclusion="passed_with_conditions" if requirements else "passed",
        basis=given.item.legal_basis,
        opinion_name=given.item.output.name_zh,
        requirements=requirements,
    )


def _confirmation(given: _Given) -> ConfirmationResult:
    confirmed = f"{given.item.output.name_zh}{given.numbered.result_number or ''}"
    return ConfirmationResult(
        **given.common,
        findings=lines_of(given.proposal.findings),
        confirmed=confirmed,
        basis=given.item.legal_basis,
        notes=lines_of(given.proposal.conditions),
    )


def _reply(given: _Given) -> ServiceReply:
    refusal = (
        lines_of(given.proposal.reasons) + lines_of(given.proposal.reapply)
        if given.proposal.outcome is Outcome.REFUSE
        else ()
    )
    return ServiceReply(
        **given.common, reply=lines_of(given.proposal.findings) + refusal, notes=lines_of(given.proposal.conditions)
    )


def _joint(given: _Given) -> JointOpinion:
    """The lead's opinion on the completion; the special acceptances it rests on are told in the findings."""
    organ = given.file.department_of(given.track)
    return JointOpinion(
        **given.common,
        accepted_on=given.track.admitted_on or given.common["dated_on"],
        developer=given.file.enterprise.name,
        address=given.file.project.place or given.file.project.name,
        permits=(
            Row(
                label="项目代码", text=given.file.project.code or given.file.case.case_no or "", label_en="Project code"
            ),
        ),
        participants=(Row(label="建设单位", text=given.file.enterprise.name, label_en="Developer"),),
        acceptances=(
            SpecialAcceptance(
                item=given.file.item_ref(given.item.code),
                department=organ.name_zh,
                department_en=organ.name_en,
                passed=True,
                opinion_no=given.numbered.number,
                dated_on=given.common["dated_on"],
            ),
        ),
        passed=True,
        basis=given.item.legal_basis,
    )


_GRANTED = {
    "licence_decision": _licence,
    "filing_receipt": _filing,
    "review_opinion": _opinion,
    "confirmation_result": _confirmation,
    "service_reply": _reply,
    "joint_opinion": _joint,
}
