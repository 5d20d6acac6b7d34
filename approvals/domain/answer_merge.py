"""Two members fill one form: what each typed is merged field by field, and only the same field can clash.

Every field has a version: how often it was changed. Whoever saves says on which version a value was based. A field
nobody else has touched since is taken over silently; one that somebody has, and differently, is left as it is and told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from departments.domain.condition import sort_of


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two changed: what stands and since when and by whom, and what this person wanted instead."""

    field: str
    theirs: object
    mine: object
    version: int
    by: int | None
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Merged:
    """`answers` and `versions` as they stand now; `changed` are the fields this person changed."""

    answers: dict[str, Any]
    versions: dict[str, Any]
    changed: tuple[str, ...]
    clashes: tuple[Clash, ...]


def version_of(versions: Mapping[str, Any], field: str) -> int:
    """How often a field was changed; 0 when it never was."""
    stored = versions.get(field)
    return int(stored[0]) if stored else 0


def merge(
    answers: Mapping[str, Any],
    versions: Mapping[str, Any],
    said: Mapping[str, Any],
    based_on: Mapping[str, int],
    who: int | None,
    now: dt.datetime,
) -> Merged:
    """Put `said` into `answers`; None takes an answer back. A field without an entry in `based_on` is written as it is."""
    merged, known, changed, clashes = dict(answers), dict(versions), [], []
    for field, mine in said.items():
        theirs, version = answers.get(field), version_of(versions, field)
        if _same(theirs, mine):
            continue
        if field in based_on and based_on[field] != version:
            clashes.append(_clash(field, theirs, mine, versions))
            continue
        merged.pop(field, None) if mine is None else merged.update({field: mine})
        known[field] = [version + 1, who, now.isoformat()]
        changed.append(field)
    return Merged(merged, known, tuple(changed), tuple(clashes))


def _same(one: object, other: object) -> bool:
    """True is not 1: an answer of another sort is another answer."""
    return sort_of(one) == sort_of(other) and one == other


def _clash(field: str, theirs: object, mine: object, versions: Mapping[str, Any]) -> Clash:
    version, by, at = versions.get(field) or (0, None, None)
    return Clash(field, theirs, mine, int(version), by, dt.datetime.fromisoformat(at) if at else None)
