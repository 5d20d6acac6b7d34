"""What a grant still owes once it is signed: its letter delivered, its publication; and when somebody must hear of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from approvals.domain.alarms import LADDER, WEEK_WD, latest_day, level_on
from approvals.domain.legal_days import delivery_due_on, publicity_due_on
from departments.domain.catalogue_words import ResultLetter
from departments.domain.working_calendar import WorkingCalendar

SOON_WD = 2
"""Working days left at which the first reminder comes."""


class DutyKind(StrEnum):
    DELIVERY = "delivery"
    DISCLOSURE = "disclosure"
    VERIFICATION = "verification"
    """A notification-commitment is checked after the grant; planned by itself, see `approvals.domain.commitment_checks`."""
    RECTIFICATION = "rectification"
    """What a false one is put right by, and the department looks again."""


@dataclass(frozen=True, slots=True)
class DutyAlarm:
    """What a duty calls for on a day. `day` is the working day late, 0 before; `level` the step of the ladder."""

    day: int
    level: int

    @property
    def name(self) -> str:
        return f"late:{self.day}" if self.day else "soon:0"


def duties_of(letter: ResultLetter, decided: date, calendar: WorkingCalendar) -> dict[DutyKind, date]:
    """The duties of a grant and their last days: every result is delivered (行政许可法 44), a licence goes online
    (双公示)."""
    owed = {DutyKind.DELIVERY: delivery_due_on(decided, calendar)}
    if letter is ResultLetter.LICENCE_DECISION:
        owed[DutyKind.DISCLOSURE] = publicity_due_on(decided, calendar)
    return owed


def duty_alarm(due_on: date, calendar: WorkingCalendar, today: date) -> DutyAlarm | None:
    """The reminder an open duty calls for: once shortly before, then as an overdue limit does."""
    if today > due_on:
        day = latest_day(calendar.count_between(due_on, today))
        return DutyAlarm(day, level_on(day)) if day else None
    return DutyAlarm(0, 0) if calendar.count_between(today, due_on) <= SOON_WD else None


def next_look_on(due_on: date, calendar: WorkingCalendar, today: date) -> date:
    """The first working day after `today` on which an open duty calls for something new."""
    if today >= due_on:
        day = latest_day(calendar.count_between(due_on, today))
        return calendar.add(due_on, day + (1 if day < LADDER[-1][0] else WEEK_WD))
    tomorrow = calendar.add(today, 1)
    while calendar.count_between(tomorrow, due_on) > SOON_WD:
        tomorrow = calendar.add(tomorrow, 1)
    return tomorrow if calendar.count_between(today, due_on) > SOON_WD else calendar.add(due_on, 1)


def duty_look_by(due_on: date, calendar: WorkingCalendar, today: date, opens_on: date, raised: Collection[str]) -> date:
    """The working day by which an open duty must be looked at; `raised`: the names of its alarms for this last day.

    What is not told yet is told on `opens_on`, the day on which the offices are next open.
    """
    alarm = duty_alarm(due_on, calendar, today)
    is_told = alarm is None or alarm.name in raised
    return calendar.next_working(next_look_on(due_on, calendar, today)) if is_told else opens_on
