"""What the applicant has to do: every gap of a filed case as one row, open ones first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from approvals.domain.states import LineState, Supply, Verdict
from approvals.queries.department_papers import PaperRow, VerdictRow, WantRow
from approvals.queries.enterprise_tracks import TrackLine
from departments.domain.catalogue import Item, Material
from departments.domain.working_calendar import WorkingCalendar

NOTHING_OWED = frozenset({LineState.RELEASED, LineState.VOUCHED})
WAITING = frozenset({LineState.OPEN, LineState.BROKEN})


@dataclass(frozen=True)
class NoticeLine:
    """One gap of the open correction notice."""

    material_code: str
    defect: str
    requirement: str
    answered_at: dt.datetime | None


@dataclass(frozen=True)
class Notice:
    """The open one-time notice; all lines answered is not yet an answer: the applicant hands it in."""

    issued_on: dt.date
    respond_by: dt.date
    lines: tuple[NoticeLine, ...]

    @property
    def answered_count(self) -> int:
        return sum(line.answered_at is not None for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return self.answered_count == len(self.lines)


@dataclass(frozen=True)
class Todo:
    """One row. `kind`: correction, returned, promise or missing. `days_left` counts working days, negative when late;
    None without a day. `promised_wd` stands in for a day that is fixed only at acceptance.
    """

    kind: str
    paper: str
    code: str
    material: Material
    items: tuple[Item, ...]
    due_on: dt.date | None
    days_left: int | None
    promised_wd: int | None
    words: str
    requirement: str
    by_zh: str
    by_en: str
    at: dt.datetime | None
    status: str

    @property
    def is_open(self) -> bool:
        return self.status in ("not_started", "returned", "broken")


@dataclass(frozen=True)
class PromiseLine:
    """One paper owed to one item."""

    material: Material
    item: Item
    state: LineState
    days_wd: int
    due_on: dt.date | None
    kept_on: dt.date | None
    days_left: int | None


@dataclass(frozen=True)
class Days:
    """Today and the calendar, to say how many working days are left."""

    calendar: WorkingCalendar
    today: dt.date

    def left(self, due_on: dt.date | None) -> int | None:
        """Working days to a day; negative when it has passed."""
        if due_on is None:
            return None
        if due_on < self.today:
            return -max(1, self.calendar.count_between(due_on, self.today))
        return self.calendar.count_between(self.today, due_on)


def todos(
    papers: Sequence[PaperRow], tracks: Iterable[TrackLine], notice: Notice | None, days: Days
) -> tuple[Todo, ...]:
    """Every gap, the open ones first and of these the most urgent; the done ones keep the order of the papers."""
    by_id = {track.id: track for track in tracks}
    lines = {line.material_code: line for line in notice.lines} if notice else {}
    found = [todo for paper in papers for todo in _of_paper(paper, by_id, lines.get(paper.code), notice, days)]
    return tuple(sorted(found, key=lambda todo: (not todo.is_open, todo.due_on or dt.date.max)))


def open_rows(
    papers: Sequence[PaperRow], tracks: Iterable[TrackLine], notice: Notice | None, days: Days
) -> tuple[Todo, ...]:
    """Only what still waits."""
    return tuple(todo for todo in todos(papers, tracks, notice, days) if todo.is_open)


def promises(papers: Iterable[PaperRow], tracks: Iterable[TrackLine], days: Days) -> tuple[PromiseLine, ...]:
    """Every promise line of the case, the open ones first."""
    by_id = {track.id: track for track in tracks}
    found = [
        PromiseLine(
            paper.material, by_id[want.track_id].item, want.promise.state, want.promise.days_wd,
            want.promise.due_on, want.promise.kept_on, days.left(want.promise.due_on),
        )
        for paper in papers
        for want in paper.wants
        if want.promise is not None
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda line: (line.state is not LineState.OPEN, line.due_on or dt.date.max)))


def _of_paper(
    paper: PaperRow,
    tracks: Mapping[int, TrackLine],
    line: NoticeLine | None,
    notice: Notice | None,
    days: Days,
) -> Iterator[Todo]:
    """At most one row per paper: what the notice still asks before the returned version, that before an open promise."""
    live = [want for want in paper.wants if not tracks[want.track_id].is_over]
    returned = next((want for want in live if want.verdict and want.verdict.verdict is Verdict.RETURNED), None)
    promised = [want for want in paper.wants if want.promise and want.promise.state not in NOTHING_OWED]
    needing = [want for want in live if want.is_required]
    # what was kept stays on the list; nothing is owed to an item that is over
    owed = [want for want in promised if want in live or (want.promise and want.promise.state is LineState.KEPT)]
    if line is not None and notice is not None and line.answered_at is None:
        yield _asked(line, notice, paper, _items(live, tracks), days)
    elif returned is not None:
        yield _returned(paper, returned, tracks, days)
    elif owed and (line is None or any(want.promise and want.promise.state in WAITING for want in owed)):
        yield _promised(paper, owed, tracks, days)
    elif line is not None and notice is not None:
        yield _asked(line, notice, paper, _items(live, tracks), days)
    elif paper.newest is None and paper.supply in (Supply.MISSING, Supply.DEFERRED) and needing:
        yield _todo("missing", paper, _items(needing, tracks), None, days, status="not_started")


def _asked(line: NoticeLine, notice: Notice, paper: PaperRow, items: tuple[Item, ...], days: Days) -> Todo:
    return _todo(
        "correction", paper, items, notice.respond_by, days, words=line.defect, requirement=line.requirement,
        at=line.answered_at, status="sent" if line.answered_at else "not_started",
    )  # fmt: skip


def _returned(paper: PaperRow, want: WantRow, tracks: Mapping[int, TrackLine], days: Days) -> Todo:
    verdict: VerdictRow | None = want.verdict
    track = tracks[want.track_id]
    return _todo(
        "returned", paper, (track.item,), None, days, words=verdict.comment if verdict else "",
        by=track, at=verdict.at if verdict else None, status="returned",
    )  # fmt: skip


def _promised(paper: PaperRow, wants: Sequence[WantRow], tracks: Mapping[int, TrackLine], days: Days) -> Todo:
    """One row for all items that were promised the paper: the earliest open day counts."""
    lines = [want.promise for want in wants if want.promise is not None]
    waiting = [line for line in lines if line.state in WAITING]
    dated = [line.due_on for line in waiting if line.due_on is not None]
    status = "not_started" if waiting else paper.status_for(wants[0])
    if any(line.state is LineState.BROKEN for line in waiting):
        status = "broken"
    return _todo(
        "promise", paper, _items(wants, tracks), min(dated, default=None), days,
        promised_wd=min((line.days_wd for line in lines), default=None), status=status,
        at=paper.newest.supplied_at if paper.newest else None,
    )  # fmt: skip


def _items(wants: Iterable[WantRow], tracks: Mapping[int, TrackLine]) -> tuple[Item, ...]:
    return tuple(tracks[want.track_id].item for want in wants)


def _todo(
    kind: str,
    paper: PaperRow,
    items: tuple[Item, ...],
    due_on: dt.date | None,
    days: Days,
    *,
    promised_wd: int | None = None,
    words: str = "",
    requirement: str = "",
    by: TrackLine | None = None,
    at: dt.datetime | None = None,
    status: str,
) -> Todo:
    return Todo(
        kind=kind, paper=paper.paper, code=paper.code, material=paper.material, items=items, due_on=due_on,
        days_left=days.left(due_on), promised_wd=promised_wd, words=words, requirement=requirement,
        by_zh=by.name_zh if by else "", by_en=by.name_en if by else "", at=at, status=status,
    )  # fmt: skip
