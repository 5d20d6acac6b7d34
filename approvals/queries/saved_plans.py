"""Answers kept without an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.refusals import NotFound
from approvals.models.applicants import Project
from approvals.models.intake import SavedPlan
from approvals.queries.scope import as_mandated
from departments.domain.actor import Actor

KEPT_FOR = dt.timedelta(days=90)


@dataclass(frozen=True)
class KeptAnswers:
    """What somebody answered, and until when it is kept."""

    public_id: str
    theme: str
    stage: str
    answers: Mapping[str, object]
    kept_until: dt.datetime


@dataclass(frozen=True)
class ProjectChoice:
    """A project of the actor's own that the answers could belong to."""

    public_id: str
    name: str


def kept_answers(session: Session, public_id: str, now: dt.datetime) -> KeptAnswers:
    """The answers under this address; raises NotFound when there are none (any more)."""
    row = session.scalar(select(SavedPlan).where(SavedPlan.public_id == public_id, SavedPlan.saved_at > now - KEPT_FOR))
    if row is None:
        raise NotFound
    return KeptAnswers(row.public_id, row.theme_code, row.stage_code, row.answers, row.saved_at + KEPT_FOR)


def projects_for(session: Session, kept: KeptAnswers, actor: Actor) -> tuple[ProjectChoice, ...]:
    """The actor's projects of the same kind, the newest first."""
    rows = session.execute(
        select(Project.public_id, Project.name)
        .where(Project.enterprise_id.in_(actor.enterprise_ids), Project.theme_code == kept.theme)
        .where(as_mandated(actor.mandates))
        .order_by(Project.id.desc())
    )
    return tuple(ProjectChoice(row.public_id, row.name) for row in rows)
