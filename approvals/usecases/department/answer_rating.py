"""Who had the item, department or window, has looked into a bad rating, and says what it found and put right."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound, Refusal
from approvals.models.ratings import ServiceRating
from approvals.queries.access import find_track
from approvals.queries.ratings import looks_into
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def answer_rating(*, track: str, text: str, actor: Actor, now: dt.datetime) -> None:
    """Store the answer and tell the applicant; the same words twice are one answer.

    Raises Invalid without words, NotFound for another's item or one that nobody has rated, Refusal
    'rating_answered' when a colleague has answered.
    """
    require(text=text)
    with unit_of_work() as session:
        row = find_track(session, track, actor, lock=True)
        said_last = select(ServiceRating).filter_by(track_id=row.id).order_by(ServiceRating.round.desc()).limit(1)
        rating = session.scalar(said_last)
        if rating is None or not looks_into(session, row, actor):
            raise NotFound
        if rating.answered_at is not None:
            if rating.answer != text.strip():
                raise Refusal("rating_answered", field="text")
            return
        rating.answer, rating.answered_by, rating.answered_at = text.strip(), actor.account_id, now
        record(session, row.case, Tag.RATING_ANSWERED, actor=actor, now=now, track=row)
        tell(
            session, row.case, "rating_answered", now=now, track=row, once=f"{row.id}:{rating.round}",
            enterprise_id=rating.enterprise_id,
        )  # fmt: skip
