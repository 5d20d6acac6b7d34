"""The figures of a run, from the tables and from the file outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.traces import OutboxMessage

NOW_AND_THEN = ("tell", "print", "mail", "look_at_file")
"""Kinds that are due with the commit that asked for them."""
NEIGHBOURS, FAR_OFF = 20, dt.timedelta(minutes=3)
"""Rows looked at on either side of one, and how far its date may be from theirs."""


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` of them do not exceed; 0 of none."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else 0.0


def spread(values: Sequence[float]) -> str:
    """p50, p99 and max in seconds."""
    return f"p50 {share(values, 0.5):.2f} s, p99 {share(values, 0.99):.2f} s, max {max(values, default=0):.2f} s"


def delays(session: Session, since: dt.datetime) -> tuple[list[float], list[float]]:
    """Seconds from the commit to the effect: of those done at the first try, and of those that were cut off and done
    again, which is what a fault costs whoever waits. What was filed for an earlier day is left out."""
    rows = session.execute(
        select(OutboxMessage.created_at, OutboxMessage.done_at, OutboxMessage.attempts)
        .where(OutboxMessage.kind.in_(NOW_AND_THEN), OutboxMessage.done_at.is_not(None))
        .where(OutboxMessage.created_at >= since)
        .order_by(OutboxMessage.id)
    ).all()
    first: list[float] = []
    again: list[float] = []
    for (_, done, attempts), created in zip(rows, by_true_clocks([row.created_at for row in rows]), strict=True):
        assert isinstance(done, dt.datetime)
        (first if attempts <= 1 else again).append(max(0.0, (done - created).total_seconds()))
    return first, again


def by_true_clocks(written: Sequence[dt.datetime]) -> list[dt.datetime]:
    """Moments in the order in which they were written; what a host whose clock was wrong dated gets its neighbours' time."""
    found = []
    for place, moment in enumerate(written):
        near = sorted(written[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1])
        middle = near[len(near) // 2]
        found.append(moment if abs(moment - middle) < FAR_OFF else middle)
    return found


def silences(faults: Sequence[float], answers: Sequence[float]) -> list[float]:
    """Seconds from each fault to the next answer that a client got."""
    found, place = [], 0
    for fault in sorted(faults):
        while place < len(answers) and answers[place] < fault:
            place += 1
        if place < len(answers):
            found.append(answers[place] - fault)
    return found


def longest_gap(answers: Sequence[float]) -> float:
    return max((later - earlier for earlier, later in pairwise(answers)), default=0.0)
