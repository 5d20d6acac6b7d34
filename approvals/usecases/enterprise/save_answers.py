"""The applicant answers the one form as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from app.foundation.unit_of_work import unit_of_work
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.answering import put_answers
from departments.domain.actor import Actor
from departments.domain.condition import Scalar


def save_answers(
    *, case: str, answers: Mapping[str, Scalar | None], version: int | None = None, actor: Actor, now: dt.datetime
) -> int:
    """Store the answers given so far; returns the version of the draft afterwards.

    An answer of None takes the answer back; answers to questions that a new catalogue no longer asks stay. Raises Stale
    when the draft is no longer of `version` (for whoever holds all of it), Invalid per field.
    """
    with unit_of_work() as session:
        draft = own_draft(session, case, actor, version)
        put_answers(session, draft, answers, {}, actor, now)
        return draft.version
