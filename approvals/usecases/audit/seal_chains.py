"""The heads of the case chains that moved since the last seal are sealed: one more file outside the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

from app.foundation.crash_points import crash_point
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.upserts import insert_of
from approvals.domain.chain import Head
from approvals.domain.events import GENESIS
from approvals.models.watch import ChainSeal, SealedHead
from approvals.queries.chains import heads_to_seal, last_seal
from approvals.usecases.claims import Claim, settle
from departments.domain.actor import Actor

AT_ONCE = 500


class Seal(Protocol):
    """What a seal says of itself."""

    @property
    def number(self) -> int: ...
    @property
    def sealed_at(self) -> dt.datetime: ...
    @property
    def digest(self) -> str: ...
    @property
    def heads(self) -> int: ...
    @property
    def genuine(self) -> bool: ...


class Book(Protocol):
    """Where seals are kept: outside the database."""

    def numbers(self) -> list[int]: ...
    def look(self, number: int) -> Seal: ...
    def heads(self, number: int) -> Iterator[Head]: ...
    def write(self, number: int, previous: str, sealed_at: dt.datetime, heads: Iterable[Head]) -> Seal: ...


def seal_chains(*, book: Book, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> int:
    """Write the next seal and take note of it; returns its number. An hour without a move is sealed too: the seals'
    age says that sealing works.

    A seal that was written before a crash is taken note of first. A folder that lost its newest seals is not filled up
    again: the next one follows the last that the database knows of, and every verification names the missing ones.
    """
    with reading() as session:
        known = last_seal(session)
        number, digest = (known.number, known.digest) if known else (0, GENESIS)
    for unknown in [one for one in book.numbers() if one > number]:
        seal = book.look(unknown)
        _note(book, seal, None, now)
        number, digest = seal.number, seal.digest
    with reading() as session:
        seal = book.write(number + 1, digest, now, heads_to_seal(session))
    crash_point("seal.before_note")
    _note(book, seal, claim, now)
    return seal.number


def _note(book: Book, seal: Seal, claim: Claim | None, now: dt.datetime) -> None:
    """What the file holds, in the database: only to find what moves next."""
    with unit_of_work() as session:
        settle(session, claim, now)
        values = {"number": seal.number, "sealed_at": seal.sealed_at, "digest": seal.digest, "heads": seal.heads}
        session.execute(insert_of(session)(ChainSeal).on_conflict_do_nothing(), [values])
        upsert = insert_of(session)(SealedHead)
        upsert = upsert.on_conflict_do_update(
            index_elements=["case_id"], set_={"seq": upsert.excluded.seq, "seal": upsert.excluded.seal}
        )
        heads = book.heads(seal.number) if seal.genuine else iter(())
        while rows := [
            {"case_id": head.case, "seq": head.seq, "seal": seal.number}
            for _, head in zip(range(AT_ONCE), heads, strict=False)
        ]:
            session.execute(upsert, rows)
