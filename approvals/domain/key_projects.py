"""The list of key projects (重点项目) as an office keeps it: a project code and why, one project a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from approvals.domain.project_code import check, normalise

MOST_LINES = 2_000
REASON_CHARACTERS = 255
_CHINESE_COMMA = re.compile(r"^(\s*(?:项目代码|[0-9A-Za-z-]+)\s*)，", re.MULTILINE)
HEADS = frozenset({"项目代码", "code", "project code"})


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A project of the list by its normalised code."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeyFault:
    """What is wrong with a line, counted from 1; `code` is `key_no_reason`, `key_long_reason`, `key_twice`,
    `key_too_many`, or the failure of the project code as `project_code_…`.
    """

    line: int
    code: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class KeyList:
    """Every line that can stand, and every fault; nothing is taken from a list with faults."""

    lines: tuple[KeyLine, ...]
    faults: tuple[KeyFault, ...]


def read_list(text: str) -> KeyList:
    """Read a list as typed (also with the Chinese comma), as CSV or as pasted from a sheet (tabs).

    A first line that names the columns is left out.
    """
    text = _CHINESE_COMMA.sub(r"\1,", text.removeprefix("\ufeff"))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text else ",")
    lines: dict[str, KeyLine] = {}
    faults: list[KeyFault] = []
    for number, cells in enumerate(_rows(rows, faults), 1):
        said = [cell.strip() for cell in cells]
        if not any(said) or (number == 1 and said[0].casefold() in HEADS):
            continue
        if len(lines) + len(faults) >= MOST_LINES:
            faults.append(KeyFault(number, "key_too_many"))
            break
        line, reason = _read(number, said[0], "，".join(part for part in said[1:] if part), lines)
        if reason is not None:
            faults.append(reason)
        elif line is not None:
            lines[line.code] = line
    return KeyList(tuple(lines.values()), tuple(faults))


def _rows(rows: Iterator[list[str]], faults: list[KeyFault]) -> Iterator[list[str]]:
    """The rows up to one that no table holds: a quotation mark that is never closed takes in all that follows."""
    number = 0
    try:
        for cells in rows:
            number += 1
            yield cells
    except csv.Error:
        faults.append(KeyFault(number + 1, "key_long_reason"))


def _read(number: int, code: str, reason: str, earlier: dict[str, KeyLine]) -> tuple[KeyLine | None, KeyFault | None]:
    checked = check(code)
    if checked.failure is not None:
        return None, KeyFault(number, f"project_code_{checked.failure.value}", normalise(code))
    if checked.code in earlier:
        return None, KeyFault(number, "key_twice", checked.code)
    if not reason:
        return None, KeyFault(number, "key_no_reason", checked.code)
    if len(reason) > REASON_CHARACTERS:
        return None, KeyFault(number, "key_long_reason", checked.code)
    return KeyLine(checked.code, reason), None
