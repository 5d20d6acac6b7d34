"""What was ordered and could not be made, in all its attempts, is ordered again by the same person or another."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update
from sqlalchemy.orm import Session

from approvals.models.bundles import Bundle
from approvals.models.intake import GuidePrint
from approvals.models.traces import OutboxMessage
from approvals.usecases.operations.retry_message import ROUND_AGAIN


def round_again(session: Session, kind: str, ordered: Bundle | GuidePrint, now: dt.datetime) -> None:
    """Give the row all its attempts anew if it lies with the dead; nothing while it is still tried."""
    dead = (
        OutboxMessage.key == f"{kind}:{ordered.public_id}",
        OutboxMessage.dead_at.is_not(None),
        OutboxMessage.done_at.is_(None),
    )
    again = update(OutboxMessage).where(*dead).values({**ROUND_AGAIN, "next_attempt_at": now})
    queue = session.scalar(again.returning(OutboxMessage.queue))
    if queue is not None:
        ordered.failure = ""
        session.info.setdefault("bells", set()).add(queue)
