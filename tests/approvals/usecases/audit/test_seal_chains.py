"""A seal holds one moment of the database; what moves meanwhile is in the next; a crash loses nothing and repeats nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.chain_keys import NoSealKey, SealKey
from app.adapters.chain_seals import SealBook, SealTaken
from app.foundation.database import db
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.chain import Break, Head
from approvals.models.watch import ChainSeal, SealedHead
from approvals.queries.audit import Sealed, verify_chains, verify_seals
from approvals.usecases.audit.seal_chains import seal_chains
from departments.domain.actor import SYSTEM
from tests.factories.chains import CASES, FIRST, HOUR, empty_cases, moves

pytestmark = [pytest.mark.starts_from.with_args(empty_cases), pytest.mark.usefixtures("in_app")]


@pytest.fixture
def book(in_app: Flask) -> SealBook:
    found: SealBook = in_app.extensions["binglian.seals"]
    return found


def seal(book: SealBook, hour: int) -> int:
    return seal_chains(book=book, actor=SYSTEM, now=FIRST + hour * HOUR)


def findings(book: SealBook) -> list[Break]:
    with Session(db.engine) as session:
        sealed = Sealed()
        return [one.what for one in [*verify_seals(session, book, sealed), *verify_chains(session, sealed)]]


@pytest.mark.both_databases
def test_a_seal_holds_the_heads_that_moved_since_the_last_one(book: SealBook) -> None:
    moves(FIRST)
    assert seal(book, 1) == 1
    moves(FIRST + HOUR, cases=2)
    assert seal(book, 2) == 2
    assert [(head.case, head.seq) for head in book.heads(1)] == [(case, 3) for case in range(1, CASES + 1)]
    assert [(head.case, head.seq) for head in book.heads(2)] == [(1, 6), (2, 6)]
    assert findings(book) == []


class Busy(SealBook):
    """While it writes, cases move."""

    def write(self, number: int, previous: str, sealed_at: object, heads: Iterable[Head]) -> object:  # type: ignore[override]
        return super().write(number, previous, sealed_at, self._moving(heads))  # type: ignore[arg-type]

    def _moving(self, heads: Iterable[Head]) -> Iterator[Head]:
        for number, head in enumerate(heads):
            if number == 0:
                moves(FIRST + HOUR)
            yield head


@pytest.mark.both_databases
def test_what_moves_while_a_seal_is_written_is_in_the_next_one(in_app: Flask, book: SealBook) -> None:
    moves(FIRST)
    settings = in_app.extensions["binglian.settings"]
    busy = Busy(settings.seals, SealKey(settings.seal_key, makes_itself=True))
    seal(busy, 1)
    assert {head.seq for head in busy.heads(1)} == {3}
    seal(book, 2)
    assert {head.seq for head in book.heads(2)} == {6}
    assert findings(book) == []


def test_a_seal_that_was_written_before_a_crash_is_taken_note_of(book: SealBook) -> None:
    moves(FIRST)
    seal(book, 1)
    with unit_of_work() as session:  # as if the database had never heard of it
        session.execute(delete(ChainSeal))
        session.execute(delete(SealedHead))
    assert seal(book, 2) == 2
    assert list(book.heads(2)) == []
    assert findings(book) == []


def test_two_processes_that_seal_at_once_make_one_seal(book: SealBook) -> None:
    moves(FIRST)
    seal(book, 1)
    with pytest.raises(SealTaken):
        book.write(1, "0" * 64, FIRST, [])
    assert not list(book.path(1).parent.glob("part-*"))


def test_a_folder_that_lost_its_seals_goes_on_and_keeps_naming_them(book: SealBook) -> None:
    moves(FIRST)
    seal(book, 1)
    seal(book, 2)
    book.path(1).unlink()
    book.path(2).unlink()
    assert seal(book, 3) == 3
    assert findings(book).count(Break.SEAL_MISSING) == 2
    assert Break.SEAL_UNLINKED not in findings(book)


def test_a_city_without_a_key_seals_nothing(in_app: Flask) -> None:
    settings = in_app.extensions["binglian.settings"]
    with pytest.raises(NoSealKey):
        seal(SealBook(settings.seals, SealKey(settings.seal_key, makes_itself=False)), 1)
    with Session(db.engine) as session:
        assert session.scalar(select(ChainSeal.number)) is None


def test_the_private_key_is_nobody_elses_to_read_and_the_public_one_is_enough_to_verify(
    in_app: Flask, book: SealBook
) -> None:
    moves(FIRST)
    seal(book, 1)
    path = book.key.path
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()
    assert findings(SealBook(in_app.extensions["binglian.settings"].seals, SealKey(path, makes_itself=False))) == []
