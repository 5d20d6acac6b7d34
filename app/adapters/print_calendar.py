"""Days on paper that may still move: beyond the last published holiday notice they say 暂定, and the letter why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from app.adapters.print_words import en_date, zh_date


@dataclass
class _Told:
    """What the letter knows of the calendar: the newest published year, and whether a later day was printed."""

    until: int | None
    is_passed: bool = False


_TOLD: ContextVar[_Told | None] = ContextVar("calendar_of_the_letter", default=None)


@contextmanager
def calendar_known_until(year: int | None) -> Iterator[None]:
    """While one letter is set: days after `year` are provisional; None when the letter does not know."""
    token = _TOLD.set(_Told(year))
    try:
        yield
    finally:
        _TOLD.reset(token)


def _is_provisional(day: date) -> bool:
    told = _TOLD.get()
    if told is None or told.until is None or day.year <= told.until:
        return False
    told.is_passed = True
    return True


def zh_day(day: date) -> str:
    """2027年1月7日（暂定）."""
    return zh_date(day) + ("（暂定）" if _is_provisional(day) else "")


def en_day(day: date) -> str:
    """7 January 2027 (provisional)."""
    return en_date(day) + (" (provisional)" if _is_provisional(day) else "")


def says_provisional() -> bool:
    """Whether a provisional day was printed so far: then the letter explains the word."""
    told = _TOLD.get()
    return told is not None and told.is_passed


FILTERS = {"zh_date": zh_day, "en_date": en_day}
