"""统一确认: one letter that lists every result of the case; it has no legal effect of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.answers import ENDINGS
from approvals.domain.letters.results import CaseResult, WholeCaseConfirmation
from approvals.domain.permissions import Reach, stewards
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import GRANTED, CaseState, TrackState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import Commitment, CommitmentLine
from approvals.queries.access import find_case
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.models.people import Account
from departments.queries.calendar import load_calendar

WORDS: dict[str, Literal["granted", "filed", "passed", "confirmed", "replied"]] = {
    "licence_decision": "granted",
    "filing_receipt": "filed",
    "review_opinion": "passed",
    "joint_opinion": "passed",
    "confirmation": "confirmed",
    "service_reply": "replied",
}


def confirm_case(*, case: str, actor: Actor, now: dt.datetime) -> str:
    """Issue the confirmation of a concluded case, once; returns the document's public id.

    Raises Refusal 'case_not_concluded' while any track runs; a second call returns the letter that exists.
    """
    with unit_of_work() as session:
        row = find_case(session, case, actor, lock=True)
        file = open_file(session, row)
        if not stewards(actor, Reach(file.project.enterprise_id, file.project.steward_id)):
            raise NotFound
        if row.state is not CaseState.CONCLUDED:
            raise Refusal("case_not_concluded")
        existing = session.scalar(
            select(Document.public_id).where(Document.case_id == row.id, Document.kind == "whole_case_confirmation")
        )
        if existing is not None:
            return existing
        tracks = session.scalars(select(Track).where(Track.case_id == row.id).order_by(Track.id)).all()
        results = _results(session, file, list(tracks))
        document = _issue(session, file, list(tracks), results, actor, now)
        record(session, row, Tag.CASE_CONFIRMED, actor=actor, now=now, document=document.id)
        tell(session, row, "case_confirmed", now=now, document=document.public_id)
        return document.public_id


def _results(session: Session, file: CaseFile, tracks: list[Track]) -> tuple[CaseResult, ...]:
    numbers: dict[int, tuple[str, dt.date]] = {}
    for track_id, number, dated_on in session.execute(
        select(DocumentTrack.track_id, func.coalesce(Document.result_number, Document.number), Document.dated_on)
        .join(Document, Document.id == DocumentTrack.document_id)
        .where(DocumentTrack.track_id.in_([one.id for one in tracks]), Document.kind.in_(ENDINGS))
        .order_by(Document.id)
    ):
        numbers[track_id] = (number, dated_on)
    results = []
    for track in tracks:
        if track.id not in numbers:
            continue
        number, dated_on = numbers[track.id]
        item, department = file.catalogue.items[track.item_code], file.department_of(track)
        results.append(
            CaseResult(
                item=file.item_ref(track.item_code),
                department=department.name_zh,
                department_en=department.name_en,
                outcome=_outcome(track, item.result_letter.value),
                number=number,
                dated_on=dated_on,
                validity=item.output.validity or "",
            )
        )
    return tuple(results)


def _outcome(
    track: Track, result_letter: str
) -> Literal[
    "granted", "filed", "passed", "confirmed", "replied", "refused", "terminated", "withdrawn", "not_required"
]:
    if track.state in GRANTED:
        return WORDS[result_letter]
    if track.state is TrackState.WITHDRAWN:
        return "withdrawn"
    if track.state is TrackState.TERMINATED:
        return "terminated"
    return "not_required" if track.state is TrackState.NOT_REQUIRED else "refused"


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
        .where(Commitment.case_id == case.id)
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
