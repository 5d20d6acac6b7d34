"""A town whose days pass: the workers' steps as if it were a chosen moment, and what they left behind."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.cases import Track
from approvals.models.traces import Alarm, Notification, OutboxMessage
from approvals.usecases.claims import MOST_ATTEMPTS
from approvals.usecases.clock.queue_due import queue_due
from approvals.usecases.outbox.claim_messages import claim_messages
from departments.domain.actor import SYSTEM
from departments.models.people import Account
from tests.factories.main_job import Filed
from workers.jobs.drain import Tally, drain


def sweep(now: dt.datetime) -> Tally:
    """One run of the clock worker as if it were `now`."""
    queue_due(actor=SYSTEM, now=now)
    return drain("clock", lambda: now, now + dt.timedelta(hours=1))


def deliver(now: dt.datetime) -> Tally:
    """One run of the notice worker as if it were `now`."""
    return drain("notice", lambda: now, now + dt.timedelta(hours=1))


def workers_die(kind: str) -> None:
    """What waits of this kind has killed its worker every time that it was tried."""
    rows = update(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.done_at.is_(None))
    with unit_of_work() as session:
        queue = session.scalars(rows.values(attempts=MOST_ATTEMPTS).returning(OutboxMessage.queue)).first()
        others = update(OutboxMessage).where(OutboxMessage.kind != kind, OutboxMessage.done_at.is_(None))
        session.execute(others.values(lease_token="another's", lease_until=dt.datetime(2099, 1, 1, tzinfo=dt.UTC)))
    assert queue is not None
    with reading() as session:
        moment = session.scalars(select(OutboxMessage.next_attempt_at).where(OutboxMessage.kind == kind)).all()
    assert claim_messages(queue=queue, actor=SYSTEM, now=max(moment)) == []


def track_of(filed: Filed, item: str) -> Track:
    """The row as it is now, for looking only."""
    with reading() as session:
        return session.scalars(select(Track).where(Track.public_id == filed.tracks[item])).one()


def alarms(filed: Filed, item: str) -> list[str]:
    """What was raised about an item, in order, as clock:kind:level."""
    with reading() as session:
        track = select(Track.id).where(Track.public_id == filed.tracks[item]).scalar_subquery()
        statement = select(Alarm.kind).where(Alarm.subject == "track", Alarm.subject_id == track).order_by(Alarm.id)
        return list(session.scalars(statement))


def told(code: str) -> list[str]:
    """Who has a line of this code in their bell, by user name."""
    with reading() as session:
        statement = (
            select(Account.username).join(Notification, Notification.account_id == Account.id)
            .where(Notification.code == code).order_by(Notification.id)
        )  # fmt: skip
        return list(session.scalars(statement))


def messages(kind: str) -> list[OutboxMessage]:
    with reading() as session:
        statement = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
        return list(session.scalars(statement))


def forget_notices() -> None:
    """Everything told so far counts as told: the test looks at what comes after."""
    with unit_of_work() as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.queue.in_(["notice", "paper"]), OutboxMessage.done_at.is_(None))
            .values(done_at=OutboxMessage.created_at)
        )
