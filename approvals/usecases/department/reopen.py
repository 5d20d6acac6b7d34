"""重新办理: a superior organ, a court or the department itself has set a decision aside; a new round with its own limit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.case_flow import case_state
from approvals.domain.events import Tag
from approvals.domain.fan_out import limits_of
from approvals.domain.letters.answers import ENDINGS
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import GRANTED, UNDECIDED, LineState, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CommitmentLine
from approvals.models.rounds import Reopening
from approvals.usecases.department.interrupting import end_what_is_open
from approvals.usecases.department.letters_held import (
    IN_FORCE,
    end_confirmation,
    end_letter,
    items_behind,
    nothing_is_owed,
)
from approvals.usecases.department.resting import tell_resting
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.stage_timing import set_stage_due
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.domain.catalogue_words import ResultLetter

ORDERED = ("reconsideration", "court")
GROUNDS = (*ORDERED, "own_correction")
ENDED_BY = frozenset({*ENDINGS, "revocation_decision", "recall_decision"})
LONGEST_WD = 90


@dataclass(frozen=True)
class Order:
    """What orders the new round: the ground, the paper of whoever ordered it, why, and the days it gives (None: the
    item's own limits)."""

    ground: str
    reason: str
    paper_no: str = ""
    paper_on: dt.date | None = None
    limit_wd: int | None = None


def reopen(*, track: str, version: int, order: Order, actor: Actor, now: dt.datetime) -> None:
    """Take an ended item up again: back into the queue, a new round, both clocks from today, the old letters ended.

    Raises Invalid without the paper of a reconsideration or judgement, for a limit beyond the law, or where the department
    would take a licence back without the decision that takes; Refusal 'live_elsewhere' when the applicant has filed the
    item again, 'no_such_move'; Stale.
    """
    today = local_day(now)
    _check(order, today)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        file, former, ended_on = open_file(session, case), row.state, _ended_on(row)
        row.state = next_state(row.state, "reopen")
        _not_a_revocation(file, row, former, order)
        _nobody_else_has_it(session, row)
        end_what_is_open(session, row, actor, now)
        ended = _end_letters(session, row, order.reason.strip(), today)
        end_confirmation(session, case, order.reason.strip(), today)
        nothing_is_owed(session, row, now)
        _free_promises(session, row)
        _begin_round(file, row, order, today)
        set_clock(row, row.pauses, file.calendar, now)
        _store(session, row, order, (former, ended_on), actor, now)
        session.flush()
        _case_goes_on(session, case)
        set_stage_due(session, case, file.calendar)
        facts = {"ground": order.ground, "round": row.round, "former": former.value, "limit_wd": order.limit_wd}
        record(session, case, Tag.TRACK_REOPENED, actor=actor, now=now, track=row, **facts)
        told: dict[str, Any] = {"items": items_behind(session, row), "ground": order.ground}
        tell(session, case, "reopened", now=now, track=row, once=str(row.round), **told)
        if former in GRANTED and ended:
            tell_resting(session, file, row, ended[-1], f"round{row.round}", now)


def _check(order: Order, today: dt.date) -> None:
    require(reason=order.reason)
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    if order.ground not in GROUNDS:
        errors["ground"] = ("not_offered", {})
    if order.ground in ORDERED and not order.paper_no.strip():
        errors["paper_no"] = ("paper_of_reopening", {})
    if order.ground in ORDERED and order.paper_on is None:
        errors["paper_on"] = ("paper_of_reopening", {})
    if order.paper_on is not None and order.paper_on > today:
        errors["paper_on"] = ("future_day", {})
    if order.limit_wd is not None and not 1 <= order.limit_wd <= LONGEST_WD:
        errors["limit_wd"] = ("limit_beyond_law", {"most": LONGEST_WD})
    if errors:
        raise Invalid(errors)


def _not_a_revocation(file: CaseFile, track: Track, former: TrackState, order: Order) -> None:
    """A licence that was given is taken back by its own decision, after its holder was heard (行政许可法 8, 69): only
    then, or by the order of somebody above, is the item decided anew."""
    is_licence = file.catalogue.items[track.item_code].result_letter is ResultLetter.LICENCE_DECISION
    if is_licence and former in GRANTED and order.ground not in ORDERED:
        raise Invalid({"ground": ("revoke_first", {})})


def _nobody_else_has_it(session: Session, track: Track) -> None:
    """One live track per project and item, also across cases."""
    live = [*UNDECIDED, TrackState.GRANTED, TrackState.VARIED, TrackState.RENEWED]
    other = select(Track.id).where(
        Track.project_id == track.project_id,
        Track.item_code == track.item_code,
        Track.id != track.id,
        Track.state.in_(live),
    )
    if session.scalar(other.limit(1)) is not None:
        raise Refusal("live_elsewhere")


def _end_letters(session: Session, track: Track, because: str, today: dt.date) -> list[Document]:
    """Every letter that ended the item no longer holds: the decision, and a revocation of it."""
    letters = (
        select(Document)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .where(DocumentTrack.track_id == track.id, Document.kind.in_(list(ENDED_BY)), Document.state.in_(IN_FORCE))
        .order_by(Document.id)
    )
    ended = list(session.scalars(letters))
    for letter in ended:
        end_letter(letter, None, because, today)
    return ended


def _free_promises(session: Session, track: Track) -> None:
    """A promise that was broken ended the former round; in the new one its paper is owed like any other."""
    session.execute(
        update(CommitmentLine)
        .where(CommitmentLine.track_id == track.id, CommitmentLine.state.in_([LineState.OPEN, LineState.BROKEN]))
        .values(state=LineState.RELEASED)
        .execution_options(synchronize_session=False)
    )


def _begin_round(file: CaseFile, track: Track, order: Order, today: dt.date) -> None:
    """Nothing of the former round's clock is left but its pauses, which lie before the new day zero."""
    own, committed_wd = limits_of(file.catalogue.items[track.item_code], file.case.answers)
    track.round, track.version = track.round + 1, track.version + 1
    track.assignee_id = track.decided_on = track.ended_at = None
    track.receipt_on = track.accepted_on = today
    track.statutory_extension_days = track.statutory_extended_on = None
    track.committed_extension_days = track.committed_extended_on = None
    track.statutory_floor_on = track.committed_floor_on = None
    track.statutory_days, track.statutory_unit, track.committed_wd = own.days, own.unit.value, committed_wd
    if order.limit_wd is not None:
        track.statutory_days, track.statutory_unit, track.committed_wd = order.limit_wd, "WD", order.limit_wd


def _case_goes_on(session: Session, case: Case) -> None:
    states = session.scalars(select(Track.state).where(Track.case_id == case.id)).all()
    case.state, case.concluded_at = case_state(states), None


def _ended_on(track: Track) -> dt.date:
    if track.ended_at is None:
        raise Refusal("no_such_move", state=track.state.value, verb="reopen")
    return track.decided_on or local_day(track.ended_at)


def _store(
    session: Session, track: Track, order: Order, former: tuple[TrackState, dt.date], actor: Actor, now: dt.datetime
) -> None:
    session.add(
        Reopening(
            track_id=track.id, round=track.round, ground=order.ground, paper_no=order.paper_no.strip(),
            paper_on=order.paper_on, reason=order.reason.strip(), limit_wd=order.limit_wd, former_state=former[0].value,
            former_ended_on=former[1], ordered_by=actor.account_id, ordered_at=now,
        )
    )  # fmt: skip
