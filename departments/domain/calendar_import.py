"""A year's notice on its way into the calendar, from whichever source: checked whole, every fault at once.

What a source says becomes marks (a day is off, or worked); the marks of one year become entries, or faults.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from departments.domain.working_calendar import CSV_HEADER, SATURDAY, DayEntry

FIRST_YEAR, LAST_YEAR = 2000, 2100
HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""What every notice arranges (《全国年节及纪念日放假办法》, article 2)."""
REACH = timedelta(days=15)
"""How far a New Year's holiday may reach back into the year before its notice's own (2012: 31 December 2011)."""


LONGEST_NOTICE, LONGEST_NAME = 128, 64
"""How many characters the number of a notice and the name of a holiday may have."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{4}/\d{1,2}/\d{1,2}", re.ASCII)


class Source(StrEnum):
    """How a year came in."""

    FORM = "form"
    CSV = "csv"
    TEXT = "text"


class DraftState(StrEnum):
    """A year waits for a second administrator, who confirms or rejects it; its proposer may take it back."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and on which line of the source (from 1; 0 = the whole of it). The words are the doors' business."""

    line: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """One day as the source has it, weekends inside a holiday included."""

    line: int
    day: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class YearImport:
    """A year without a fault. `missing` names holidays that the notice does not mention: worth a look, not a fault."""

    year: int
    notice: str
    entries: tuple[DayEntry, ...]
    missing: tuple[str, ...] = ()


class ImportRefused(ValueError):
    """A year that cannot be taken; `faults` in the order of the lines. Nothing of it is used."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("; ".join(f"line {one.line}: {one.code}" for one in self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form, as typed: a span of days off, or of days worked."""

    line: int
    first: str
    last: str
    is_working: bool
    name: str


def take_year(year: int | None, notice: str, marks: Sequence[Mark], faults: Iterable[Fault] = ()) -> YearImport:
    """The year that the marks make, or ImportRefused with these `faults` and everything found here."""
    found = list(faults)
    if not notice.strip():
        found.append(Fault(0, "no_notice"))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        found.append(Fault(0, "no_year", {"first": FIRST_YEAR, "last": LAST_YEAR}))
        raise ImportRefused(found)
    if len(notice.strip()) > LONGEST_NOTICE:
        found.append(Fault(0, "notice_too_long", {"most": LONGEST_NOTICE}))
    if not marks and not found:
        found.append(Fault(0, "nothing_found"))
    found += _faults_of_days(year, marks)
    entries = tuple(
        DayEntry(mark.day, mark.is_working, mark.name, notice.strip())
        for mark in sorted(marks, key=lambda mark: mark.day)
        if mark.is_working or mark.day.weekday() < SATURDAY
    )
    if found:
        raise ImportRefused(found)
    return YearImport(year, notice.strip(), entries, missing_holidays(mark.name for mark in marks))


def missing_holidays(names: Iterable[str]) -> tuple[str, ...]:
    """The holidays that none of these names mentions (one name may be of two: 国庆节、中秋节)."""
    said = "、".join(names)
    return tuple(holiday for holiday in HOLIDAYS if holiday not in said)


def marks_of_rows(rows: Iterable[Row]) -> tuple[list[Mark], list[Fault]]:
    """The days of a form's lines; a line with no last day is one day."""
    marks: list[Mark] = []
    faults: list[Fault] = []
    for row in rows:
        first = _day(row.first)
        last = _day(row.last) if row.last.strip() else first
        if first is None or last is None:
            faults.append(Fault(row.line, "bad_day", {"value": row.first if first is None else row.last}))
        elif not first <= last <= first + timedelta(days=31):
            faults.append(Fault(row.line, "bad_span", {"first": first, "last": last}))
        else:
            if not row.name.strip():
                faults.append(Fault(row.line, "no_name"))
            days = (first + timedelta(days=step) for step in range((last - first).days + 1))
            marks += [Mark(row.line, day, row.is_working, row.name.strip()) for day in days]
    return marks, faults


def marks_of_csv(text: str) -> tuple[list[Mark], list[Fault], str]:
    """The days of a file shaped like the seed (day,is_working,name,notice), its faults, and the notice it names."""
    marks: list[Mark] = []
    faults: list[Fault] = []
    notices: dict[str, int] = {}
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        if tuple(cell.strip() for cell in next(reader, [])) != CSV_HEADER:
            return [], [Fault(1, "csv_columns", {"columns": ",".join(CSV_HEADER)})], ""
        for cells in reader:
            if cells:
                _csv_row(reader.line_num, cells, marks, faults, notices)
    except csv.Error:
        faults.append(Fault(reader.line_num, "csv_unreadable"))
    faults += [Fault(line, "two_notices", {"notice": one}) for one, line in list(notices.items())[1:]]
    return marks, faults, next(iter(notices), "")


def _csv_row(line: int, cells: Sequence[str], marks: list[Mark], faults: list[Fault], notices: dict[str, int]) -> None:
    if len(cells) != len(CSV_HEADER):
        faults.append(Fault(line, "csv_cells", {"count": len(CSV_HEADER), "found": len(cells)}))
        return
    written, worked, name, notice = (cell.strip() for cell in cells)
    day = _day(written)
    if day is None:
        faults.append(Fault(line, "bad_day", {"value": written}))
    if worked not in ("0", "1"):
        faults.append(Fault(line, "bad_mark", {"value": worked}))
    if notice:
        notices.setdefault(notice, line)
    if day is not None and worked in ("0", "1"):
        marks.append(Mark(line, day, worked == "1", name))


def _day(text: str) -> date | None:
    """A day as 2026-02-16, or as a spreadsheet rewrites it (2026/2/16); else None."""
    written = _DAY.fullmatch(text.strip())
    try:
        return date(*(int(part) for part in written[0].replace("/", "-").split("-"))) if written else None
    except ValueError:
        return None


def decoded(content: bytes) -> str | None:
    """The text of a file; spreadsheets write UTF-8 or GB18030, with or without a byte order mark. None when it is none."""
    if b"\0" in content:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _faults_of_days(year: int, marks: Iterable[Mark]) -> list[Fault]:
    """Days twice, outside the year, worked although nobody would be off, or of a holiday whose name is too long."""
    faults: list[Fault] = []
    seen: dict[date, int] = {}
    start = date(year, 1, 1) - REACH
    for mark in marks:
        if mark.day in seen:
            faults.append(Fault(mark.line, "twice", {"day": mark.day, "line": seen[mark.day]}))
        seen.setdefault(mark.day, mark.line)
        if not start <= mark.day <= date(year, 12, 31):
            faults.append(Fault(mark.line, "outside_year", {"day": mark.day, "year": year}))
        if len(mark.name) > LONGEST_NAME:
            faults.append(Fault(mark.line, "name_too_long", {"most": LONGEST_NAME}))
        if mark.is_working and mark.day.weekday() < SATURDAY:
            faults.append(Fault(mark.line, "worked_no_weekend", {"day": mark.day}))
    return faults


def refuse_published(taken: YearImport, published: YearImport | None) -> None:
    """Raise ImportRefused for a year that is published already with this notice and these very days."""
    if published is None or published.notice != taken.notice:
        return
    days = {(entry.day, entry.is_working) for entry in taken.entries}
    if {(entry.day, entry.is_working) for entry in published.entries} == days:
        raise ImportRefused([Fault(0, "already_published", {"year": taken.year, "notice": taken.notice})])
