"""The applicant rates how one of its items was handled (好差评, 国办发〔2019〕51号)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.permissions import require_mandate
from approvals.domain.ratings import MOST_WORDS, Satisfaction
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import ENDED
from approvals.models.cases import Track
from approvals.models.ratings import ServiceRating
from approvals.queries.access import find_track
from approvals.queries.ratings import ended_for_another
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def rate_item(*, track: str, level: Satisfaction, words: str, actor: Actor, now: dt.datetime) -> None:
    """Store the rating, once and for good; a bad one is told to those who have to look into it.

    What a department has decided anew is rated anew; what ended before any department had it was the window's handling.
    Raises NotFound for a foreign item, Refusal 'not_ended_yet', 'ended_for_another' when a former applicant of the project
    had it, 'already_rated' when it was rated otherwise before; the same said twice is said once.
    """
    said = words.strip()
    if len(said) > MOST_WORDS:
        raise Invalid({"words": ("too_long", {"most": MOST_WORDS})})
    with unit_of_work() as session:
        row = find_track(session, track, actor, lock=True)
        project = row.case.project
        session.refresh(project, ["enterprise_id"])  # it may have passed to somebody else while we waited
        if project.enterprise_id not in actor.enterprise_ids or actor.account_id is None:
            raise NotFound
        require_mandate(actor, project.enterprise_id, project.id)
        _require_ended(session, row)
        before = session.scalar(select(ServiceRating).filter_by(track_id=row.id, round=row.round))
        if before is not None:
            if (before.level, before.words, before.enterprise_id) != (level, said, project.enterprise_id):
                raise Refusal("already_rated")
            return
        session.add(
            ServiceRating(
                track_id=row.id, round=row.round, enterprise_id=project.enterprise_id, level=level, words=said,
                given_by=actor.account_id, given_at=now,
            )
        )  # fmt: skip
        record(session, row.case, Tag.ITEM_RATED, actor=actor, now=now, track=row, level=level.value)
        if level.is_bad:
            told = "window_rated_badly" if row.admitted_on is None else "rated_badly"
            tell(session, row.case, told, now=now, track=row, once=f"{row.id}:{row.round}")


def _require_ended(session: Session, track: Track) -> None:
    """For the applicant of today: what it rates is how its own item was handled."""
    if track.state not in ENDED:
        raise Refusal("not_ended_yet")
    if ended_for_another(session, track.id):
        raise Refusal("ended_for_another")
