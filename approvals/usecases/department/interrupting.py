"""What lies open on an item when something else ends or begins it: a proposal nobody will sign, a stopped clock."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.models.cases import Proposal, Track
from approvals.models.rounds import Hearing
from departments.domain.actor import Actor

OVERTAKEN = "事项已经终止或者重新办理，这份意见不再签发。"
ENDED = "事项已经终止或者重新办理。"


def end_what_is_open(session: Session, track: Track, actor: Actor, now: dt.datetime) -> None:
    """Give back an unsigned proposal and close an open pause as of today, so that neither stands in a later round."""
    session.execute(
        update(Proposal)
        .where(Proposal.track_id == track.id, Proposal.returned_at.is_(None), Proposal.signed_at.is_(None))
        .values(returned_at=now, returned_by=actor.account_id, returned_because=OVERTAKEN)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Hearing)
        .where(Hearing.track_id == track.id, Hearing.closed_on.is_(None))
        .values(closed_on=local_day(now), minutes=ENDED)
        .execution_options(synchronize_session=False)
    )
    for stop in track.pauses:
        if stop.resumed_on is None:
            stop.resumed_on = max(local_day(now), stop.started_on)
            stop.conclusion, stop.closed_by = stop.conclusion or ENDED, actor.account_id
