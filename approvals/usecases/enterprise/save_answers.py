"""The applicant answers the one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.fan_out import check_answers
from approvals.domain.refusals import Invalid
from approvals.queries.draft_catalogue import catalogue_of
from approvals.usecases.desk import own_draft
from departments.domain.actor import Actor
from departments.domain.condition import Scalar


def save_answers(
    *, case: str, answers: Mapping[str, Scalar | None], version: int, actor: Actor, now: dt.datetime
) -> int:
    """Store the answers given so far; returns the new version of the draft.

    An answer of None takes the answer back; answers to questions that a new catalogue no longer asks stay. The draft has
    now been seen under the catalogue in force. Raises Stale when another member saved meanwhile, Invalid per field.
    """
    with unit_of_work() as session:
        draft = own_draft(session, case, actor, version)
        published = catalogue_of(session, draft)
        wrong = list(check_answers(published.catalogue, answers))
        if wrong:
            raise Invalid({one.field: (f"answer_{one.reason}", {}) for one in wrong})
        draft.catalogue_version_id = published.version_id
        merged = {**draft.answers, **answers}
        draft.answers = {key: value for key, value in merged.items() if value is not None}
        draft.version += 1
        return draft.version
