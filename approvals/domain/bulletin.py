"""The figures of one month for the 月度通报: what counts in it, what was late, and who stands where. Pure arithmetic.

A move counts in the month of its legal day (Asia/Shanghai): an item filed in March and decided in April is filed in March
and decided in April.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Self, TypeVar

from approvals.domain.clock import ClockReading, Reading, read
from approvals.domain.clock_facts import ExtensionFact, TrackFacts
from approvals.domain.day_count import ONE_DAY
from approvals.domain.letters.supervision import BULLETIN_DAY
from departments.domain.catalogue_words import Unit
from departments.domain.working_calendar import WorkingCalendar

Key = TypeVar("Key")
TENTH = Decimal("0.1")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month of legal days."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def before(cls, day: date) -> Self:
        """The last month that had ended on `day`."""
        return cls.of(day.replace(day=1) - ONE_DAY)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """2026-03 as an address writes it; None for anything else."""
        try:
            first = date.fromisoformat(f"{text}-01")
        except ValueError:
            return None
        return cls.of(first) if text == f"{first:%Y-%m}" else None

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next_first(self) -> date:
        """The first day after it."""
        return date(self.year + self.month // 12, self.month % 12 + 1, 1)

    @property
    def last(self) -> date:
        return self.next_first - ONE_DAY

    @property
    def publish_by(self) -> date:
        """The tenth itself: what the rule says is a day of the calendar, and no day off puts it later."""
        return self.next_first.replace(day=BULLETIN_DAY)

    def remind_on(self, calendar: WorkingCalendar) -> date:
        """The last working day before the bulletin must be out."""
        return calendar.subtract(self.publish_by, 1)

    def has(self, day: date | None) -> bool:
        return day is not None and self.first <= day < self.next_first

    def has_ended(self, today: date) -> bool:
        return today >= self.next_first


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is known of one item. `ended_on`: it ended without a decision. `decided_before`: days of former rounds, whose
    clocks are not kept any more."""

    filed_on: date | None
    accepted_on: date | None
    ended_on: date | None = None
    decided_before: tuple[date, ...] = ()
    facts: TrackFacts | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of one month. `late` decisions were made after one of the limits; `standing_late` items were not decided at
    its end and past one. `worked_wd` working days were spent on `timed` decisions."""

    filed: int = 0
    accepted: int = 0
    decided: int = 0
    late: int = 0
    in_time: int = 0
    standing_late: int = 0
    overdue_statutory: int = 0
    overdue_committed: int = 0
    worked_wd: int = 0
    timed: int = 0
    broken: int = 0
    sent: int = 0
    answered: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})

    @property
    def average_wd(self) -> Decimal | None:
        """Working days per decision, to a tenth; None where none is timed."""
        return rounded(Fraction(self.worked_wd, self.timed)) if self.timed else None

    @property
    def rate(self) -> Decimal | None:
        """The share decided in time of what was decided and can be judged, in per cent to a tenth."""
        return _share(self.in_time, self.in_time + self.late)

    @property
    def score(self) -> Decimal | None:
        """As the rate, but an item left standing past its limit counts as one that was not in time: leaving is no better
        than deciding late. None where nothing was to be decided."""
        return _share(self.in_time, self.in_time + self.late + self.standing_late)

    @property
    def overdue(self) -> int:
        """Items that were past a limit in the month, each once."""
        return self.late + self.standing_late

    @property
    def is_empty(self) -> bool:
        return self == Tally()


def _share(part: int, whole: int) -> Decimal | None:
    return rounded(Fraction(100 * part, whole)) if whole else None


def rounded(value: Fraction) -> Decimal:
    """To a tenth, a half up, as it is printed."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(TENTH, ROUND_HALF_UP)


def tally_of(story: Story, month: Month, calendar: WorkingCalendar) -> Tally:
    """What one item adds to the month."""
    again = sum(month.has(day) for day in story.decided_before)
    seen = Tally(filed=month.has(story.filed_on), accepted=month.has(story.accepted_on), decided=again)
    facts = _known_then(story.facts, month) if story.facts is not None else None
    if facts is None or facts.accepted_on is None or facts.accepted_on > month.last:
        decided = story.facts is not None and month.has(story.facts.decided_on)
        return seen + Tally(decided=decided)
    if facts.decided_on is not None and facts.decided_on < month.first:
        return seen
    if facts.decided_on is None and story.ended_on is not None and story.ended_on < month.first:
        return seen
    return seen + _judged(facts, min(month.last, story.ended_on or month.last), calendar)


def _judged(facts: TrackFacts, as_of: date, calendar: WorkingCalendar) -> Tally:
    """An item that was in hand in the month, as its clocks stood at its decision, else on `as_of`."""
    reading = read(facts, calendar, as_of)
    statutory, committed = (_is_late(one) for one in (reading.statutory, reading.committed))
    is_late, is_decided = statutory or committed, facts.decided_on is not None
    worked = _worked(reading) if is_decided else None
    return Tally(
        decided=is_decided, late=is_decided and is_late, in_time=is_decided and not is_late,
        standing_late=not is_decided and is_late, overdue_statutory=statutory, overdue_committed=committed,
        worked_wd=worked or 0, timed=worked is not None,
    )  # fmt: skip


def _is_late(reading: ClockReading | None) -> bool:
    return reading is not None and reading.due_on is not None and reading.as_of > reading.due_on


def _worked(reading: Reading) -> int | None:
    """Working days that ran, pauses left out, by whichever clock counts in working days."""
    clocks = (reading.committed, reading.statutory)
    return next((one.used for one in clocks if one is not None and one.unit is Unit.WORKING_DAYS), None)


def _known_then(facts: TrackFacts, month: Month) -> TrackFacts:
    """The facts of the last day of the month: what came later had not happened."""
    last = month.last
    pauses = tuple(
        replace(one, resumed_on=one.resumed_on if one.resumed_on and one.resumed_on <= last else None)
        for one in facts.pauses
        if one.started_on <= last
    )
    decided = facts.decided_on if facts.decided_on is not None and facts.decided_on <= last else None
    return replace(
        facts, pauses=pauses, decided_on=decided, statutory_extension=_by(facts.statutory_extension, last),
        committed_extension=_by(facts.committed_extension, last),
    )  # fmt: skip


def _by(extension: ExtensionFact | None, day: date) -> ExtensionFact | None:
    return extension if extension is not None and extension.approved_on <= day else None


def places(tallies: Mapping[Key, Tally]) -> tuple[tuple[int, Key], ...]:
    """Places by the score as it is printed: the same score is the same place, and the place after two firsts is the third.
    Those who had nothing to decide have none. Within a place the order of `tallies` stays."""
    scored = [(tally.score, key) for key, tally in tallies.items() if tally.score is not None]
    best_first = sorted(scored, key=lambda one: -one[0])
    return tuple((1 + sum(other > score for other, _ in scored), key) for score, key in best_first)


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, Tally())
