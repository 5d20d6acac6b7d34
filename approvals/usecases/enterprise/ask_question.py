"""The applicant asks about a track or the case; the department's desk and the steward are told."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotFound
from approvals.models.cases import Question
from approvals.queries.access import find_track
from approvals.usecases.desk import own_case
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor

MOST_CHARACTERS = 2000


def ask_question(*, case: str, track: str | None, text: str, actor: Actor, now: dt.datetime) -> None:
    """Store the question and tell those who can answer; the same words twice, unanswered, are one question.

    Raises Invalid for an empty or endless text.
    """
    words = text.strip()
    if not words or actor.account_id is None:
        raise Invalid({"text": ("required", {})})
    if len(words) > MOST_CHARACTERS:
        raise Invalid({"text": ("too_long", {"most": MOST_CHARACTERS})})
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        about = find_track(session, track, actor) if track else None
        if about is not None and about.case_id != row.id:
            raise NotFound
        same = {"case_id": row.id, "track_id": about.id if about else None, "text": words, "asked_by": actor.account_id}
        if session.scalar(select(Question.id).filter_by(**same, answered_at=None).limit(1)) is not None:
            return
        question = Question(**same, asked_at=now)
        session.add(question)
        session.flush()
        record(session, row, Tag.QUESTION_ASKED, actor=actor, now=now, track=about, question=question.id)
        tell(session, row, "question_asked", now=now, track=about, once=str(question.id))
