"""The applicant fills in some fields while another member may be filling in the same form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.answer_merge import Clash, version_of
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.answering import put_answers
from departments.domain.actor import Actor
from departments.domain.condition import Scalar


@dataclass(frozen=True)
class FilledIn:
    """How the form stands now: every answer, each field's version, and the fields left alone because two differ."""

    answers: Mapping[str, object]
    versions: Mapping[str, int]
    clashes: tuple[Clash, ...]


def fill_in(
    *, case: str, answers: Mapping[str, Scalar | None], based_on: Mapping[str, int], actor: Actor, now: dt.datetime
) -> FilledIn:
    """Save these fields, each based on the version it was read at; said twice, it is saved once.

    What another member changed meanwhile to something else is not overwritten: it comes back as a clash, and everything
    else is saved. None takes an answer back. Raises Stale when the case is filed already, Invalid per field.
    """
    with unit_of_work() as session:
        draft = own_draft(session, case, actor)
        merged = put_answers(session, draft, answers, based_on, actor, now)
        versions = {field: version_of(merged.versions, field) for field in merged.versions}
        return FilledIn(merged.answers, versions, merged.clashes)
