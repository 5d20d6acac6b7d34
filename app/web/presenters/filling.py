"""Puts facts into sentences: params of refusals, blockers and events arrive as codes, days and bilingual names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import Any

from flask_babel import gettext

from app.web.locale import ENGLISH, language
from app.web.presenters.dates import day, moment
from app.web.presenters.labels import label
from app.web.presenters.numbers import number

DAYS = ("_on", "_by")
MOMENTS = ("_at",)
YEAR = "year"
"""A number that is a name: 2027, never 2,027."""


class _Facts(dict[str, str]):
    """A sentence with a missing fact is better than no page."""

    def __missing__(self, key: str) -> str:
        return "…"


def said(name: str, value: Any) -> str:
    """One fact as words; ISO text under a name in `_on`, `_by` or `_at` is a day or a moment (facts of events are JSON)."""
    if isinstance(value, str) and name.endswith(DAYS + MOMENTS):
        value = _parsed(name, value)
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if name == YEAR:
        return str(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list | tuple | set | frozenset):
        return gettext("、").join(said(name, part) for part in value)
    if isinstance(value, Mapping) or hasattr(value, "name_zh"):
        return label(value)
    return str(value)


def facts(params: Mapping[str, Any]) -> Mapping[str, str]:
    """Every fact as words; `item_zh` and `item_en` also answer to `item`, in the language of the page."""
    own, other = ("_en", "_zh") if language() == ENGLISH else ("_zh", "_en")
    filled = _Facts()
    for name, value in params.items():
        filled[name] = said(name, value)
    for ending in (other, own):  # the page's own language comes last and wins
        for name, value in params.items():
            if name.endswith(ending) and value:
                filled[name.removesuffix(ending)] = said(name, value)
    return filled


def sentence(message: str, params: Mapping[str, Any]) -> str:
    """The message (a Chinese msgid) in the language of the page, with its facts."""
    return gettext(message) % facts(params) if "%(" in message else gettext(message)


def _parsed(name: str, text: str) -> Any:
    try:
        return dt.date.fromisoformat(text) if name.endswith(DAYS) else dt.datetime.fromisoformat(text)
    except ValueError:
        return text
