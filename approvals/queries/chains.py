"""The stored chains of events, read case by case and never all at once: what a verifier compares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.orm import Session

from app.foundation.orm import canonical
from approvals.domain.chain import Break, Finding, Head, Link, check_chain
from approvals.domain.events import event_body, event_hash
from approvals.models.cases import Case
from approvals.models.traces import CaseEvent
from approvals.models.watch import ChainSeal, SealedHead

AT_ONCE = 500
E = CaseEvent
EVENT = (E.case_id, E.seq, E.track_id, E.tag, E.actor_id, E.at, E.facts, E.previous_hash, E.hash)


@dataclass(frozen=True)
class LastSeal:
    """The newest seal that the database knows of."""

    number: int
    sealed_at: dt.datetime
    digest: str


def last_seal(session: Session) -> LastSeal | None:
    """None when nothing was sealed yet."""
    row = session.scalar(select(ChainSeal).order_by(ChainSeal.number.desc()).limit(1))
    return LastSeal(row.number, row.sealed_at, row.digest) if row else None


def heads_to_seal(session: Session) -> Iterator[Head]:
    """The heads that have moved since they were sealed last; one statement, and so one moment of the database."""
    statement = (
        select(Case.id, Case.event_count, Case.chain_head)
        .outerjoin(SealedHead, SealedHead.case_id == Case.id)
        .where(Case.event_count != func.coalesce(SealedHead.seq, 0))
        .order_by(Case.id)
    )
    rows = session.execute(statement.execution_options(yield_per=AT_ONCE))
    yield from (Head(case, seq, hash_) for case, seq, hash_ in rows)


def cases_after(session: Session, after: int, limit: int) -> list[Head]:
    """The next cases by id, with how far each says its chain reaches."""
    rows = session.execute(
        select(Case.id, Case.event_count, Case.chain_head).where(Case.id > after).order_by(Case.id).limit(limit)
    )
    return [Head(case, seq, hash_) for case, seq, hash_ in rows]


def chain_findings(
    session: Session, heads: Sequence[Head], sealed: Mapping[int, int] | None = None, before: dt.datetime | None = None
) -> Iterator[Finding]:
    """What is wrong with the chains of these cases (rising by id), events streamed.

    With `sealed` (case → the last number that a seal holds), events older than `before` that no seal holds as well.
    """
    if not heads:
        return
    statement = select(*EVENT).where(E.case_id.in_([head.case for head in heads])).order_by(E.case_id, E.seq, E.id)
    chains = groupby(session.execute(statement.execution_options(yield_per=AT_ONCE)), key=lambda row: row.case_id)
    case, rows = next(chains, (None, iter(())))
    for head in heads:
        if case != head.case:
            yield from check_chain(head, ())
            continue
        unsealed = _Unsealed(sealed.get(head.case, 0), before) if sealed is not None and before is not None else None
        yield from check_chain(head, (_link(row, unsealed) for row in rows))
        if unsealed is not None and unsealed.first is not None:
            yield Finding(Break.UNSEALED, head.case, unsealed.first)
        case, rows = next(chains, (None, iter(())))


@dataclass
class _Unsealed:
    """Takes note of the first event that a seal should hold by now and does not."""

    until: int
    before: dt.datetime
    first: int | None = None


def _link(row: object, unsealed: _Unsealed | None) -> Link:
    event = row._mapping  # type: ignore[attr-defined]
    at: dt.datetime = event["at"]
    if unsealed is not None and unsealed.first is None and event["seq"] > unsealed.until and at < unsealed.before:
        unsealed.first = event["seq"]
    body = event_body(
        case=event["case_id"], seq=event["seq"], track=event["track_id"], tag=event["tag"], actor=event["actor_id"],
        at=at, facts=event["facts"],
    )  # fmt: skip
    previous: str = event["previous_hash"]
    return Link(event["seq"], previous, event["hash"], event_hash(previous, canonical(body)))


def orphaned_events(session: Session) -> Iterator[Finding]:
    """Events whose case is gone."""
    gone = select(E.case_id, func.min(E.seq)).where(~exists().where(Case.id == E.case_id)).group_by(E.case_id)
    yield from (Finding(Break.NO_CASE, case, seq) for case, seq in session.execute(gone.order_by(E.case_id)))


def sealed_findings(session: Session, heads: Sequence[Head], seal: int) -> Iterator[Finding]:
    """Heads of a genuine seal that the stored chains do not have any more."""
    wanted = [(head.case, head.seq) for head in heads]
    found = {
        (case, seq): hash_
        for case, seq, hash_ in session.execute(
            select(E.case_id, E.seq, E.hash).where(tuple_(E.case_id, E.seq).in_(wanted))
        )
    }
    for head in heads:
        stored = found.get((head.case, head.seq))
        if stored is None:
            yield Finding(Break.SEALED_GONE, head.case, head.seq, seal)
        elif stored != head.hash:
            yield Finding(Break.SEALED_OTHER, head.case, head.seq, seal)


def case_numbers(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """How people call these cases."""
    rows = session.execute(select(Case.id, Case.case_no).where(Case.id.in_(ids)))
    return {case: number or "" for case, number in rows}
