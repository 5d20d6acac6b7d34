"""The list of similar projects as an enterprise keeps it: one project a line, typed, as CSV or pasted from a sheet."""

from __future__ import annotations

import csv
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from approvals.domain.package import FEWEST_MEMBERS, MOST_MEMBERS
from approvals.domain.project_code import check

NAME_CHARACTERS, PLACE_CHARACTERS, LINE_CHARACTERS = 128, 255, 2_000
MOST_NUMBER = 1e12
COLUMNS = ("name", "place", "area", "investment", "code")
"""The order of the cells where no first line names them."""
HEADS: Mapping[str, str] = MappingProxyType(
    {
        "名称": "name", "项目名称": "name", "小区": "name", "小区名称": "name", "name": "name",
        "地点": "place", "地址": "place", "建设地点": "place", "place": "place", "address": "place",
        "面积": "area", "用地面积": "area", "area": "area",
        "投资": "investment", "总投资": "investment", "总投资额": "investment", "investment": "investment",
        "项目代码": "code", "代码": "code", "code": "code", "project code": "code",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One project of the list; area in m², investment in 10,000 yuan. `line` is counted from 1."""

    line: int
    name: str
    place: str
    area_m2: float | None = None
    investment_wan: float | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line; `code` is a `member_…` of this list or `project_code_…`; line 0 is the list as a whole."""

    line: int
    code: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class MemberList:
    """Every line that can stand, and every fault; nothing is taken from a list with faults."""

    lines: tuple[MemberLine, ...]
    faults: tuple[LineFault, ...]


def read_members(text: str) -> MemberList:
    """Read the list; a first line that names the columns may put them in any order, with units in brackets."""
    rows = [(number, _cells(line)) for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1)]
    rows = [(number, cells) for number, cells in rows if any(cells)]
    columns = _columns(rows[0][1]) if rows else None
    if columns is not None:
        rows = rows[1:]
    lines: list[MemberLine] = []
    faults: list[LineFault] = []
    for place, (number, cells) in enumerate(rows):
        if place >= MOST_MEMBERS:
            faults.append(LineFault(number, "member_too_many"))
            break
        found = _read(number, dict(zip(columns or COLUMNS, cells, strict=False)), len(columns or COLUMNS), cells)
        faults.extend(one for one in found if isinstance(one, LineFault))
        lines.extend(one for one in found if isinstance(one, MemberLine))
    faults.extend(_repeated(lines))
    if not faults and len(lines) < FEWEST_MEMBERS:
        faults.append(LineFault(0, "member_too_few"))
    return MemberList(tuple(lines), tuple(sorted(faults, key=lambda fault: fault.line)))


def _cells(line: str) -> list[str]:
    if len(line) > LINE_CHARACTERS:
        return [line[:LINE_CHARACTERS] + "…"]
    plain = line.replace("，", ",") if "," not in line and "\t" not in line else line
    return [cell.strip() for cell in next(csv.reader([plain], delimiter="\t" if "\t" in plain else ","), [])]


def _columns(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The columns that a first line names; None when it is a project already."""
    bare = [unicodedata.normalize("NFKC", cell).split("(")[0].strip().casefold() for cell in cells]
    known = [HEADS.get(cell, "") for cell in bare]
    return tuple(known) if "name" in known else None


def _read(number: int, said: dict[str, str], most: int, cells: Sequence[str]) -> list[MemberLine | LineFault]:
    """The line as a project, or every fault of it."""
    name, place, code = said.get("name", ""), said.get("place", ""), said.get("code", "")
    faults: list[MemberLine | LineFault] = []
    if any(cells[most:]):
        faults.append(LineFault(number, "member_too_many_cells", ",".join(cells[most:])[:80]))
    if not name:
        faults.append(LineFault(number, "member_no_name"))
    elif len(name) > NAME_CHARACTERS:
        faults.append(LineFault(number, "member_long_name", name[:40] + "…"))
    if not place:
        faults.append(LineFault(number, "member_no_place", name[:40]))
    elif len(place) > PLACE_CHARACTERS:
        faults.append(LineFault(number, "member_long_place", place[:40] + "…"))
    numbers = {key: _number(said.get(key, "")) for key in ("area", "investment")}
    faults.extend(LineFault(number, f"member_{key}", said[key][:40]) for key, one in numbers.items() if one == -1)
    checked = check(code) if code else None
    if checked is not None and checked.failure is not None:
        faults.append(LineFault(number, f"project_code_{checked.failure.value}", code[:40]))
    if faults:
        return faults
    return [MemberLine(number, name, place, numbers["area"], numbers["investment"], checked.code if checked else None)]


def _number(text: str) -> float | None:
    """None when it was left empty, -1 when it is no number or none that a project can have."""
    if not text:
        return None
    try:
        found = float(unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", ""))
    except ValueError:
        return -1
    return found if math.isfinite(found) and 0 <= found <= MOST_NUMBER else -1


def _repeated(lines: Sequence[MemberLine]) -> list[LineFault]:
    """The same project on two lines: by name and place, or by its code."""
    seen: set[tuple[str, str]] = set()
    codes: set[str] = set()
    faults: list[LineFault] = []
    for one in lines:
        if (one.name, one.place) in seen:
            faults.append(LineFault(one.line, "member_twice", one.name[:40]))
        elif one.code in codes:
            faults.append(LineFault(one.line, "member_code_twice", str(one.code)))
        seen.add((one.name, one.place))
        codes.update([one.code] if one.code else [])
    return faults
