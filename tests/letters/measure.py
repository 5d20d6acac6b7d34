"""Reading a printed letter with a ruler: millimetres from the top left corner of the sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pymupdf

MM = 72 / 25.4
BLOCK = (28.0, 37.0, 184.0, 262.0)
"""The text block: left, top, right, bottom (GB/T 9704-2012)."""
LINE = 225 / 22
EM = 15.75 * 25.4 / 72


@dataclass(frozen=True)
class Char:
    """One character and the box it is set in."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


def lines_of(sheet: Any, size: float = 15.75) -> list[list[Char]]:
    """The lines set in one size, from top to bottom, each from left to right."""
    rows: dict[float, list[Char]] = defaultdict(list)
    for block in sheet.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for char in span["chars"]:
                    x0, _, x1, _ = char["bbox"]
                    made = Char(char["c"], x0 / MM, x1 / MM, char["origin"][1] / MM, span["size"])
                    if abs(span["size"] - size) < 0.05:
                        rows[round(made.baseline, 1)].append(made)
    return [sorted(row, key=lambda char: char.x0) for _, row in sorted(rows.items())]


def words_of(line: list[Char]) -> str:
    return "".join(char.text for char in line).strip()


def find(sheet: Any, words: str) -> pymupdf.Rect:
    """The box of the words in millimetres; the last of several."""
    found = sheet.search_for(words)
    assert found, f"{words} is not on the page"
    return pymupdf.Rect(found[-1]) * pymupdf.Matrix(1 / MM, 1 / MM)


def red_box(sheet: Any, clip: tuple[float, float, float, float], dpi: int = 150) -> tuple[float, float, float, float]:
    """The box of red ink within `clip`, both in millimetres."""
    pix = sheet.get_pixmap(dpi=dpi, clip=pymupdf.Rect(*(side * MM for side in clip)), colorspace=pymupdf.csRGB)
    scale, samples = dpi / 25.4, pix.samples
    red = [
        (at // 3 % pix.width, at // 3 // pix.width)
        for at in range(0, len(samples), 3)
        if samples[at] > 150 and samples[at + 1] < 90 and samples[at + 2] < 90
    ]
    assert red, "no red ink there"
    across, down = [x for x, _ in red], [y for _, y in red]
    left, top = pix.x / scale, pix.y / scale
    return (
        left + min(across) / scale, top + min(down) / scale,
        left + (max(across) + 1) / scale, top + (max(down) + 1) / scale,
    )  # fmt: skip


def text_without_frame(sheet: Any) -> str:
    """What a reader reads of the page: without the specimen mark, the page number, the code and blanks."""
    text = re.sub(r"\s", "", sheet.get_text())
    return re.sub(r"样张不具法律效力|—\d+—|扫码核验真伪核验码[\w-]+|草稿，不能核验|草稿", "", text)
