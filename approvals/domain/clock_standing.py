"""Where the counting of a clock stands on one day: worked out once, also for two clocks that are counted alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from approvals.domain.clock_facts import ClockName, TrackFacts, pause_end
from approvals.domain.day_count import ONE_DAY, DayCount, Span
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import WorkingCalendar


@dataclass(slots=True)  # not frozen: one for nearly every reading, see there
class Standing:
    """A counting as it stands on `as_of`, whatever the limit is: `used` days, and the `number` of that day, None on
    one that is not counted. `position` is that of `as_of`.

    `is_paused`: a pause holds `as_of`. `open_from`: when the first pause began that nothing has ended by then.
    """

    count: DayCount
    first_day: date
    as_of: date
    position: int
    used: int
    number: int | None
    is_paused: bool
    open_from: date | None

    def up_to(self, due: date, position: int) -> Standing:
        """The same without the pauses begun after `due`, a day with this position."""
        if not self.count.is_open_after(position):
            return self
        count = self.count.up_to(due)
        return replace(self, count=count, used=count.used(self.as_of), number=count.number(self.as_of))


def standing(facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar, as_of: date) -> Standing | None:
    """Where one clock stands; an open pause stops it through `as_of`. None without a limit or a day zero."""
    limit = facts.limit(clock)
    day_zero = facts.receipt_on if limit.counts_from is CountsFrom.RECEIPT else facts.accepted_on
    if limit.days is None or day_zero is None:
        return None
    spans: list[Span] = []
    is_paused, open_from = False, None
    for pause in facts.pauses:
        if not pause.stops(clock):
            continue
        start = pause.started_on
        end = pause.resumed_on if pause.cap_days is None else pause_end(pause, calendar)
        if end is None:
            end = as_of + ONE_DAY
            if start <= as_of and (open_from is None or start < open_from):
                open_from = start
        if start <= as_of < end:
            is_paused = True
        spans.append((start, end))
    count = DayCount(calendar, limit.unit, day_zero, spans)
    position = count.position(as_of)
    used = count.used_at(position)
    if as_of > day_zero:
        is_counted = not is_paused and position > count.before(as_of)
    else:
        is_counted = as_of == day_zero
    return Standing(count, count.first_day(), as_of, position, used, used if is_counted else None, is_paused, open_from)


def counted_alike(facts: TrackFacts) -> bool:
    """Whether both clocks count the same days: from the same day zero, in working days, stopped by the same pauses."""
    law = facts.statutory
    if law.unit is not Unit.WORKING_DAYS or law.counts_from is not facts.committed_counts_from:
        return False
    return all(pause.stops_statutory == pause.stops_committed for pause in facts.pauses)
