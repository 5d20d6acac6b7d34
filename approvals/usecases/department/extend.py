"""延期: the head of the organ gives a clock more days, once, before it has run out, and the applicant is told why (Art. 42)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_change import Move, extend_facts, moves
from approvals.domain.date_reasons import Change, require_reason
from approvals.domain.events import Tag
from approvals.domain.letters.dates import ExtendedLimit, ExtensionNotice
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.models.dates import Extension
from approvals.queries.clocks import facts_of
from approvals.usecases.desk import track_at_desk
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.moved_days import Why, told_days
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.models.people import Account
from departments.queries.calendar import load_calendar


def extend(
    *,
    track: str,
    version: int,
    clocks: Collection[ClockName],
    days: int,
    reason_code: str,
    reason: str,
    basis: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Add `days` (of each limit's unit) to the chosen clocks; approved today by the head who presses.

    Raises the refusals of `extend_facts` and Invalid of `require_reason`, NotAllowed for anybody but a head, Stale.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        row.state = next_state(row.state, "extend")
        file, calendar, today = open_file(session, case), load_calendar(session), local_day(now)
        before = facts_of(row, row.pauses)
        if before is None:
            raise Refusal("clock_not_running")
        chosen = require_reason(Change.EXTENSION, reason_code, reason, basis)
        why = Why(chosen, reason.strip(), basis.strip())
        most = file.catalogue.items[row.item_code].statutory.extension_days
        after = extend_facts(before, clocks, days, most, today, calendar)
        moved = [move for move in moves(before, after, calendar, today) if move.clock in clocks]
        _store(session, row, moved, days, why, actor, now)
        set_clock(row, row.pauses, calendar, now)
        facts = {"days": days, "reason": chosen.code, "moved": told_days(moved)}
        record(session, case, Tag.TRACK_EXTENDED, actor=actor, now=now, track=row, **facts)
        _print(session, file, row, moved, days, why, actor, now)
        due_on = moved[0].new_due_on.isoformat()
        tell(session, case, "extended", now=now, track=row, days=days, due_on=due_on)


def _store(
    session: Session,
    track: Track,
    moved: Collection[Move],
    days: int,
    why: Why,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """One row per clock; the days also stand on the track, where every reading finds them."""
    today = local_day(now)
    for move in moved:
        session.add(
            Extension(
                track_id=track.id, clock=move.clock.value, round=track.round, days=days, approved_on=today,
                old_due_on=move.old_due_on, new_due_on=move.new_due_on, reason_code=why.chosen.code, reason=why.words,
                basis=why.basis, approved_by=actor.account_id, approved_at=now,
            )
        )  # fmt: skip
        if move.clock is ClockName.STATUTORY:
            track.statutory_extension_days, track.statutory_extended_on = days, today
        else:
            track.committed_extension_days, track.committed_extended_on = days, today
    track.version += 1


def _print(
    session: Session,
    file: CaseFile,
    track: Track,
    moved: Collection[Move],
    days: int,
    why: Why,
    actor: Actor,
    now: dt.datetime,
) -> None:
    organ, approver = file.department_of(track), session.get_one(Account, actor.account_id)
    other = why.chosen.code == "other"

    def build(numbered: Numbered) -> ExtensionNotice:
        return ExtensionNotice(
            **file.track_frame(track, local_day(now)),
            **numbered.stamp,
            limits=tuple(_limit(track, move, days) for move in moved),
            reason=why.words if other else why.chosen.name_zh,
            reason_en="" if other else why.chosen.name_en,
            explanation="" if other else why.words,
            approver=approver.name,
            approved_on=local_day(now),
            basis=(why.basis,),
        )

    issue(session, file, kind="extension_notice", organ=organ, build=build, actor=actor, now=now, tracks=[track])


def _limit(track: Track, move: Move, days: int) -> ExtendedLimit:
    statutory = move.clock is ClockName.STATUTORY
    natural = statutory and track.statutory_unit == "ND"
    return ExtendedLimit(
        clock="statutory" if statutory else "committed",
        old_due_on=move.old_due_on,
        days=days,
        new_due_on=move.new_due_on,
        unit="ND" if natural else "WD",
    )
