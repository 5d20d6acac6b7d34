"""Whoever touches the record is found: eight kinds of tampering with the rows, and what can be done to the seals."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from app.adapters.chain_keys import SealKey
from app.adapters.chain_seals import SealBook
from app.foundation.database import db
from app.foundation.orm import canonical
from approvals.domain.chain import Break, Finding
from approvals.domain.events import GENESIS, event_body, event_hash
from approvals.models.cases import Case
from approvals.models.traces import CaseEvent
from approvals.queries.audit import Sealed, verify_chains, verify_seals
from approvals.usecases.audit.seal_chains import seal_chains
from departments.domain.actor import SYSTEM
from tests.factories.chains import CASES, FIRST, HOUR, empty_cases, moves

pytestmark = [pytest.mark.starts_from.with_args(empty_cases), pytest.mark.usefixtures("in_app")]
PLACES = 100
E = CaseEvent
Tamper = Callable[[Session, random.Random], int]
"""Does something to the rows and returns the case it did it to."""


@pytest.fixture
def book(in_app: Flask) -> SealBook:
    """Three sealed hours; in the second only three cases moved, in the third only one."""
    found: SealBook = in_app.extensions["binglian.seals"]
    for hour, cases in enumerate((CASES, 3, 1)):
        moves(FIRST + hour * HOUR, cases=cases)
        seal_chains(book=found, actor=SYSTEM, now=FIRST + hour * HOUR + HOUR / 2)
    return found


def verified(session: Session, book: SealBook) -> list[Finding]:
    sealed = Sealed()
    return [*verify_seals(session, book, sealed), *verify_chains(session, sealed)]


def place(session: Session, chance: random.Random, *, last: bool = True) -> E:
    """Any event; not the last of its case when the tampering must leave something behind it."""
    events = session.scalars(select(E).order_by(E.id)).all()
    ends = dict(session.execute(select(Case.id, Case.event_count)).all())
    return chance.choice([one for one in events if last or one.seq < ends[one.case_id]])


def edit_the_facts(session: Session, chance: random.Random) -> int:
    event = place(session, chance)
    session.execute(update(E).where(E.id == event.id).values(facts={**event.facts, "question": 99}))
    return event.case_id


def edit_what_happened(session: Session, chance: random.Random) -> int:
    event = place(session, chance)
    change = chance.choice([{"tag": "officer:track:signed"}, {"at": event.at + HOUR}, {"track_id": None, "tag": "x"}])
    session.execute(update(E).where(E.id == event.id).values(change))
    return event.case_id


def remove_from_the_middle(session: Session, chance: random.Random) -> int:
    event = place(session, chance, last=False)
    session.execute(delete(E).where(E.id == event.id))
    return event.case_id


def swap_two(session: Session, chance: random.Random) -> int:
    event = place(session, chance, last=False)
    neighbour = session.scalars(select(E.id).where(E.case_id == event.case_id, E.seq == event.seq + 1)).one()
    for row, seq in ((event.id, -1), (neighbour, event.seq), (event.id, event.seq + 1)):
        session.execute(update(E).where(E.id == row).values(seq=seq))
    return event.case_id


def slip_one_in(session: Session, chance: random.Random) -> int:
    """An event that never happened, with a right hash of its own, the later ones moved up."""
    event = place(session, chance, last=False)
    later = session.scalars(
        select(E.id).where(E.case_id == event.case_id, E.seq > event.seq).order_by(E.seq.desc())
    ).all()
    for row in later:
        session.execute(update(E).where(E.id == row).values(seq=E.seq + 1))
    forged = _copy(event, event.seq + 1, event.hash, {"question": 7})
    session.add(forged)
    session.execute(update(Case).where(Case.id == event.case_id).values(event_count=Case.event_count + 1))
    session.flush()
    return event.case_id


def cut_the_tail(session: Session, chance: random.Random) -> int:
    """The end is gone and the case's own head agrees with what is left."""
    event = place(session, chance)
    session.execute(delete(E).where(E.case_id == event.case_id, E.seq >= event.seq))
    _put_head(session, event.case_id, event.seq - 1, event.previous_hash)
    return event.case_id


def write_it_all_anew(session: Session, chance: random.Random) -> int:
    """One event changed and every hash after it right again: nothing inside the database is wrong."""
    event = place(session, chance)
    rest = session.scalars(select(E).where(E.case_id == event.case_id, E.seq >= event.seq).order_by(E.seq)).all()
    last = event.previous_hash
    for one in rest:
        facts = {**one.facts, "question": 42} if one.seq == event.seq else one.facts
        anew = _copy(one, one.seq, last, facts)
        session.execute(update(E).where(E.id == one.id).values(facts=facts, previous_hash=last, hash=anew.hash))
        last = anew.hash
    _put_head(session, event.case_id, rest[-1].seq, last)
    return event.case_id


def remove_the_case(session: Session, chance: random.Random) -> int:
    event = place(session, chance)
    session.execute(delete(E).where(E.case_id == event.case_id))
    session.execute(text("DELETE FROM approval_case WHERE id = :id"), {"id": event.case_id})
    return event.case_id


def _copy(event: E, seq: int, previous: str, facts: dict[str, object]) -> E:
    body = event_body(
        case=event.case_id, seq=seq, track=event.track_id, tag=event.tag, actor=event.actor_id, at=event.at, facts=facts
    )
    return E(
        case_id=event.case_id, seq=seq, track_id=event.track_id, tag=event.tag, actor_id=event.actor_id, at=event.at,
        facts=facts, previous_hash=previous, hash=event_hash(previous, canonical(body)),
    )  # fmt: skip


def _put_head(session: Session, case: int, seq: int, hash_: str) -> None:
    session.execute(update(Case).where(Case.id == case).values(event_count=seq, chain_head=hash_ if seq else GENESIS))


def test_an_honest_record_is_clean(book: SealBook) -> None:
    with Session(db.engine) as session:
        assert verified(session, book) == []


KINDS: tuple[tuple[Tamper, set[Break]], ...] = (
    (edit_the_facts, {Break.EDITED}),
    (edit_what_happened, {Break.EDITED}),
    (remove_from_the_middle, {Break.MISSING}),
    (swap_two, {Break.EDITED, Break.UNLINKED}),
    (slip_one_in, {Break.UNLINKED}),
    (cut_the_tail, {Break.SEALED_GONE}),
    (write_it_all_anew, {Break.SEALED_OTHER}),
    (remove_the_case, {Break.SEALED_GONE}),
)


@pytest.mark.parametrize(("tamper", "named"), KINDS, ids=[tamper.__name__ for tamper, _ in KINDS])
def test_tampering_is_found_at_every_place_and_named(book: SealBook, tamper: Tamper, named: set[Break]) -> None:
    with Session(db.engine) as session:
        for seed in range(PLACES):
            case = tamper(session, random.Random(seed))
            session.flush()
            found = verified(session, book)
            assert named <= {one.what for one in found if one.case == case}, seed
            assert {one.case for one in found} == {case}, seed
            session.rollback()
            session.expire_all()


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
