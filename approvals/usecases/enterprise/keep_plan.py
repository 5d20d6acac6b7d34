"""A visitor keeps the answers to one form, to come back to, to hand on, or to apply with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.fan_out import check_answers
from approvals.domain.refusals import Invalid
from approvals.models.intake import SavedPlan
from departments.domain.actor import Actor
from departments.domain.condition import Scalar
from departments.queries.catalogue import current_catalogue


def keep_plan(*, theme: str, stage: str, answers: Mapping[str, Scalar], actor: Actor, now: dt.datetime) -> str:
    """Keep them under an address nobody can guess; returns its public id.

    Nothing says who asked. Raises UnknownCode for a theme or stage the catalogue does not have, Invalid per field.
    """
    with unit_of_work() as session:
        catalogue = current_catalogue(session).catalogue
        asked = {field.key for field in catalogue.stage_fields(theme, stage)}
        wrong: dict[str, tuple[str, dict[str, Any]]] = {
            one.field: (f"answer_{one.reason}", {}) for one in check_answers(catalogue, answers)
        }
        wrong |= {key: ("answer_unknown_field", {}) for key in answers.keys() - asked}
        if wrong:
            raise Invalid(wrong)
        kept = SavedPlan(theme_code=theme, stage_code=stage, answers=dict(answers), saved_at=now)
        session.add(kept)
        session.flush()
        return kept.public_id
