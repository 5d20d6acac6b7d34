"""Thirteen bugs planted on purpose in the processes of the house, to see that the harness finds each.

They are put in by the zygote of one run, by replacing a function of the loaded house; nothing of them stands in the
house itself. Where two guards stand behind each other the bug takes both away: it is a house that never had them.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, copy_current_request_context
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.adapters.storage import FileStore, StoredBytes
from app.foundation import unit_of_work as unit
from app.foundation.database import db
from app.web.department import carrying_out
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.traces import Alarm, OutboxMessage
from approvals.queries import access, outbox
from approvals.usecases import claims
from approvals.usecases.clock import raise_alarms
from approvals.usecases.letters import print_document
from approvals.usecases.notices import tell_concerned
from approvals.usecases.outbox import claim_messages, finish_message
from workers.jobs import chores, drain, handlers

SLOW = 0.1
"""Seconds by which a planted bug stretches the moment in which it can be seen."""


def enqueue_before_commit(app: Flask) -> None:
    """What must leave the house is written before the decision is."""
    write = unit._write

    def early(session: Session) -> None:
        rows = session.info.get(unit._LAST, {}).pop(OutboxMessage, [])
        session.flush()
        for row in rows:
            with db.engine.begin() as other:
                other.execute(insert(OutboxMessage).values(**row).on_conflict_do_nothing())
        time.sleep(SLOW)
        write(session)

    unit._write = early


def enqueue_after_commit(app: Flask) -> None:
    """What must leave the house is written in a second transaction, when the decision stands."""
    write, ring = unit._write, unit._ring
    kept = threading.local()

    def without(session: Session) -> None:
        kept.rows = session.info.get(unit._LAST, {}).pop(OutboxMessage, [])
        write(session)

    def then(bells: set[str]) -> None:
        rows, kept.rows = getattr(kept, "rows", []), []
        if rows:
            time.sleep(SLOW)
        for row in rows:
            with db.engine.begin() as other:
                other.execute(insert(OutboxMessage).values(**row).on_conflict_do_nothing())
        ring(bells)

    unit._write, unit._ring = without, then


def missing_unique_key(app: Flask) -> None:
    """Whoever looks opens the hour's chores."""

    def never(session: Session, keys: list[str]) -> set[str]:
        return set()

    def plain(*, rows: Any, actor: Any, now: Any) -> None:
        with unit.unit_of_work() as session:
            for row in rows:
                values = {
                    "key": f"{row.key}!{secrets.token_hex(4)}",
                    "queue": row.queue,
                    "kind": row.kind,
                    "payload": {},
                }
                session.execute(
                    insert(OutboxMessage).values(
                        **values, created_at=now, due_at=now, next_attempt_at=now, attempts=0, last_error=""
                    )
                )

    chores.known_keys, chores.open_chores = never, plain  # type: ignore[assignment]


def claim_then_send(app: Flask) -> None:
    """A row is done as soon as it is taken."""
    take = claim_messages._take

    def taken(session: Session, queue: str, most: int, now: Any) -> Any:
        claims = take(session, queue, most, now)
        rows = OutboxMessage.id.in_([one.message_id for one in claims])
        session.execute(update(OutboxMessage).where(rows).values(done_at=now, lease_token=None, lease_until=None))
        return claims

    claim_messages._take = taken
    _never_settle()
    _slow_handlers()


def mark_before_rename(app: Flask) -> None:
    """A letter is issued, and then it is made."""

    def marked(*, document: int, press: Any, claim: Any = None, actor: Any, now: Any) -> None:
        with unit.unit_of_work() as session:
            claims.settle(session, claim, now)
            session.execute(
                update(Document).where(Document.id == document).values(state=DocumentState.ISSUED, issued_at=now)
            )
        time.sleep(SLOW)
        with unit.unit_of_work() as session:
            session.execute(update(Document).where(Document.id == document).values(state=DocumentState.QUEUED))
            session.flush()
        honest(document=document, press=press, claim=None, actor=actor, now=now)

    honest = print_document.print_document
    handlers.print_document = marked


def no_lease_check(app: Flask) -> None:
    """Whoever comes back late does the effect all the same, and a line has no key of its own."""
    _never_settle(mark=True)
    _keyless_lines()
    _slow_handlers()


def no_lease(app: Flask) -> None:
    """A row that is taken stays for others to take."""
    take = claim_messages._take

    def untaken(session: Session, queue: str, most: int, now: Any) -> Any:
        claims = take(session, queue, most, now)
        rows = OutboxMessage.id.in_([one.message_id for one in claims])
        session.execute(update(OutboxMessage).where(rows).values(lease_until=None))
        return claims

    claim_messages._take = untaken
    _never_settle(mark=True)
    _keyless_lines()
    _slow_handlers()


def ack_before_commit(app: Flask) -> None:
    """The officer is told that it is done, and then it is done."""
    honest = carrying_out.carry_out

    def later(track: str, name: str, form: Any, verb: Callable[..., object], said: str, **rest: Any) -> Any:
        def do(**given: Any) -> None:
            @copy_current_request_context
            def work() -> None:
                time.sleep(SLOW)
                verb(**given)

            threading.Thread(target=work, daemon=True).start()

        return honest(track, name, form, do, said, **rest)

    _replace_everywhere(app, honest, later)


def alarm_without_key(app: Flask) -> None:
    """What was raised is not found again, and is told under another key: every look raises it anew."""
    raise_one, judge, say = raise_alarms._raise, raise_alarms.set_clock, raise_alarms.tell

    def unknown(session: Session, case: Any, track: Any, *rest: Any) -> None:
        raised = session.scalars(select(Alarm).where(Alarm.subject_id == track.id, ~Alarm.kind.contains("!")))
        for alarm in raised.all():
            alarm.kind = f"{alarm.kind}!{secrets.token_hex(3)}"
        session.flush()
        raise_one(session, case, track, *rest)

    def due_again(track: Any, pauses: Any, calendar: Any, now: Any, *, swept: bool = False) -> None:
        """At once, whatever the hour and the day of the week: what is due today is looked at from nine o'clock on."""
        judge(track, pauses, calendar, now)
        track.next_alarm_at = now if track.next_alarm_at is not None else None

    def said_again(*rest: Any, once: str, **params: Any) -> None:
        say(*rest, once=f"{once}~{secrets.token_hex(3)}", **params)

    raise_alarms._raise, raise_alarms.set_clock, raise_alarms.tell = unknown, due_again, said_again


def lost_retry(app: Flask) -> None:
    """What fails is thrown away."""

    def dropped(*, claim: Any, error: str, luck: float, actor: Any, now: Any) -> bool:
        with unit.unit_of_work() as session:
            claims.give_back(session, claim, done_at=now, last_error=error)
        return False

    drain.fail_message = dropped
    drain.wait_out = dropped


def hash_before_bytes(app: Flask) -> None:
    """A file's hash is in the table before its bytes are on the disk."""
    honest = FileStore.keep

    def soon(self: FileStore, content: bytes, media_type: str, display_name: str) -> StoredBytes:
        def write() -> None:
            time.sleep(SLOW * 3)
            honest(self, content, media_type, display_name)

        threading.Thread(target=write, daemon=True).start()
        return StoredBytes(hashlib.sha256(content).hexdigest(), len(content), media_type, display_name)

    FileStore.keep = soon  # type: ignore[method-assign]


def chain_without_lock(app: Flask) -> None:
    """Two officers write into one case at once."""
    with app.app_context(), db.engine.begin() as direct:
        direct.execute(text("ALTER TABLE case_event DROP CONSTRAINT IF EXISTS uq_case_event_case_id_seq"))
        db.engine.dispose()
    _unlocked(access)


def sweep_skips_failed(app: Flask) -> None:
    """What was tried once and not done is not looked at again."""
    honest = outbox.due_now

    def fresh(now: Any) -> Any:
        return honest(now) & (OutboxMessage.attempts == 0)

    outbox.due_now = claim_messages.due_now = fresh  # type: ignore[assignment]


BUGS: Mapping[str, Callable[[Flask], None]] = {
    bug.__name__: bug
    for bug in (
        enqueue_before_commit, enqueue_after_commit, missing_unique_key, claim_then_send, mark_before_rename,
        no_lease_check, no_lease, ack_before_commit, alarm_without_key, lost_retry, hash_before_bytes,
        chain_without_lock, sweep_skips_failed,
    )
}  # fmt: skip


def plant(name: str, app: Flask) -> None:
    """Put one bug into this process and all that it forks; nothing for an empty name."""
    if name:
        BUGS[name](app)


def _never_settle(*, mark: bool = False) -> None:
    """An effect does not ask whether its row is still its own."""

    def loose(session: Session, claim: Any, now: Any) -> Any:
        if claim is not None and mark:
            row = OutboxMessage.id == claim.message_id
            session.execute(update(OutboxMessage).where(row).values(done_at=now, lease_token=None, lease_until=None))
        return now

    for module in (claims, print_document, tell_concerned, finish_message, raise_alarms):
        module.settle = loose  # type: ignore[attr-defined]


def _keyless_lines() -> None:
    honest = tell_concerned._add_lines

    def keyless(session: Session, key: str, *rest: Any) -> Any:
        return honest(session, f"{key}~{secrets.token_hex(4)}", *rest)

    tell_concerned._add_lines = keyless


def _slow_handlers() -> None:
    """More time between the taking and the effect, so that a fault finds it."""

    def slowed(handler: Any) -> Any:
        def work(claim: Any, now: Any) -> None:
            time.sleep(secrets.SystemRandom().uniform(0, SLOW))
            handler(claim, now)

        return work

    drain.HANDLERS = {kind: slowed(handler) for kind, handler in drain.HANDLERS.items()}


def _replace_everywhere(app: Flask, old: object, new: object) -> None:
    """In every module of the house that has taken the name."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith(("app.", "approvals.", "workers.")):
            for name, value in list(vars(module).items()):
                if value is old:
                    setattr(module, name, new)


def _unlocked(module: Any) -> None:
    honest = module.find_track

    def unlocked(session: Session, public_id: str, actor: Any, *, lock: bool = False) -> Any:
        found = honest(session, public_id, actor, lock=False)
        time.sleep(SLOW / 2)
        return found

    for one in list(sys.modules.values()):
        if getattr(one, "find_track", None) is honest:
            one.find_track = unlocked  # type: ignore[attr-defined]
