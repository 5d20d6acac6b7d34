"""Ten kinds of tampering with the record of what happened, each at any place that chance names."""

from __future__ import annotations

import random
from collections.abc import Callable

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from app.adapters.chain_seals import SealBook
from app.foundation.orm import canonical
from approvals.domain.chain import Break, Finding
from approvals.domain.events import GENESIS, event_body, event_hash
from approvals.models.cases import Case
from approvals.models.traces import CaseEvent
from approvals.queries.audit import Sealed, verify_chains, verify_seals
from approvals.usecases.audit.seal_chains import seal_chains
from departments.domain.actor import SYSTEM
from departments.models.people import Account
from tests.factories.chains import CASES, FIRST, HOUR, moves

E = CaseEvent
Tamper = Callable[[Session, random.Random], int]
"""Does something to the rows and returns the case it did it to."""


def three_sealed_hours(book: SealBook) -> None:
    """In the second hour only three cases moved, in the third only one."""
    for hour, cases in enumerate((CASES, 3, 1)):
        moves(FIRST + hour * HOUR, cases=cases)
        seal_chains(book=book, actor=SYSTEM, now=FIRST + hour * HOUR + HOUR / 2)


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


def edit_who_did_it(session: Session, chance: random.Random) -> int:
    """The move stands, somebody else is said to have made it, or at another time."""
    event = place(session, chance)
    other = Account(username="other", password_hash="-", name="别人", name_en="Other", created_at=FIRST)
    session.add(other)
    session.flush()
    session.execute(
        update(E).where(E.id == event.id).values(chance.choice([{"actor_id": other.id}, {"at": event.at - HOUR}]))
    )
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


def replace_the_whole_chain(session: Session, chance: random.Random) -> int:
    """Every event of a case is another one, rightly hashed from the first on; the case's head and what the database
    notes of its seals agree."""
    case = place(session, chance).case_id
    last = GENESIS
    rows = session.scalars(select(E).where(E.case_id == case).order_by(E.seq)).all()
    for one in rows:
        anew = _copy(one, one.seq, last, {"question": chance.randrange(1000, 9999)})
        session.execute(update(E).where(E.id == one.id).values(facts=anew.facts, previous_hash=last, hash=anew.hash))
        last = anew.hash
    _put_head(session, case, rows[-1].seq, last)
    session.execute(
        text("UPDATE sealed_head SET seq = :seq WHERE case_id = :case"), {"seq": rows[-1].seq, "case": case}
    )
    return case


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


KINDS: tuple[tuple[Tamper, set[Break]], ...] = (
    (edit_the_facts, {Break.EDITED}),
    (edit_what_happened, {Break.EDITED}),
    (edit_who_did_it, {Break.EDITED}),
    (remove_from_the_middle, {Break.MISSING}),
    (swap_two, {Break.EDITED, Break.UNLINKED}),
    (slip_one_in, {Break.UNLINKED}),
    (cut_the_tail, {Break.SEALED_GONE}),
    (write_it_all_anew, {Break.SEALED_OTHER}),
    (replace_the_whole_chain, {Break.SEALED_OTHER}),
    (remove_the_case, {Break.SEALED_GONE}),
)


def is_found(session: Session, book: SealBook, tamper: Tamper, named: set[Break], seed: int) -> str:
    """Tamper at one place, verify, and take it back: empty when it was found, by its name, and nothing else was."""
    try:
        case = tamper(session, random.Random(seed))
        session.flush()
        found = verified(session, book)
        if not named <= {one.what for one in found if one.case == case}:
            return f"{tamper.__name__} at {seed}: not found, but {sorted({one.what.value for one in found})}"
        if {one.case for one in found} != {case}:
            return f"{tamper.__name__} at {seed}: other cases were blamed"
        return ""
    finally:
        session.rollback()
        session.expire_all()
