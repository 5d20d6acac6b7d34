"""What the clock of one track is told: limits, pauses, extensions and the days of the case. Append-only facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import WorkingCalendar


class ClockName(StrEnum):
    STATUTORY = "statutory"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Limit:
    """`days` in `unit`; None = no limit, 0 = due on day zero. Day zero is the receipt or the acceptance day."""

    days: int | None
    unit: Unit = Unit.WORKING_DAYS
    counts_from: CountsFrom = CountsFrom.ACCEPTANCE


@dataclass(frozen=True, slots=True)
class PauseFact:
    """A special procedure: the clocks it stops do not run on [started_on, resumed_on).

    `resumed_on` is the first day the clock runs again; None = still open. A cap ends the pause by itself.
    `kind` and `letter_no` say by which procedure and which notice, for the day statement.
    """

    started_on: date
    resumed_on: date | None = None
    cap_days: int | None = None
    cap_unit: Unit = Unit.WORKING_DAYS
    stops_statutory: bool = True
    stops_committed: bool = True
    kind: str = ""
    letter_no: str | None = None

    def stops(self, clock: ClockName) -> bool:
        return self.stops_statutory if clock is ClockName.STATUTORY else self.stops_committed


@dataclass(frozen=True, slots=True)
class ExtensionFact:
    """`days` in the unit of the limit; counts only when approved on or before the unextended due day (Art. 42)."""

    days: int
    approved_on: date


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """Everything the clock of one track depends on. `warn_wd` overrides the computed warning threshold.

    A floor is a due day that the applicant was told and that a later calendar must not bring forward.
    """

    receipt_on: date
    accepted_on: date | None
    statutory: Limit
    committed_wd: int | None
    pauses: tuple[PauseFact, ...] = ()
    statutory_extension: ExtensionFact | None = None
    committed_extension: ExtensionFact | None = None
    decided_on: date | None = None
    warn_wd: int | None = None
    committed_counts_from: CountsFrom = CountsFrom.ACCEPTANCE
    statutory_floor_on: date | None = None
    committed_floor_on: date | None = None

    def limit(self, clock: ClockName) -> Limit:
        if clock is ClockName.STATUTORY:
            return self.statutory
        return _promise(self.committed_wd, self.committed_counts_from)

    def terms(self, clock: ClockName) -> tuple[int | None, ExtensionFact | None, date | None]:
        """The days of the limit, its extension, and the floor of its due day."""
        if clock is ClockName.STATUTORY:
            return self.statutory.days, self.statutory_extension, self.statutory_floor_on
        return self.committed_wd, self.committed_extension, self.committed_floor_on

    def extension(self, clock: ClockName) -> ExtensionFact | None:
        return self.terms(clock)[1]

    def floor_on(self, clock: ClockName) -> date | None:
        return self.terms(clock)[2]


@cache
def _promise(days: int | None, counts_from: CountsFrom) -> Limit:
    """A promise is always in working days; there are few different ones and they are asked for at every reading."""
    return Limit(days, Unit.WORKING_DAYS, counts_from)


def capped_resume_on(pause: PauseFact, calendar: WorkingCalendar) -> date | None:
    """The day a capped pause ends by itself; None without a cap.

    Working days count from the first working day of the pause (rule 17); natural days as a publicity period does:
    k days from the day after it was published, the clock runs again on the day after the last.
    """
    if pause.cap_days is None:
        return None
    if pause.cap_unit is Unit.NATURAL_DAYS:
        return pause.started_on + timedelta(days=pause.cap_days + 1)
    first = calendar.next_working(pause.started_on)
    return calendar.add(first, pause.cap_days)


def pause_end(pause: PauseFact, calendar: WorkingCalendar) -> date | None:
    """The first day the clock runs again, by hand or by the cap, whichever came first; None = open without an end."""
    capped = capped_resume_on(pause, calendar)
    if pause.resumed_on is None or capped is None:
        return pause.resumed_on or capped
    return min(pause.resumed_on, capped)
