"""A notice told as a table (节日 | 放假时间 | 调休上班日期 | 放假天数), as it is copied from a page or a spreadsheet.

Each row becomes the sentence that the notice itself would have, on the same line; what is no table stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_COLUMNS: Mapping[str, re.Pattern[str]] = {
    "total": re.compile("天数"),
    "worked": re.compile("上班|补班|调休"),
    "off": re.compile("放假|日期|时间"),
    "name": re.compile("节日|假日|假期|名称"),
}
"""What a column's head says; the first that fits is meant."""
_RULE = re.compile(r"[\s|:+\-—=]*")
_NONE = re.compile(r"[\s无/—–\-]*|不调休")
_TWO_DAYS = re.compile(r"(?<=[日)])\s+(?=\d)")


def told_as_sentences(text: str) -> str:
    """The text with every row of a table as a sentence; as many lines as before."""
    lines: list[str] = []
    columns: Mapping[str, int] | None = None
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"\t|\|", line.strip().strip("|"))]
        found = _columns(cells)
        if found is not None:
            columns = found
            lines.append("")
        elif columns is not None and len(cells) > 1:
            lines.append("" if _RULE.fullmatch(line) else _sentence(cells, columns))
        else:
            columns = columns if not line.strip() else None
            lines.append(line)
    return "\n".join(lines)


def _columns(cells: Sequence[str]) -> Mapping[str, int] | None:
    """Which column is what, when this is the head of a table: it needs a holiday and its days."""
    if len(cells) < 2 or any(re.search(r"\d", cell) for cell in cells):
        return None
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        kind = next((kind for kind, said in _COLUMNS.items() if said.search(cell)), None)
        if kind is not None:
            found.setdefault(kind, place)
    return found if {"name", "off"} <= set(found) else None


def _sentence(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    said = {kind: cells[place] if place < len(cells) else "" for kind, place in columns.items()}
    off, worked = (_TWO_DAYS.sub("、", said.get(kind, "")) for kind in ("off", "worked"))
    total = re.search(r"\d+", said.get("total", ""))
    sentence = f"{said['name']}:{off if '放假' in off else off + '放假'}{f',共{total[0]}天' if total else ''}。"
    if not _NONE.fullmatch(worked):
        sentence += f"{worked if '上班' in worked else worked + '上班'}。"
    return sentence
