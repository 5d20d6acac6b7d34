"""What a new calendar does to a running deadline, and the day below which it may not bring it.

A day that was told to the applicant does not come earlier because a notice appeared later, unless a person says so: the
told day becomes the clock's floor. The end of a pause has no floor, because it would lengthen the pause beyond its cap;
the due days behind it keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from approvals.domain.clock import read_clock
from approvals.domain.clock_facts import ClockName, TrackFacts
from approvals.domain.legal_days import promise_due_on
from departments.domain.working_calendar import DayKind, WorkingCalendar


class Deadline(StrEnum):
    """What a day that moves was the last day of (of a pause: the first day after)."""

    STATUTORY = "statutory"
    COMMITTED = "committed"
    STAGE = "stage"
    NOTICE = "notice"
    CORRECTION = "correction"
    PROMISE = "promise"
    PAUSE = "pause"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Move:
    """One stored day under the new calendar. `counted_on` is what the count gives, `new_on` what will hold.

    `subject_id` is the row that holds the day: a track, a case, a notice, a promise's line, a pause, a duty.
    """

    what: Deadline
    case_id: int
    track_id: int | None
    subject_id: int
    old_on: date
    counted_on: date
    new_on: date

    @property
    def is_moved(self) -> bool:
        return self.new_on != self.old_on

    @property
    def is_kept(self) -> bool:
        """The count comes to an earlier day, and the told one holds all the same."""
        return self.counted_on < self.old_on <= self.new_on

    @property
    def days(self) -> int:
        """By how many calendar days; negative = earlier."""
        return (self.new_on - self.old_on).days


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that counted and does not any more, or the other way round."""

    day: date
    was: DayKind
    becomes: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """The calendar before and after a notice; `year` is the notice's."""

    year: int
    before: WorkingCalendar
    after: WorkingCalendar
    today: date
    allow_earlier: bool

    def changed_days(self) -> tuple[ChangedDay, ...]:
        """Every day whose counting changes, from the December before to the year's end."""
        return tuple(self._changed())

    def _changed(self) -> Iterator[ChangedDay]:
        day = date(self.year - 1, 12, 1)
        while day.year <= self.year:
            if self.before.is_working(day) != self.after.is_working(day):
                was, becomes = self.before.why(day), self.after.why(day)
                yield ChangedDay(day, was.kind, becomes.kind, becomes.name or was.name)
            day += timedelta(days=1)

    def move(
        self, what: Deadline, case_id: int, track_id: int | None, subject_id: int, old_on: date, counted_on: date
    ) -> Move | None:
        """A stored day that the count now puts elsewhere; None when nothing is to be said."""
        new_on = counted_on
        if counted_on < old_on and what is not Deadline.PAUSE and not self.allow_earlier:
            new_on = self.after.next_working(old_on)
        if counted_on == old_on:
            return None
        return Move(what, case_id, track_id, subject_id, old_on, counted_on, new_on)

    def recount(self, start: date, old_on: date) -> date:
        """The day as many working days after `start` as the old calendar had up to `old_on`."""
        return self.after.add(start, self.before.count_between(start, old_on))

    def recount_promise(self, admitted: date, deferral_wd: int, committed_wd: int, old_on: date) -> date:
        """The last day of a deferred paper, counted from its acceptance when that is what it was counted from.

        A promise that got its day later (the law accepted and a notice named it afterwards, or what had kept it was
        infected) keeps as many working days, from the latest day that can have been.
        """
        if promise_due_on(admitted, deferral_wd, committed_wd, self.before) == old_on:
            return promise_due_on(admitted, deferral_wd, committed_wd, self.after)
        days = min(deferral_wd, committed_wd)
        if not days:
            return self.after.next_working(old_on)
        first_counted = self.before.subtract(self.before.next_working(old_on), days - 1)
        return self.after.add(first_counted - timedelta(days=1), days)

    def clock_move(
        self, facts: TrackFacts, clock: ClockName, case_id: int, track_id: int, old_on: date | None
    ) -> Move | None:
        """One clock of a track; None while a pause without an end is open, and when its day stays."""
        told = replace(facts, statutory_floor_on=None, committed_floor_on=None) if self.allow_earlier else facts
        reading = read_clock(told, clock, self.after, self.today)
        if old_on is None or reading is None or reading.due_on is None or reading.due_on == old_on:
            return None
        counted = new = reading.due_on
        if counted < old_on and not self.allow_earlier:
            held = read_clock(floored(facts, clock, old_on), clock, self.after, self.today)
            new = held.due_on if held is not None and held.due_on is not None else old_on
        return Move(Deadline(clock.value), case_id, track_id, track_id, old_on, counted, new)


def floored(facts: TrackFacts, clock: ClockName, told_on: date) -> TrackFacts:
    """The facts with the told day as the floor of one clock."""
    if clock is ClockName.STATUTORY:
        return replace(facts, statutory_floor_on=told_on)
    return replace(facts, committed_floor_on=told_on)
