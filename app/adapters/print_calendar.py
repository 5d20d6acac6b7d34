"""Days on paper that may still move: beyond the last published holiday notice they say 暂定, and the letter why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.adapters.print_words import en_date, zh_date


@dataclass
class _Told:
    """What the letter knows: the newest published year, its own day, and whether a provisional day was printed."""

    until: int | None
    dated_on: date
    is_passed: bool = False


_TOLD: ContextVar[_Told | None] = ContextVar("calendar_of_the_letter", default=None)


@contextmanager
def calendar_known_until(year: int | None, dated_on: date) -> Iterator[None]:
    """While one letter is set: days to come after `year` are provisional; None when the letter does not know."""
    token = _TOLD.set(_Told(year, dated_on))
    try:
        yield
    finally:
        _TOLD.reset(token)


def _is_provisional(day: date) -> bool:
    told = _TOLD.get()
    if told is None or told.until is None or day.year <= told.until or day <= told.dated_on:
        return False
    told.is_passed = True
    return True


def zh_day(day: date) -> str:
    """2027年1月7日（暂定）."""
    return zh_date(day) + Markup('<span class="nowrap">（暂定）</span>') if _is_provisional(day) else zh_date(day)


def en_day(day: date) -> str:
    """7 January 2027 (provisional)."""
    return en_date(day) + (" (provisional)" if _is_provisional(day) else "")


def says_provisional() -> bool:
    """Whether a provisional day was printed so far: then the letter explains the word."""
    told = _TOLD.get()
    return told is not None and told.is_passed


FILTERS = {"zh_date": zh_day, "en_date": en_day}
