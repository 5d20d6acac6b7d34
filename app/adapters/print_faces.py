"""Which characters the installed faces can draw. A box where a name should be is worse than no paper."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

_FACES = ("FandolFang-Regular.otf", "NotoSerifSC_400Regular.ttf")
GETA = "〓"  # the printers' mark for a missing sort


class UnprintableText(ValueError):
    """Han characters no installed face has: the letter must not go out with another character in a name."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"no installed font has {characters}")
        self.characters = characters


@lru_cache(maxsize=4)
def _drawable(fonts: Path) -> frozenset[str]:
    points: set[int] = set()
    for name in _FACES:
        if (fonts / name).exists():
            with TTFont(fonts / name, lazy=True) as face:
                points.update(face.getBestCmap())
    return frozenset(map(chr, (*points, *range(0x80)))) if points else frozenset()


def with_known_faces(fonts: Path, text: str) -> str:
    """The text with pictures and other undrawable signs shown as 〓; UnprintableText for an undrawable Han character."""
    if text.isascii():
        return text
    known = _drawable(fonts)
    unknown = set(text) - known
    if not known or not unknown:
        return text
    han = "".join(sorted(char for char in unknown if unicodedata.name(char, "").startswith("CJK")))
    if han:
        raise UnprintableText(han)
    return "".join(GETA if char in unknown else char for char in text)
