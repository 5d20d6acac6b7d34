"""How promises are watched and verified; read with the other settings, refused with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_NUMBERS = {
    # the lowest, the highest, and what it is when nothing is said
    "BINGLIAN_PROMISE_WARN_WD": (1, 20, 3),
    "BINGLIAN_PROMISE_EXCUSE_WD": (1, 60, 20),
    "BINGLIAN_VERIFY_WD": (1, 250, 40),
    "BINGLIAN_VERIFY_PERCENT": (1, 100, 100),
    "BINGLIAN_RECTIFY_WD": (1, 60, 15),
}
PROMISE_NAMES = frozenset(_NUMBERS)


@dataclass(frozen=True)
class PromiseSettings:
    """Working days: before a promised day comes a warning; force majeure gives at most so many more; after a grant a
    commitment is verified within so many; a false one is rectified within at most so many.

    `verify_percent`: 100 verifies every commitment, less is a spot check of that share.
    """

    warn_wd: int = 3
    excuse_most_wd: int = 20
    verify_wd: int = 40
    verify_percent: int = 100
    rectify_most_wd: int = 15


DEFAULT_PROMISES = PromiseSettings()


def read_promise_settings(environ: Mapping[str, str], problems: list[str]) -> PromiseSettings:
    """The settings of promises; every problem is added to `problems`."""
    return PromiseSettings(*(_number(environ, name, problems) for name in _NUMBERS))


def _number(environ: Mapping[str, str], name: str, problems: list[str]) -> int:
    low, high, default = _NUMBERS[name]
    text = environ.get(name) or str(default)
    if not text.isdigit() or not low <= int(text) <= high:
        problems.append(f"{name} must be a whole number from {low} to {high}")
        return default
    return int(text)
