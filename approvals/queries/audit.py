"""The whole record verified: every seal, what each seal says of the chains, every chain; seal by seal, case by case."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.chain import Break, Finding, Head
from approvals.domain.events import GENESIS
from approvals.models.watch import ChainSeal
from approvals.queries.chains import AT_ONCE, cases_after, chain_findings, orphaned_events, sealed_findings

SLACK = dt.timedelta(hours=1)
"""An event younger than this when the last seal was written may be in the next one only."""


class Seal(Protocol):
    """What a seal file says of itself, and what was seen of it."""

    @property
    def sealed_at(self) -> dt.datetime: ...
    @property
    def previous(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def whole(self) -> bool: ...
    @property
    def genuine(self) -> bool: ...


class Book(Protocol):
    """Where seals are kept."""

    def numbers(self) -> list[int]: ...
    def has(self, number: int) -> bool: ...
    def look(self, number: int) -> Seal: ...
    def heads(self, number: int) -> Iterator[Head]: ...


@dataclass
class Sealed:
    """How far each chain is sealed (four bytes a case), and when the last genuine seal was written."""

    until: array[int] = field(default_factory=lambda: array("I"))
    last_at: dt.datetime | None = None

    def add(self, head: Head) -> None:
        if head.case >= len(self.until):
            self.until.extend([0] * (head.case + AT_ONCE - len(self.until)))
        self.until[head.case] = max(self.until[head.case], head.seq)

    def get(self, case: int, default: int = 0) -> int:
        return self.until[case] if case < len(self.until) else default


def highest_seal(session: Session, book: Book) -> int:
    """The number of the last seal that the folder or the database knows of; 0 for none.

    The folder is asked first: where the session sees one moment, that moment must not lie before what a seal speaks of.
    """
    in_folder = book.numbers()[-1:]
    return max([session.scalar(select(func.max(ChainSeal.number))) or 0, *in_folder])


def look_at_seal(
    session: Session,
    book: Book,
    number: int,
    previous: str | None,
    sealed: Sealed | None = None,
    case: int | None = None,
) -> tuple[list[Finding], str | None]:
    """What is wrong with one seal, and with the chains it speaks of; and what the next seal must follow.

    `previous` None: nobody knows what stood before, so the link is not judged.
    """
    known = session.scalar(select(ChainSeal.digest).where(ChainSeal.number == number))
    if not book.has(number):
        return [Finding(Break.SEAL_MISSING, seal=number)], known
    seal = book.look(number)
    if not seal.whole:
        return [Finding(Break.SEAL_BROKEN, seal=number)], known
    if not seal.genuine:
        return [Finding(Break.SEAL_FORGED, seal=number)], known or seal.digest
    found = []
    if previous is not None and seal.previous != previous:
        found.append(Finding(Break.SEAL_UNLINKED, seal=number))
    if known is not None and known != seal.digest:
        found.append(Finding(Break.SEAL_OTHER, seal=number))
    if sealed is not None:
        sealed.last_at = seal.sealed_at
    heads = (head for head in book.heads(number) if case is None or head.case == case)
    while some := [head for _, head in zip(range(AT_ONCE), heads, strict=False)]:
        found += sealed_findings(session, some, number)
        if sealed is not None:
            for head in some:
                sealed.add(head)
    return found, seal.digest


def verify_seals(
    session: Session, book: Book, sealed: Sealed, case: int | None = None, highest: int | None = None
) -> Iterator[Finding]:
    """Every seal from the first to the highest, which who has read something else before has asked for before that."""
    previous: str | None = GENESIS
    for number in range(1, (highest_seal(session, book) if highest is None else highest) + 1):
        found, previous = look_at_seal(session, book, number, previous, sealed, case)
        yield from found


def verify_chains(session: Session, sealed: Sealed | None = None) -> Iterator[Finding]:
    """Every case's chain, and events without a case; `sealed` also finds what a seal should hold and does not."""
    before = sealed.last_at - SLACK if sealed is not None and sealed.last_at is not None else None
    after = 0
    while heads := cases_after(session, after, AT_ONCE):
        until = {head.case: sealed.get(head.case) for head in heads} if sealed is not None else None
        yield from chain_findings(session, heads, until, before)
        after = heads[-1].case
    yield from orphaned_events(session)
