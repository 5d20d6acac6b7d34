"""A paper is handed in once (材料互认): from where an application may take it over, and until which day it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from approvals.domain.legal_days import years_after
from approvals.domain.refusals import Invalid, Refusal

MOST_OFFERED = 4
_YEARS = re.compile(r"^\s*(\d{1,2})\s*(?:years?|年)\s*$")


class ReuseSource(StrEnum):
    """Where a paper was taken from; the order is the order in which equal papers are preferred."""

    FILE = "file"
    DOCUMENT = "document"
    CASE = "case"
    SHARING = "sharing"


_ORDER = tuple(ReuseSource)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that is there already. `key` names it in a form; `name` is the project it was handed in for, or the number
    of the document; `supplied_on` the day it came; `valid_until` its last day, None where it does not end.
    """

    key: str
    source: ReuseSource
    material: str
    name: str
    supplied_on: date
    valid_until: date | None
    file_ids: tuple[int, ...]
    hashes: tuple[str, ...]
    file_name: str

    def is_expired(self, today: date) -> bool:
        """The last day still counts."""
        return self.valid_until is not None and self.valid_until < today


def offered(candidates: Iterable[Candidate], today: date) -> tuple[Candidate, ...]:
    """The same files once, with the validity the enterprise file or the document knows; what holds before what is over,
    then the newest; a few of them."""
    known: dict[tuple[str, ...], Candidate] = {}
    for one in sorted(candidates, key=lambda each: (_ORDER.index(each.source), -each.supplied_on.toordinal())):
        known.setdefault(one.hashes, one)
    ranked = sorted(known.values(), key=lambda each: (each.is_expired(today), -each.supplied_on.toordinal()))
    return tuple(ranked[:MOST_OFFERED])


def take(candidates: Iterable[Candidate], key: str, today: date) -> Candidate:
    """The one chosen. Raises Refusal 'paper_not_there', 'paper_expired'."""
    found = next((one for one in candidates if one.key == key), None)
    if found is None:
        raise Refusal("paper_not_there", field="key")
    if found.is_expired(today):
        raise Refusal("paper_expired", field="key", until=found.valid_until)
    return found


def document_ends(validity: str | None, dated_on: date) -> date | None:
    """The last day of a document whose validity the catalogue gives in whole years; None where it is told otherwise."""
    years = _YEARS.match(validity or "")
    return years_after(dated_on, int(years[1])) if years else None


def check_validity(valid_from: date | None, valid_until: date | None) -> None:
    """Raises Invalid 'valid_backwards'."""
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        raise Invalid({"valid_until": ("valid_backwards", {})})
