"""The nightly truth check: every open track, running case and open duty recomputed from its facts, batch by batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_time
from approvals.domain.truth import When
from approvals.models.watch import TruthFinding
from approvals.queries.truth import TRACK, Untrue, unsettled
from approvals.queries.truth_walk import BEHIND, look_at
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar

AT_ONCE = 1000
GONE = "gone"
"""How a finding is settled that a later night did not find again."""


@dataclass(frozen=True)
class Step:
    """One batch done: where the next one begins (None: all was looked at), and what this one saw."""

    subject: str | None
    after: int
    looked_at: int
    untrue: tuple[Untrue, ...]


def check_truth(
    *, subject: str = TRACK, after: int = 0, limit: int = AT_ONCE, keep: bool = True, actor: Actor, now: dt.datetime
) -> Step:
    """Recompute the next batch and keep what differs as findings; memory and transactions are those of one batch.

    A finding that is not found again is settled by itself, also behind the last that is looked at: what it was about
    has ended. With `keep` off nothing is written.
    """
    with reading() as session:
        calendar = load_calendar(session)
        when = When.at(local_time(now), settings().close_of_business, calendar)
        batch = look_at(session, subject, calendar, when, after, limit)
        last = batch.last or 0
        upto = last if batch.looked_at == limit else None
        known = {
            (row.subject_id, row.what): row.id
            for row in session.scalars(select(TruthFinding).where(unsettled(subject, after + 1, upto)))
        }
    if keep and (batch.untrue or known):
        with unit_of_work() as session:
            _keep(session, batch.untrue, known, now)
    if batch.looked_at == limit:
        return Step(subject, last, batch.looked_at, batch.untrue)
    return Step(BEHIND.get(subject), 0, batch.looked_at, batch.untrue)


def _keep(session: Session, untrue: Iterable[Untrue], known: Mapping[tuple[int, str], int], now: dt.datetime) -> None:
    seen = set()
    for one in untrue:
        key, difference = (one.subject_id, one.difference.what), one.difference
        seen.add(key)
        row = session.get(TruthFinding, known[key]) if key in known else None
        if row is None:
            row = TruthFinding(
                subject=one.subject, subject_id=one.subject_id, case_id=one.case_id, what=difference.what, found_at=now
            )
            session.add(row)
        row.stored, row.computed, row.seen_at = difference.stored, difference.computed, now
    for key, row_id in known.items():
        if key not in seen:
            gone = session.get_one(TruthFinding, row_id)
            gone.settled_at, gone.settlement = now, GONE
