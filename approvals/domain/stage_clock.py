"""The joint clock of a stage (行政许可法 42 ¶2: 45 days, 15 more), derived from its tracks; it is nowhere stored as such.

A day is left out when every undecided item is out of the organs' hands (fact sheet 2.2 rule 18): its statutory clock is
stopped by a special procedure, or it lies with the applicant for correction. The forecast is for orientation, never a
limit: it takes every department by its own due day and follows who waits for whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from approvals.domain.clock import Reading, read
from approvals.domain.clock_facts import ExtensionFact, Limit, PauseFact, TrackFacts
from departments.domain.working_calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)
FOR_EVER = date.max

Span = tuple[date, date | None]
"""Days from the first (included) to the second (excluded); None: still open."""


@dataclass(frozen=True, slots=True)
class StageTrack:
    """One item of the stage. `out` are the spans in which it was in nobody's hands but the applicant's or a procedure's.

    `due_on` is the day its own clock ends, None while that is not known; then `left_wd` working days remain from
    `back_on`, the planned day of resuming or of the window's answer. An item that `waits` starts when the last of its
    upstream items ends; any other with upstream items cannot be granted before them.
    """

    key: str
    received_on: date
    ended_on: date | None = None
    out: tuple[Span, ...] = ()
    due_on: date | None = None
    back_on: date | None = None
    left_wd: int = 0
    waits: bool = False
    upstream: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageLimits:
    """The limits of the stage and the day they run from: its first acceptance, None before. `floor_on`: a due day that
    was told and that no later calendar brings forward."""

    accepted_on: date | None
    statutory_wd: int
    committed_wd: int | None
    extension: ExtensionFact | None = None
    floor_on: date | None = None


@dataclass(frozen=True, slots=True)
class StageReading:
    """The stage on one day. `reading` is None before the first acceptance.

    `critical` is the item whose end is the end of the whole, `chain` the items that lead to it, the first one in hand
    today first. `float_wd`: working days by which an item may end later than expected without moving the end.
    `net_wd` leaves the days out that lay with the applicant or in an excluded procedure; both count from the day after
    receipt to the end, or to today. `late_by_wd` is what the forecast lies beyond the statutory due day.
    """

    reading: Reading | None
    forecast_on: date | None
    ended_on: date | None
    critical: str | None
    chain: tuple[str, ...]
    expected: Mapping[str, date]
    float_wd: Mapping[str, int]
    total_wd: int
    net_wd: int
    late_by_wd: int


def read_stage(
    tracks: Sequence[StageTrack], limits: StageLimits, calendar: WorkingCalendar, today: date
) -> StageReading | None:
    """What the stage says on `today`; None when nothing was received."""
    if not tracks:
        return None
    ended = max((track.ended_on for track in tracks if track.ended_on), default=today)
    ended_on = ended if all(track.ended_on for track in tracks) else None
    stops = idle_spans(tracks)
    reading = joint_reading(limits, stops, calendar, ended_on, today)
    expected = _forecast(tracks, calendar, today)
    chain = _chain(tracks, expected)
    received, until = min(track.received_on for track in tracks), ended_on or today
    total = calendar.count_between(received, until)
    due = reading.statutory.not_before if reading and reading.statutory else None
    forecast = max(expected.values(), default=None)
    return StageReading(
        reading=reading,
        forecast_on=forecast,
        ended_on=ended_on,
        critical=chain[-1] if chain else None,
        chain=chain,
        expected=expected,
        float_wd=_floats(tracks, expected, calendar),
        total_wd=total,
        net_wd=total - sum(_taken(span, received, until, calendar) for span in stops),
        late_by_wd=calendar.count_between(due, forecast) if due and forecast else 0,
    )


def idle_spans(tracks: Sequence[StageTrack]) -> tuple[Span, ...]:
    """The days on which every undecided item was out of the organs' hands, sorted and apart from each other."""
    marks = {track.received_on for track in tracks} | {track.ended_on + ONE_DAY for track in tracks if track.ended_on}
    marks |= {day for track in tracks for span in track.out for day in span if day is not None}
    found: list[Span] = []
    edges: list[date] = [*sorted(marks), FOR_EVER]
    for start, end in pairwise(edges):
        if not _all_out(tracks, start):
            continue
        until = None if end == FOR_EVER else end
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], until)
        else:
            found.append((start, until))
    return tuple(found)


def _all_out(tracks: Iterable[StageTrack], day: date) -> bool:
    """Nothing of the stage is in an organ's hands on `day`, though something is undecided."""
    undecided = [one for one in tracks if one.received_on <= day and (one.ended_on is None or day <= one.ended_on)]
    return bool(undecided) and all(_is_out(one, day) for one in undecided)


def _is_out(track: StageTrack, day: date) -> bool:
    return any(start <= day and (end is None or day < end) for start, end in track.out)


def joint_reading(
    limits: StageLimits, stops: Sequence[Span], calendar: WorkingCalendar, ended_on: date | None, today: date
) -> Reading | None:
    """The clock of the stage with what it leaves out; None before the first acceptance."""
    if limits.accepted_on is None:
        return None
    facts = TrackFacts(
        receipt_on=limits.accepted_on,
        accepted_on=limits.accepted_on,
        statutory=Limit(limits.statutory_wd),
        committed_wd=limits.committed_wd,
        pauses=tuple(PauseFact(start, end) for start, end in stops),
        statutory_extension=limits.extension,
        statutory_floor_on=limits.floor_on,
        decided_on=ended_on,
    )
    return read(facts, calendar, max(today, limits.accepted_on))


def joint_due_on(limits: StageLimits, stops: Sequence[Span], calendar: WorkingCalendar) -> date | None:
    """The last day of the joint limit for storing: the same on every day until something happens. None before the first
    acceptance, and from the beginning of a stop without an end until it has one; a stop after the due day moves nothing."""
    if limits.accepted_on is None:
        return None
    as_of = max([limits.accepted_on, *(start for start, _ in stops)])
    reading = joint_reading(limits, stops, calendar, None, as_of)
    return reading.statutory.due_on if reading and reading.statutory else None


def _forecast(tracks: Sequence[StageTrack], calendar: WorkingCalendar, today: date) -> dict[str, date]:
    """The expected end of every undecided item, upstream items first; a circle of waiting counts each once."""
    by_key, found, pending = {track.key: track for track in tracks}, dict[str, date](), set[str]()

    def end_of(track: StageTrack) -> date | None:
        if track.ended_on is not None or track.key in pending:
            return found.get(track.key)
        if track.key not in found:
            pending.add(track.key)
            before = [end for key in track.upstream if key in by_key and (end := end_of(by_key[key])) is not None]
            pending.discard(track.key)
            found[track.key] = _expected(track, before, calendar, today)
        return found[track.key]

    for track in tracks:
        end_of(track)
    return {track.key: found[track.key] for track in tracks if track.key in found}


def _expected(track: StageTrack, before: Sequence[date], calendar: WorkingCalendar, today: date) -> date:
    if track.waits:
        return calendar.add(max([*before, today]), track.left_wd)
    back = max(track.back_on or today, today)
    alone = calendar.add(back - ONE_DAY, track.left_wd) if track.left_wd else calendar.next_working(back)
    return max([track.due_on or alone, today, *before])


def _chain(tracks: Sequence[StageTrack], expected: Mapping[str, date]) -> tuple[str, ...]:
    """From the item in hand today to the one that ends last, each waiting for the one before it."""
    by_key = {track.key: track for track in tracks}
    key = max(expected, key=lambda each: (expected[each], not by_key[each].waits), default=None)
    chain: list[str] = []
    while key is not None and key not in chain:
        chain.insert(0, key)
        track = by_key[key]
        mine = expected[key]
        before = [each for each in track.upstream if each in expected and (track.waits or expected[each] == mine)]
        key = max(before, key=lambda each: expected[each], default=None)
    return tuple(chain)


def _floats(tracks: Sequence[StageTrack], expected: Mapping[str, date], calendar: WorkingCalendar) -> dict[str, int]:
    """Working days an item may slip: to the end of the stage, or until it holds up one behind it that may not slip."""
    found, pending = dict[str, int](), set[str]()
    open_tracks = [track for track in tracks if track.key in expected]

    def float_of(key: str) -> int:
        if key not in found:
            pending.add(key)
            behind = [one for one in open_tracks if key in one.upstream and one.key not in pending]
            own = calendar.count_between(expected[key], max(expected.values()))
            found[key] = min([own, *(_slack(key, one, expected, calendar) + float_of(one.key) for one in behind)])
            pending.discard(key)
        return found[key]

    for track in open_tracks:
        float_of(track.key)
    return found


def _slack(key: str, behind: StageTrack, expected: Mapping[str, date], calendar: WorkingCalendar) -> int:
    """Working days between the end of an item and the day the one behind it needs it."""
    if behind.waits:
        needed = max(expected[each] for each in behind.upstream if each in expected)
    else:
        needed = expected[behind.key]
    return calendar.count_between(expected[key], needed)


def _taken(span: Span, after: date, until: date, calendar: WorkingCalendar) -> int:
    """Working days of a span that lie in (after, until]."""
    start, end = span
    last = until if end is None else min(end - ONE_DAY, until)
    return calendar.count_between(max(start - ONE_DAY, after), last)
