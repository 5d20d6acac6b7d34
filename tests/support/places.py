"""Constants of the test installation; imported by every test run, so nothing heavy here."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

FONTS = Path(__file__).resolve().parents[2] / "var" / "fonts" / "fonts.conf"
# Nobody listens there: a bell that cannot ring must not matter, and tests that need one ask for `valkey`.
NO_REDIS = "redis://127.0.0.1:1/0"


class Size(TypedDict):
    width: int
    height: int


WIDE = Size(width=1280, height=900)
PHONE = Size(width=360, height=740)
