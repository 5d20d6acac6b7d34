"""Is an alarm still true when a worker is about to say it? It may have waited for a mail server, or for a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.alarms import AlarmKind, state_of
from approvals.domain.clock import read_clock
from approvals.domain.clock_facts import ClockName
from approvals.domain.duties import DutyKind
from approvals.domain.states import LineState
from approvals.models.cases import Track
from approvals.models.oversight import SupervisionNotice, SupervisionReply
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.models.traces import Alarm
from approvals.models.watch import Duty
from approvals.queries.clocks import facts_of
from departments.queries.calendar import load_calendar


def still_called_for(session: Session, track: Track, alarm: Mapping[str, Any], kind: str, now: dt.datetime) -> bool:
    """False once the item has ended, its clock was paused or moved, or a later state of it is said instead.

    `alarm` is what was told of it when it was raised. A step of the ladder is still said to all on a later day of the
    same step (the day's own alarm goes to the desk only), unless a later day of it is said to all anyway.
    """
    facts = facts_of(track, track.pauses)
    if facts is None or facts.accepted_on is None or track.ended_at is not None or track.decided_on is not None:
        return False
    reading = read_clock(facts, ClockName(alarm["clock"]), load_calendar(session), local_day(now))
    if reading is None or reading.due_on is None or reading.due_on.isoformat() != alarm["due_on"]:
        return False
    state = state_of(reading)
    if state is None or state.kind is not AlarmKind(kind) or state.level != alarm["level"]:
        return False
    if state.day == alarm.get("day", state.day):
        return True
    later = (one for one in _raised(session, "track", track.id, alarm) if one["clock"] == alarm["clock"])
    return bool(alarm.get("circle")) and not any(one["day"] > alarm["day"] and one["circle"] for one in later)


def _raised(session: Session, subject: str, subject_id: int, told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What was raised of this subject for the same due day, earlier and later."""
    version = dt.date.fromisoformat(told["due_on"]).toordinal()
    same = {"subject": subject, "subject_id": subject_id, "deadline_version": version}
    return session.scalars(select(Alarm.facts).filter_by(**same)).all()


def still_owed(session: Session, track: Track, code: str, told: Mapping[str, Any]) -> bool:
    """False for a reminder of a paper, a delivery, a publication or an answer that has come while it waited for the office,
    and of a delivery or publication of which a later day is said instead.

    A broken promise stays broken, and is said.
    """
    if code in ("promise_due", "promise_today"):
        waiting = (
            select(CommitmentLine.id)
            .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .where(
                CommitmentLine.track_id == track.id,
                CommitmentLine.state == LineState.OPEN,
                CommitmentLine.due_on == dt.date.fromisoformat(told["due_on"]),
                CaseMaterial.material_code == told["material"],
            )
        )
    elif code.split("_")[0] in set(DutyKind):
        open_duty = (Duty.kind == told["kind"], Duty.done_at.is_(None))
        duties = session.scalars(select(Duty.id).where(Duty.track_id == track.id, *open_duty)).all()
        return any(all(one["late"] <= told["late"] for one in _raised(session, "duty", duty, told)) for duty in duties)
    elif code == "supervision_unanswered":
        answered = select(SupervisionReply.id).where(SupervisionReply.notice_id == SupervisionNotice.id)
        waiting = select(SupervisionNotice.id).where(
            SupervisionNotice.id == told["notice"], SupervisionNotice.closed_at.is_(None), ~answered.exists()
        )
    else:
        return True
    return session.scalar(waiting.limit(1)) is not None
