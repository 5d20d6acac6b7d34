"""公开说明理由: a limit has passed, and the department says why, for everybody to read (优化营商环境条例 36)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock import read_clock
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_reasons import Change, require_reason
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.models.dates import OverdueStatement
from approvals.queries.clocks import facts_of
from approvals.usecases.desk import track_at_desk
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def state_overdue_reason(
    *, track: str, version: int, clock: ClockName, reason_code: str, reason: str, actor: Actor, now: dt.datetime
) -> None:
    """Publish why this clock was not kept; once per deadline, also of an item that was decided late.

    Raises Invalid of `require_reason`, Refusal 'not_overdue' or 'reason_already_stated', Stale.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        chosen = require_reason(Change.OVERDUE, reason_code, reason)
        facts, today = facts_of(row, row.pauses), local_day(now)
        calendar = load_calendar(session)
        as_of = row.decided_on or today
        reading = read_clock(facts, clock, calendar, as_of) if facts is not None else None
        if reading is None or reading.overdue_by <= 0 or (row.ended_at is not None and row.decided_on is None):
            raise Refusal("not_overdue")
        due_on = reading.not_before
        key = {"track_id": row.id, "clock": clock.value, "deadline_version": due_on.toordinal()}
        if session.scalar(select(OverdueStatement.id).filter_by(**key)) is not None:
            raise Refusal("reason_already_stated")
        session.add(
            OverdueStatement(
                **key, due_on=due_on, reason_code=chosen.code, text=reason.strip(),
                stated_by=actor.account_id, stated_on=today, stated_at=now,
            )
        )  # fmt: skip
        row.version += 1
        told: dict[str, Any] = {"clock": clock.value, "due_on": due_on.isoformat(), "reason": chosen.code}
        record(session, case, Tag.OVERDUE_EXPLAINED, actor=actor, now=now, track=row, **told)
        names = {"reason_zh": chosen.name_zh, "reason_en": chosen.name_en}
        tell(session, case, "overdue_explained", now=now, track=row, **told | names)
