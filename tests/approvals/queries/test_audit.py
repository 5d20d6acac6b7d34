"""Whoever touches the record is found: eight kinds of tampering with the rows, and what can be done to the seals."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.adapters.chain_keys import SealKey
from app.adapters.chain_seals import SealBook
from app.foundation.database import db
from approvals.domain.chain import Break
from approvals.queries.audit import Sealed, verify_chains, verify_seals
from approvals.usecases.audit.seal_chains import seal_chains
from departments.domain.actor import SYSTEM
from tests.factories.chains import FIRST, HOUR, empty_cases, moves
from tests.support.chain_tampering import KINDS, Tamper, is_found, three_sealed_hours, verified, write_it_all_anew

pytestmark = [pytest.mark.starts_from.with_args(empty_cases), pytest.mark.usefixtures("in_app")]
PLACES = 15
"""Of each kind; `python -m tests.deep.audit` tries a hundred on both databases."""


@pytest.fixture
def book(in_app: Flask) -> SealBook:
    found: SealBook = in_app.extensions["binglian.seals"]
    three_sealed_hours(found)
    return found


def test_an_honest_record_is_clean(book: SealBook) -> None:
    with Session(db.engine) as session:
        assert verified(session, book) == []


@pytest.mark.parametrize(("tamper", "named"), KINDS, ids=[tamper.__name__ for tamper, _ in KINDS])
def test_tampering_is_found_wherever_it_is_and_named(book: SealBook, tamper: Tamper, named: set[Break]) -> None:
    with Session(db.engine) as session:
        assert [said for seed in range(PLACES) if (said := is_found(session, book, tamper, named, seed))] == []


def test_only_the_seal_reveals_a_chain_written_anew(book: SealBook) -> None:
    with Session(db.engine) as session:
        write_it_all_anew(session, random.Random(1))
        assert list(verify_chains(session)) == []
        assert {one.what for one in verify_seals(session, book, Sealed())} == {Break.SEALED_OTHER}
        session.rollback()


def test_events_hidden_from_the_sealing_are_found_by_their_age(book: SealBook) -> None:
    moves(FIRST + 5 * HOUR, per_case=2, cases=1)
    with Session(db.engine) as session:
        session.execute(text("UPDATE sealed_head SET seq = seq + 2 WHERE case_id = 1"))
        session.commit()
    seal_chains(book=book, actor=SYSTEM, now=FIRST + 9 * HOUR)
    with Session(db.engine) as session:
        assert [one.what for one in verified(session, book)] == [Break.UNSEALED]


def seal_kinds(book: SealBook) -> list[Break]:
    with Session(db.engine) as session:
        return [one.what for one in verified(session, book)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_seal_is_missed_even_the_last(book: SealBook, number: int) -> None:
    book.path(number).unlink()
    assert Break.SEAL_MISSING in seal_kinds(book)


def test_an_old_seal_in_the_place_of_a_newer_one_is_no_seal(book: SealBook) -> None:
    book.path(3).unlink()
    shutil.copy(book.path(2), book.path(3))
    assert Break.SEAL_BROKEN in seal_kinds(book)


def test_a_seal_with_one_bit_turned_anywhere_is_broken(book: SealBook) -> None:
    path = book.path(1)
    honest = path.read_bytes()
    path.chmod(0o600)
    for seed in range(PLACES):
        chance = random.Random(seed)
        bad = bytearray(honest)
        bad[chance.randrange(len(bad) - 1)] ^= 1 << chance.randrange(7)
        path.write_bytes(bad)
        assert set(seal_kinds(book)) & {Break.SEAL_BROKEN, Break.SEAL_FORGED}, seed


def test_a_seal_signed_with_another_key_is_forged(book: SealBook, tmp_path: Path) -> None:
    seal = book.look(3)
    heads = list(book.heads(3))
    book.path(3).unlink()
    other = SealBook(tmp_path / "other", SealKey(tmp_path / "other.pem", makes_itself=True))
    other.write(3, seal.previous, seal.sealed_at, heads)
    shutil.copy(other.path(3), book.path(3))
    assert Break.SEAL_FORGED in seal_kinds(book)


def test_a_seal_written_anew_with_our_own_key_is_not_the_one_that_was_noted(book: SealBook) -> None:
    seal = book.look(2)
    heads = list(book.heads(2))
    book.path(2).unlink()
    book.write(2, seal.previous, seal.sealed_at, heads[:1])
    assert {Break.SEAL_OTHER, Break.SEAL_UNLINKED} <= set(seal_kinds(book))


def test_a_seal_file_is_text_that_anybody_can_check(book: SealBook) -> None:
    first, *heads, last = book.path(2).read_text(encoding="ascii").splitlines()
    assert (
        json.loads(first)["previous"] == json.loads(book.path(1).read_text(encoding="ascii").splitlines()[-1])["digest"]
    )
    assert json.loads(last)["heads"] == len(heads) == 3
