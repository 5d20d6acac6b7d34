"""The letter an item ends in: by the catalogue's `result_letter` when granted, a refusal with remedies otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.legal_days import delivery_due_on, publicity_due_on
from approvals.domain.letters.answers import MATTERS, answer_of
from approvals.domain.letters.decisions import LicenceDecision, RefusalDecision
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.results import (
    ConfirmationResult,
    FilingReceipt,
    ReviewOpinion,
    ServiceReply,
    SpecialAcceptance,
)
from approvals.domain.states import Outcome
from approvals.models.cases import Proposal, Track
from approvals.usecases.department.joint_letter import demand_all_passed, joint_acceptances, joint_opinion
from approvals.usecases.framing import CaseFile, lines_of, remedies_of
from approvals.usecases.issuing import Issued, Numbered, issue
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import Item
from departments.domain.catalogue_words import ResultLetter
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department


@dataclass(frozen=True)
class _Given:
    """What a result letter is built from; `common` are the keyword arguments of its frame."""

    common: dict[str, Any]
    item: Item
    proposal: Proposal
    numbered: Numbered
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Unissued:
    """A result letter before it has a number: its kind, who seals it, how it is built, and the result's own pattern."""

    kind: str
    organ: Department
    build: Callable[[Numbered], LetterFacts]
    result_pattern: str | None


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
    letter = result_letter(session, file, track, proposal, calendar, local_day(now))
    return issue(
        session, file, kind=letter.kind, organ=letter.organ, build=letter.build, actor=actor, now=now, tracks=[track],
        result_pattern=letter.result_pattern,
    )  # fmt: skip


def result_letter(
    session: Session, file: CaseFile, track: Track, proposal: Proposal, calendar: WorkingCalendar, day: dt.date
) -> Unissued:
    """The letter of this decision, dated `day`."""
    item, organ = file.catalogue.items[track.item_code], file.department_of(track)
    answer = answer_of(item.result_letter.value, proposal.outcome, can_be_disputed=bool(organ.reconsideration))
    acceptances = _acceptances(session, file, item, proposal)

    def build(numbered: Numbered) -> LetterFacts:
        if answer.kind == "joint_opinion":
            whole = {**file.frame(organ, day), **numbered.stamp}
            return joint_opinion(session, file, track, proposal, numbered, whole, acceptances)
        common = {**file.track_frame(track, day), **numbered.stamp}
        if answer.kind == "refusal_decision":
            return _refusal(common, item, proposal, organ, acceptances)
        return _ANSWERS[answer.kind](_Given(common, item, proposal, numbered, calendar))

    return Unissued(answer.kind, organ, build, item.output.number_format if answer.numbers_result else None)


def _acceptances(session: Session, file: CaseFile, item: Item, proposal: Proposal) -> tuple[SpecialAcceptance, ...]:
    """What a joint opinion rests on, all of it passed; a refusal of one says where each stands. Raises Blocked."""
    if item.result_letter is not ResultLetter.JOINT_OPINION:
        return ()
    granting = proposal.outcome is Outcome.GRANT
    return (demand_all_passed if granting else joint_acceptances)(session, file, item)


def _refusal(
    common: dict[str, Any],
    item: Item,
    proposal: Proposal,
    organ: Department,
    acceptances: tuple[SpecialAcceptance, ...],
) -> RefusalDecision:
    return RefusalDecision(
        **common,
        findings=lines_of(proposal.findings),
        reasons=lines_of(proposal.reasons),
        basis=lines_of(proposal.basis),
        remedies=remedies_of(organ),
        reapply=lines_of(proposal.reapply),
        matter=MATTERS[item.result_letter.value],
        acceptances=acceptances,
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
        opinion_number=given.numbered.result_number,
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
        **given.common,
        reply=lines_of(given.proposal.findings) + refusal,
        reply_name=given.item.output.name_zh if given.numbered.result_number else "",
        reply_number=given.numbered.result_number,
        notes=lines_of(given.proposal.conditions),
    )


_ANSWERS = {
    "licence_decision": _licence,
    "filing_receipt": _filing,
    "review_opinion": _opinion,
    "confirmation_result": _confirmation,
    "service_reply": _reply,
}
