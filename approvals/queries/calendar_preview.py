"""What publishing a year would move, before anybody does it: totals over everything, and one page of it by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.calendar_moves import Change, ChangedDay, Deadline, Move
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.queries.calendar_moves import moves
from approvals.queries.paging import paged
from departments.domain.calendar_import import YearImport
from departments.domain.catalogue_parts import Item
from departments.domain.working_calendar import DayEntry
from departments.models.people import Department
from departments.queries.calendar import calendar_with, load_calendar
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 50


@dataclass(frozen=True)
class Total:
    """How many days of one kind come later, come earlier, or are kept although the count comes earlier.

    A kept day that has itself become a day off ends on the next working day: that is later.
    """

    what: Deadline
    later: int
    earlier: int
    kept: int


@dataclass(frozen=True)
class PreviewRow:
    """One deadline that moves, and whose it is; a deadline of the whole case has no item and no department."""

    move: Move
    case_no: str
    project: str
    enterprise: str
    item_zh: str = ""
    item_en: str = ""
    department_zh: str = ""
    department_en: str = ""


@dataclass(frozen=True)
class Preview:
    """`digest` names exactly this list of moves: who confirms it confirms what was on the page. `floors`: how many days
    hold only because they were told, and would come earlier if a person let them."""

    days: tuple[ChangedDay, ...]
    totals: tuple[Total, ...]
    cases: int
    floors: int
    rows: tuple[PreviewRow, ...]
    page: int
    pages: int
    digest: str
    counted_at: dt.datetime | None = None
    """When a stored preview was counted; None for one counted just now."""

    @property
    def moves(self) -> int:
        """Everything on the list, kept days included."""
        return self.moved + self.kept

    @property
    def moved(self) -> int:
        return sum(total.later + total.earlier for total in self.totals)

    @property
    def kept(self) -> int:
        return sum(total.kept for total in self.totals)

    @property
    def earlier(self) -> int:
        return sum(total.earlier for total in self.totals)


@dataclass
class Tally:
    """Counts and names a stream of moves while it passes; `page` of `size` is held back."""

    entries: Collection[DayEntry]
    allow_earlier: bool
    page: int = 1
    size: int = PAGE_SIZE
    held: list[Move] = field(default_factory=list)
    seen: int = 0
    floors: int = 0
    cases: set[int] = field(default_factory=set)
    counts: Counter[tuple[Deadline, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._hash = hashlib.sha256(repr(self.allow_earlier).encode())
        for entry in self.entries:
            self._hash.update(f"{entry.day}{entry.is_working}{entry.notice}\n".encode())

    def add(self, move: Move) -> None:
        if (self.page - 1) * self.size <= self.seen < self.page * self.size:
            self.held.append(move)
        self.seen += 1
        self.cases.add(move.case_id)
        self.floors += move.is_kept
        way = "later" if move.days > 0 else "earlier" if move.days < 0 else "kept"
        self.counts[move.what, way] += 1
        self._hash.update(f"{move.what.value}:{move.subject_id}:{move.old_on}:{move.new_on}\n".encode())

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def totals(self) -> tuple[Total, ...]:
        """One line per kind that has any, in the order of the kinds."""
        ways = ("later", "earlier", "kept")
        lines = ((what, [self.counts[what, way] for way in ways]) for what in Deadline)
        return tuple(Total(what, *numbers) for what, numbers in lines if any(numbers))


def preview(session: Session, change: Change, entries: Collection[DayEntry], page: int = 1) -> Preview:
    """Everything counted, one page of it named; the number of statements does not depend on how much moves."""
    tally = Tally(entries, change.allow_earlier, max(1, page))
    for move in moves(session, change):
        tally.add(move)
    return Preview(
        days=change.changed_days(),
        totals=tally.totals(),
        cases=len(tally.cases),
        floors=tally.floors,
        rows=named(session, tally.held),
        page=tally.page,
        pages=paged(tally.page, tally.seen, PAGE_SIZE)[1],
        digest=tally.digest,
    )


def preview_of(session: Session, taken: YearImport, allow_earlier: bool, today: dt.date, page: int = 1) -> Preview:
    """The preview of a year that is proposed."""
    before, after = load_calendar(session), calendar_with(session, taken)
    return preview(session, Change(taken.year, before, after, today, allow_earlier), taken.entries, page)


def named(session: Session, found: Iterable[Move]) -> tuple[PreviewRow, ...]:
    """The moves with the names of case, project, enterprise, item and department, in two statements."""
    held = list(found)
    cases = {
        row.id: row
        for row in session.execute(
            select(
                Case.id, Case.case_no, Case.catalogue_version_id, Project.name.label("project"),
                Enterprise.name.label("enterprise"),
            )
            .join(Project, Project.id == Case.project_id)
            .join(Enterprise, Enterprise.id == Project.enterprise_id)
            .where(Case.id.in_({move.case_id for move in held}))
        )
    }  # fmt: skip
    tracks = {
        row.id: row
        for row in session.execute(
            select(Track.id, Track.item_code, Department.name_zh, Department.name_en)
            .join(Department, Department.id == Track.department_id)
            .where(Track.id.in_({move.track_id for move in held if move.track_id is not None}))
        )
    }
    versions = {row.catalogue_version_id for row in cases.values()}
    items = {one: catalogue_version(session, one).items for one in versions}
    return tuple(_row(move, cases[move.case_id], tracks.get(move.track_id or 0), items) for move in held)


def _row(move: Move, case: Any, track: Any, items: Mapping[int, Mapping[str, Item]]) -> PreviewRow:
    mine = PreviewRow(move, case.case_no or "", case.project, case.enterprise)
    if track is None:
        return mine
    item = items[case.catalogue_version_id][track.item_code]
    return replace(
        mine, item_zh=item.name_zh, item_en=item.name_en, department_zh=track.name_zh, department_en=track.name_en
    )
