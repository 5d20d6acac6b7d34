"""In whose hands every item was, is and is planned to be, working day by working day (看在谁手上).

Planned days are a forecast for orientation, never a limit. Columns are working days; when more than `columns` are
needed, one column stands for several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from departments.domain.working_calendar import WorkingCalendar

COLUMNS = 24


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """One item: half-open `pauses` and `with_applicant` spans (None = still open); `expected_on` is the forecast end.

    `waits_until` is the forecast day the upstream result arrives, for an item that was admitted on `admitted_on` and stands
    behind another.
    """

    key: str
    received_on: date
    accepted_on: date | None
    ended_on: date | None
    committed_due_on: date | None
    statutory_due_on: date | None
    expected_on: date | None
    admitted_on: date | None = None
    waits_until: date | None = None
    pauses: tuple[tuple[date, date | None], ...] = ()
    with_applicant: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """`kind`: win, you, act, paused, plan, late, over, wait; columns from 1; days for the spoken sentence."""

    kind: str
    start: int
    length: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of the bar; the limits are columns, None when beyond the bar or without one."""

    key: str
    segments: tuple[Segment, ...]
    committed_at: int | None
    statutory_at: int | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A date over the columns it stands for."""

    start: int
    length: int
    day: date


@dataclass(frozen=True, slots=True)
class DeskBar:
    """`days_per_column` is 1 unless the case is long; `critical` is the item that ends last, `limit_on` the last day of
    the whole stage, with its column when the bar reaches it."""

    strips: tuple[Strip, ...]
    headings: tuple[Heading, ...]
    today_at: int | None
    expected_at: int | None
    expected_on: date | None
    critical: str | None
    days_per_column: int
    limit_on: date | None = None
    limit_at: int | None = None


def desk_bar(
    tracks: Sequence[DeskFacts],
    calendar: WorkingCalendar,
    today: date,
    columns: int = COLUMNS,
    *,
    critical: str | None = None,
    limit_on: date | None = None,
) -> DeskBar | None:
    """The bar of a case; None when nothing was received yet. The stage clock names the `critical` item where it is read."""
    if not tracks:
        return None
    first = calendar.next_working(min(track.received_on for track in tracks))
    last = max(first, today, *(day for track in tracks for day in _marks(track)))
    step = max(1, ceil((calendar.count_between(first, last) + 1) / columns))
    days = _working_days(first, columns * step, calendar)
    open_ends = {track.key: track.expected_on for track in tracks if track.ended_on is None and track.expected_on}
    if critical not in open_ends:
        critical = max(open_ends, key=lambda key: open_ends[key]) if open_ends else None
    expected_on = open_ends[critical] if critical else None
    return DeskBar(
        strips=tuple(_strip(track, days, step, today) for track in tracks),
        headings=_headings(days, step),
        today_at=_column(today, days, step),
        expected_at=_column(expected_on, days, step),
        expected_on=expected_on,
        critical=critical,
        days_per_column=step,
        limit_on=limit_on,
        limit_at=_column(limit_on, days, step),
    )


def _marks(track: DeskFacts) -> Iterable[date]:
    """Everything of a track that the bar must reach; the legal limit only where the forecast comes near it."""
    found = (track.committed_due_on, track.ended_on, track.expected_on)
    return [day for day in found if day is not None]


def _working_days(first: date, count: int, calendar: WorkingCalendar) -> list[date]:
    days = [first]
    while len(days) < count:
        days.append(calendar.add(days[-1], 1))
    return days


def _column(day: date | None, days: Sequence[date], step: int) -> int | None:
    """The column of a day; a day off lies in the column of the working day before it."""
    if day is None or day < days[0] or day > days[-1] + timedelta(days=4):
        return None
    place = sum(1 for each in days if each <= day) - 1
    return place // step + 1


def _strip(track: DeskFacts, days: Sequence[date], step: int, today: date) -> Strip:
    kinds = [(index, _kind(track, day, today)) for index, day in enumerate(days[::step], 1)]
    segments = []
    for kind, run in groupby(kinds, key=lambda each: each[1]):
        if kind is None:
            continue
        columns = [column for column, _ in run]
        first_on, last_on = days[(columns[0] - 1) * step], days[min(columns[-1] * step, len(days)) - 1]
        segments.append(Segment(kind, columns[0], len(columns), first_on, last_on))
    return Strip(
        track.key,
        tuple(segments),
        _column(track.committed_due_on, days, step),
        _column(track.statutory_due_on, days, step),
    )


def _kind(track: DeskFacts, day: date, today: date) -> str | None:
    """In whose hands the item is on one day; None before it came, after it ended, and where nothing is planned."""
    if day < track.received_on or (track.ended_on is not None and day > track.ended_on):
        return None
    if any(_within(span, day, today) for span in track.with_applicant):
        return "you"
    if track.accepted_on is None:
        return _before_acceptance(track, day, today)
    if day <= track.accepted_on and track.accepted_on != track.ended_on:
        return "win"
    if any(_within(span, day, today) for span in track.pauses):
        return "paused"
    if day > today:
        return "plan" if track.expected_on is not None and day <= track.expected_on else None
    if track.statutory_due_on is not None and day > track.statutory_due_on:
        return "over"
    return "late" if track.committed_due_on is not None and day > track.committed_due_on else "act"


def _before_acceptance(track: DeskFacts, day: date, today: date) -> str | None:
    admitted = track.admitted_on is not None and day > track.admitted_on
    if admitted and track.waits_until is not None and day <= track.waits_until:
        return "wait"
    if day <= today:
        return "win"
    return "plan" if track.expected_on is not None and day <= track.expected_on else None


def _within(span: tuple[date, date | None], day: date, today: date) -> bool:
    start, end = span
    return start <= day and (day < end if end is not None else day <= today)


def _headings(days: Sequence[date], step: int) -> tuple[Heading, ...]:
    """One date per week, or per five columns when a column is longer than a day."""
    starts = [index for index, day in enumerate(days[::step], 1) if index == 1 or _opens(days, index, step)]
    ends = [*starts[1:], len(days) // step + 1]
    return tuple(Heading(start, end - start, days[(start - 1) * step]) for start, end in zip(starts, ends, strict=True))


def _opens(days: Sequence[date], index: int, step: int) -> bool:
    if step > 1:
        return (index - 1) % 5 == 0
    return days[index - 1].isocalendar()[1] != days[index - 2].isocalendar()[1]
