"""统一确认: one letter that lists every result of the case; it has no legal effect of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.results import CaseResult, WholeCaseConfirmation
from approvals.domain.permissions import Reach, stewards
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState, DocumentState
from approvals.models.cases import Track
from approvals.models.letters import Document
from approvals.models.papers import Commitment, CommitmentLine
from approvals.queries.access import find_case
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.steward.case_results import results_of
from departments.domain.actor import Actor
from departments.models.people import Account
from departments.queries.calendar import load_calendar


def confirm_case(*, case: str, actor: Actor, now: dt.datetime) -> str:
    """Issue the confirmation of a concluded case; returns the document's public id.

    Raises Refusal 'case_not_concluded' while any track runs. A second call returns the letter that exists; when a result
    has changed since, a new one takes its place.
    """
    with unit_of_work() as session:
        row = find_case(session, case, actor, lock=True)
        file = open_file(session, row)
        if not stewards(actor, Reach(file.project.enterprise_id, file.project.steward_id)):
            raise NotFound
        if row.state is not CaseState.CONCLUDED:
            raise Refusal("case_not_concluded")
        tracks = session.scalars(select(Track).where(Track.case_id == row.id).order_by(Track.id)).all()
        results = results_of(session, file, tracks)
        former = session.scalar(
            select(Document)
            .where(
                Document.case_id == row.id,
                Document.kind == WholeCaseConfirmation.kind,
                Document.state.in_((DocumentState.QUEUED, DocumentState.ISSUED)),
            )
            .order_by(Document.id.desc())
            .limit(1)
        )
        if former is not None and former.state is not DocumentState.REVOKED and _says_the_same(former, results):
            return former.public_id
        document = _issue(session, file, list(tracks), results, actor, now)
        if former is not None:
            former.state, former.replaced_by_id = DocumentState.REPLACED, document.id
        record(session, row, Tag.CASE_CONFIRMED, actor=actor, now=now, document=document.id)
        tell(session, row, "case_confirmed", now=now, document=document.public_id)
        return document.public_id


def _says_the_same(letter: Document, results: tuple[CaseResult, ...]) -> bool:
    """Whether the confirmation that exists lists what the items have ended in by now."""
    return WholeCaseConfirmation.from_plain(letter.facts).results == results


def _issue(
    session: Session,
    file: CaseFile,
    tracks: list[Track],
    results: tuple[CaseResult, ...],
    actor: Actor,
    now: dt.datetime,
) -> Issued:
    facts = _facts(session, file, now)

    def build(numbered: Numbered) -> WholeCaseConfirmation:
        frame = file.frame(file.window, local_day(now))
        return WholeCaseConfirmation(**frame, **numbered.stamp, **facts, results=results)

    return issue(
        session,
        file,
        kind="whole_case_confirmation",
        organ=file.window,
        build=build,
        actor=actor,
        now=now,
        tracks=tracks,
    )


def _facts(session: Session, file: CaseFile, now: dt.datetime) -> dict[str, Any]:
    """How long it took, what followed under a promise, what comes next, and who accompanied the project."""
    case = file.case
    concluded_on = local_day(case.concluded_at or now)
    accepted_on = case.admitted_on or concluded_on
    steward = session.get(Account, file.project.steward_id) if file.project.steward_id else None
    deferred = session.scalar(
        select(func.count(CommitmentLine.case_material_id.distinct()))
        .join(Commitment, Commitment.id == CommitmentLine.commitment_id)
        .where(Commitment.case_id == case.id, Commitment.kind == "deferral")
    )
    stages = file.catalogue.themes[case.theme_code].stages
    following = next((one for one in stages if one.order == file.stage.order + 1), None)
    return {
        "stage_zh": file.stage.name_zh,
        "stage_en": file.stage.name_en,
        "accepted_on": accepted_on,
        "concluded_on": concluded_on,
        "working_days": load_calendar(session).count_between(accepted_on, concluded_on),
        "deferred_papers": deferred or 0,
        "next_stage_zh": following.name_zh if following else None,
        "next_stage_en": following.name_en if following else "",
        "steward": steward.name if steward else "",
        "steward_phone": steward.phone if steward else "",
    }
