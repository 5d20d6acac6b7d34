"""计时明细: both clocks of one item, a line for every calendar day, to keep and to dispute (行政许可法 42, 45, 82)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar, Literal

from approvals.domain.letters.frame import TrackFacts, Unit

Clock = Literal["statutory", "committed"]


@dataclass(frozen=True, kw_only=True)
class StatedClock:
    """One clock as of the statement's day. `extension_days` 0: not extended; `due_on` None: a stop without an end is open."""

    clock: Clock
    days: int
    unit: Unit
    counts_from: Literal["acceptance", "receipt"]
    day_zero: date
    first_day: date
    used: int
    remaining: int
    excluded: int
    overdue_by: int
    due_on: date | None
    not_before: date
    light: str
    extension_days: int = 0
    kept_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class StatedStop:
    """A stop of at least one clock; `until` is the day it ran again, None while it lasts."""

    procedure_zh: str
    procedure_en: str
    started_on: date
    until: date | None
    stops_statutory: bool
    stops_committed: bool
    basis: str = ""
    letter_no: str = ""


@dataclass(frozen=True, kw_only=True)
class StatedMark:
    """A day as one clock sees it; `stop` is the place of the stop in the list of stops."""

    code: str
    number: int | None = None
    due: bool = False
    extended: bool = False
    overdue: int | None = None
    stop: int | None = None
    nth: int | None = None
    resumed: bool = False


@dataclass(frozen=True, kw_only=True)
class StatedDay:
    """One calendar day; holiday and notice are those of the calendar."""

    day: date
    statutory: StatedMark | None = None
    committed: StatedMark | None = None
    holiday: str = ""
    notice: str = ""
    provisional: bool = False

    @property
    def marks(self) -> tuple[tuple[Clock, StatedMark], ...]:
        both: tuple[tuple[Clock, StatedMark | None], ...] = (
            ("statutory", self.statutory),
            ("committed", self.committed),
        )
        return tuple((clock, mark) for clock, mark in both if mark is not None)

    @property
    def is_plain(self) -> bool:
        """Every clock has the same to say of the day; a day off is one, even where a procedure holds only one clock."""
        codes = {mark.code for _, mark in self.marks}
        same = len({(mark.stop, mark.nth, mark.resumed) for _, mark in self.marks}) == 1
        return len(codes) == 1 and (same or codes <= {"weekend", "holiday"})

    @property
    def dues(self) -> tuple[Clock, ...]:
        """The limits that end on this day."""
        return tuple(clock for clock, mark in self.marks if mark.due)

    @property
    def told(self) -> tuple[tuple[Clock, StatedMark], ...]:
        """The marks that have to be put into words: one where both clocks say the same."""
        return tuple(sorted(self.marks, key=lambda one: one[1].stop is not None)[:1]) if self.is_plain else self.marks

    @property
    def is_key(self) -> bool:
        """A beginning or an end: the line is set off on paper."""
        return any(mark.due or mark.resumed or mark.nth == 1 or mark.number == 0 for _, mark in self.marks)

    @property
    def is_idle(self) -> bool:
        return all(mark.number is None for _, mark in self.marks)


@dataclass(frozen=True, kw_only=True)
class StatedStage:
    """The joint limit of the whole stage, `days` working days longer by `letter_no`; no item has more days of its own."""

    days: int
    old_due_on: date
    new_due_on: date
    letter_no: str = ""


@dataclass(frozen=True, kw_only=True)
class DayStatement(TrackFacts):
    """Facts of the statement; `as_of` is the day it was counted on, or the day of the decision."""

    kind: ClassVar[str] = "day_statement"
    title_zh: ClassVar[str] = "期限计算说明"
    title_en: ClassVar[str] = "Statement of how the time was counted"
    required: ClassVar[tuple[str, ...]] = ("as_of", "clocks", "days")

    as_of: date
    clocks: tuple[StatedClock, ...]
    days: tuple[StatedDay, ...]
    stops: tuple[StatedStop, ...] = ()
    decided_on: date | None = None
    stage: StatedStage | None = None

    def months(self) -> Iterator[tuple[tuple[int, int], tuple[StatedDay, ...]]]:
        """The days by (year, month), in order."""
        for month, days in groupby(self.days, key=lambda one: (one.day.year, one.day.month)):
            yield month, tuple(days)

    def count(self, clock: Clock, *codes: str) -> int:
        """How many days of one clock have one of these reasons."""
        return sum(mark.code in codes for day in self.days for name, mark in day.marks if name == clock)

    @property
    def notices(self) -> tuple[str, ...]:
        """The notices that made days of this statement holidays or working days, each once."""
        return tuple(dict.fromkeys(day.notice for day in self.days if day.notice))

    @property
    def is_provisional(self) -> bool:
        return any(clock.provisional for clock in self.clocks) or any(day.provisional for day in self.days)

    def has(self, *codes: str) -> bool:
        """Whether any day of any clock has one of these reasons."""
        return any(mark.code in codes for day in self.days for _, mark in day.marks)
