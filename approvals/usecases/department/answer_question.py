"""An officer or the steward answers a question of the enterprise."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound, Refusal
from approvals.models.cases import Case, Question, Track
from approvals.queries.access import find_case
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def answer_question(*, question: int, text: str, actor: Actor, now: dt.datetime) -> None:
    """Store the answer; raises NotFound for somebody who is neither of the track's department nor the steward."""
    require(text=text)
    with unit_of_work() as session:
        row = session.get(Question, question)
        if row is None:
            raise NotFound
        case = find_case(session, session.get_one(Case, row.case_id).public_id, actor, lock=True)
        track = session.get_one(Track, row.track_id) if row.track_id else None
        steward = case.project.steward_id
        examines = track is not None and track.department_id in actor.department_ids
        if not examines and actor.account_id != steward:
            raise NotFound
        session.refresh(row)
        if row.answered_at is not None:
            raise Refusal("already_answered_question")
        row.answer, row.answered_by, row.answered_at = text.strip(), actor.account_id, now
        record(session, case, Tag.QUESTION_ANSWERED, actor=actor, now=now, track=track, question=row.id)
        tell(session, case, "question_answered", now=now, track=track, once=str(row.id))
