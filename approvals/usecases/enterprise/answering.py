"""Answers put into a draft, field by field: the write that saving the whole form and filling in one field share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from approvals.domain.answer_merge import Merged, merge
from approvals.domain.fan_out import check_answers
from approvals.domain.refusals import Invalid
from approvals.models.cases import Case
from approvals.queries.draft_catalogue import catalogue_of
from departments.domain.actor import Actor
from departments.domain.condition import Scalar


def put_answers(
    session: Session,
    draft: Case,
    answers: Mapping[str, Scalar | None],
    based_on: Mapping[str, int],
    actor: Actor,
    now: dt.datetime,
) -> Merged:
    """Merge them into the locked draft, which has now been seen under the catalogue in force; raises Invalid per field."""
    published = catalogue_of(session, draft)
    wrong = list(check_answers(published.catalogue, answers))
    if wrong:
        raise Invalid({one.field: (f"answer_{one.reason}", {}) for one in wrong})
    merged = merge(draft.answers, draft.answer_versions, answers, based_on, actor.account_id, now)
    draft.catalogue_version_id = published.version_id
    if merged.changed:
        draft.answers, draft.answer_versions = merged.answers, merged.versions
        draft.version += 1
    return merged
