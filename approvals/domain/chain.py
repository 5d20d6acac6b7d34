"""A case's chain of events, looked at by whoever does not trust the database: what breaks it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from approvals.domain.events import GENESIS


class Break(StrEnum):
    """One way in which the record is not what it was."""

    EDITED = "edited"
    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"
    UNLINKED = "unlinked"
    TAIL_CUT = "tail_cut"
    TAIL_ADDED = "tail_added"
    HEAD = "head"
    NO_CASE = "no_case"
    SEALED_GONE = "sealed_gone"
    SEALED_OTHER = "sealed_other"
    UNSEALED = "unsealed"
    SEAL_MISSING = "seal_missing"
    SEAL_BROKEN = "seal_broken"
    SEAL_FORGED = "seal_forged"
    SEAL_UNLINKED = "seal_unlinked"
    SEAL_OTHER = "seal_other"


@dataclass(frozen=True, slots=True)
class Finding:
    """`case` and `seq` of the first event concerned, `seal` the number of the seal; None where it is about neither."""

    what: Break
    case: int | None = None
    seq: int | None = None
    seal: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One stored event: the two hashes that it carries, and the one that its content yields."""

    seq: int
    previous_hash: str
    hash: str
    computed: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far a case's chain reaches, and the hash of its last event."""

    case: int
    seq: int
    hash: str


def check_chain(head: Head, links: Iterable[Link]) -> Iterator[Finding]:
    """What is wrong with a chain whose events come in the order of their numbers; every place of it, not the first."""
    case, expected, last = head.case, 1, GENESIS
    for link in links:
        if link.seq > expected:
            yield Finding(Break.MISSING, case, expected, until=link.seq - 1)
        elif link.seq < expected:
            yield Finding(Break.OUT_OF_ORDER, case, link.seq)
        if link.hash != link.computed:
            yield Finding(Break.EDITED, case, link.seq)
        if link.previous_hash != last and link.seq == expected:
            yield Finding(Break.UNLINKED, case, link.seq)
        expected, last = link.seq + 1, link.hash
    if expected <= head.seq:
        yield Finding(Break.TAIL_CUT, case, expected, until=head.seq)
    elif expected > head.seq + 1:
        yield Finding(Break.TAIL_ADDED, case, head.seq + 1, until=expected - 1)
    elif last != head.hash:
        yield Finding(Break.HEAD, case, head.seq)
