"""Frozen facts to plain JSON and back, driven by the type hints of the dataclass."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any


def to_plain(value: Any) -> Any:
    """The value as dicts, lists, strings and numbers; dates as ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_plain(part) for part in value]
    return value


def from_plain(hint: Any, value: Any) -> Any:
    """The opposite of `to_plain`; `hint` is the annotated type of the place the value came from."""
    if value is None:
        return None
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return from_plain(next(part for part in inner if part is not type(None)), value)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(from_plain(inner[0], part) for part in value)
    if origin is tuple:
        return tuple(from_plain(part_hint, part) for part_hint, part in zip(inner, value, strict=True))
    if isinstance(hint, type) and is_dataclass(hint):
        return build(hint, value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return value


@lru_cache(maxsize=256)
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def build(cls: type, plain: Mapping[str, Any]) -> Any:
    """An instance of the dataclass; unknown keys are refused by its constructor, absent ones take its defaults."""
    hints = _hints(cls)
    return cls(**{name: from_plain(hints[name], value) for name, value in plain.items()})


def canonical(plain: Mapping[str, Any]) -> str:
    """One spelling per content: sorted keys, no spaces, Chinese as it is."""
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
