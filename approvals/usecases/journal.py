"""What every verb leaves behind: one event in the chain, and outbox rows for what must leave the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.orm import canonical
from app.foundation.unit_of_work import write_last
from approvals.domain.events import Tag, event_body, event_hash
from approvals.models.cases import Case, Track
from approvals.models.traces import CaseEvent, OutboxMessage
from departments.domain.actor import Actor

NO_MOVE = frozenset(
    {
        Tag.ALARM_RAISED, Tag.DEADLINE_MOVED, Tag.DEADLINE_KEPT, Tag.SUPERVISION_SENT, Tag.SUPERVISION_ANSWERED,
        Tag.SUPERVISION_CLOSED,
    }
)  # fmt: skip
"""What is said about an item without anything happening to it."""


def record(
    session: Session, case: Case, tag: Tag, *, actor: Actor, now: dt.datetime, track: Track | None = None, **facts: Any
) -> None:
    """Append one event to the case's chain; the caller holds the lock on the case row.

    `facts` hold ids, codes, days and old/new values; never a person's name or number.
    """
    if actor.on_behalf:
        facts["on_behalf"] = True
    seq, at, track_id = case.event_count + 1, now.astimezone(dt.UTC), track.id if track else None
    body = event_body(case=case.id, seq=seq, track=track_id, tag=tag.value, actor=actor.account_id, at=at, facts=facts)
    digest = event_hash(case.chain_head, canonical(body))
    event = {
        "case_id": case.id, "seq": seq, "track_id": track_id, "tag": tag.value, "actor_id": actor.account_id,
        "at": at, "facts": facts, "previous_hash": case.chain_head, "hash": digest,
    }  # fmt: skip
    write_last(session, CaseEvent, [event])
    case.event_count, case.chain_head = seq, digest
    # An alarm, a new calendar or a notice of the supervisors is no move: "nothing has happened since" must stay visible on the desks.
    if track is not None and tag not in NO_MOVE:
        track.last_move, track.last_move_at = tag.value, at


def post(
    session: Session,
    *,
    queue: str,
    kind: str,
    key: str,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    share: int | None = None,
    turn: int = 0,
    **payload: Any,
) -> None:
    """Put one effect into the outbox; `key` is its meaning, so that it can be put there only once.

    Effects of one `share` take their `turn` with those of others (see `turns`); 0 goes before them all.
    """
    rows = [(key, payload)]
    post_all(session, queue=queue, kind=kind, rows=rows, now=now, due_at=due_at, share=share, turn=turn)


def post_all(
    session: Session,
    *,
    queue: str,
    kind: str,
    rows: Iterable[tuple[str, dict[str, Any]]],
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    share: int | None = None,
    turn: int = 0,
) -> None:
    """Put many effects of one kind into the outbox, written together at the end, and ask for the bell."""
    due = due_at or now
    values = [
        {
            "key": key,
            "queue": queue,
            "kind": kind,
            "payload": payload,
            "created_at": now,
            "due_at": due,
            "next_attempt_at": due,
            "attempts": 0,
            "last_error": "",
            "share": share,
            "turn": turn,
        }
        for key, payload in rows
    ]
    if values:
        write_last(session, OutboxMessage, values)
        session.info.setdefault("bells", set()).add(queue)


def tell(
    session: Session,
    case: Case,
    code: str,
    *,
    now: dt.datetime,
    track: Track | None = None,
    once: str = "",
    due_at: dt.datetime | None = None,
    **params: Any,
) -> None:
    """Ask the notice worker to tell those concerned, not before `due_at` (`code` says who and what); one per meaning."""
    subject = f"track:{track.id}" if track else f"case:{case.id}"
    post(
        session,
        queue="notice",
        kind="tell",
        key=f"tell:{code}:{subject}:{once or case.event_count}",
        now=now,
        due_at=due_at,
        code=code,
        case_id=case.id,
        track_id=track.id if track else None,
        params=params,
    )
