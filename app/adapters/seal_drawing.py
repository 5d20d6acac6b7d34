"""The seal as a picture: red ring, organ on the arc, star and caption, letters as outlines.

Outlines, because copying the date that lies over the seal must give the date and nothing else.
A drawn seal proves nothing: it says 样章 unless the organ's real key signs (fact sheet 4.3).
"""

from __future__ import annotations

import base64
import math
from functools import lru_cache
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

_FACES = ("FandolSong-Bold.otf", "FandolSong-Regular.otf", "NotoSerifSC_700Bold.ttf", "NotoSerifSC_400Regular.ttf")
_RED = "#d7000f"
_CENTRE = 210.0
_CAPTIONS = {"special": "行政审批专用章", "organ": "", "applicant": ""}
_LEGIBLE = 60
"""Characters on the arc; no organ has as many, and more could not be read."""


@lru_cache(maxsize=8)
def _face(path: Path) -> TTFont:
    return TTFont(path, lazy=True)


def _outline(fonts: Path, char: str, matrix: tuple[float, float, float, float, float, float]) -> str:
    """The SVG path of one character, its em square centred on the origin and then put through `matrix`; empty if no face has it."""
    for name in _FACES:
        path = fonts / name
        if not path.exists():
            continue
        face = _face(path)
        glyph_name = face.getBestCmap().get(ord(char))
        if glyph_name is None:
            continue
        em = face["head"].unitsPerEm
        glyphs = face.getGlyphSet()
        glyph = glyphs[glyph_name]
        a, b, c, d, e, f = matrix
        unit = 1.0 / em
        dx, dy = -glyph.width / 2 * unit, -0.38
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}")
        # Font space has y upwards, SVG downwards: the sign of y turns before the matrix.
        shifted = (a * unit, b * unit, -c * unit, -d * unit, a * dx - c * dy + e, b * dx - d * dy + f)
        glyph.draw(TransformPen(pen, shifted))
        return str(pen.getCommands())
    return ""


def _arc(fonts: Path, text: str) -> str:
    """Characters on the upper arc, squeezed sideways when there are many."""
    step = min(24.0, 242.0 / max(len(text) - 1, 1))
    height = 50.0
    radius = 164.0
    width = min(46.0, math.radians(step) * radius * 0.97)
    paths = []
    for index, char in enumerate(text):
        angle = math.radians((index - (len(text) - 1) / 2) * step)
        cos, sin = math.cos(angle), math.sin(angle)
        matrix = (
            width * cos, width * sin, -height * sin, height * cos,
            _CENTRE + radius * sin, _CENTRE - radius * cos,
        )  # fmt: skip
        paths.append(_outline(fonts, char, matrix))
    return " ".join(paths)


def _line(fonts: Path, text: str, *, y: float, size: float, pitch: float) -> str:
    start = _CENTRE - pitch * (len(text) - 1) / 2
    return " ".join(
        _outline(fonts, char, (size * 0.9, 0, 0, size, start + index * pitch, y)) for index, char in enumerate(text)
    )


def _star(y: float, radius: float) -> str:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(36 * corner)
        points.append(f"{_CENTRE + reach * math.sin(angle):.1f} {y - reach * math.cos(angle):.1f}")
    return "M" + " L".join(points) + " Z"


@lru_cache(maxsize=256)
def seal_data_uri(fonts: Path, organ: str, seal: str, *, sample: bool) -> str:
    """The seal of `organ` as an SVG data URI. `seal` is special, organ or applicant; `sample` writes 样章 into it."""
    caption = _CAPTIONS[seal]
    paths = [_arc(fonts, organ[:_LEGIBLE]), _star(205.0, 58.0)]
    # Both lines stand below the middle: the date of the letter runs over the seal there and must stay readable.
    if caption:
        paths.append(_line(fonts, caption, y=334.0 if sample else 345.0, size=32.0, pitch=31.0))
    if sample:
        paths.append(_line(fonts, "样章", y=372.0 if caption else 350.0, size=30.0 if caption else 38.0, pitch=46.0))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420">'
        f'<circle cx="210" cy="210" r="203" fill="none" stroke="{_RED}" stroke-width="11"/>'
        f'<path fill="{_RED}" d="{" ".join(path for path in paths if path)}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("ascii")).decode("ascii")


PLACE_OF_SEAL = "data:image/svg+xml;base64," + base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420">'
    b'<circle cx="210" cy="210" r="203" fill="none" stroke="#bbbbbb" stroke-width="3" stroke-dasharray="14 10"/></svg>'
).decode("ascii")
"""Where the seal will stand, for drafts."""
