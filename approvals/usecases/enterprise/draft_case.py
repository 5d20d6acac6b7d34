"""The applicant begins a filing for one stage."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState
from approvals.models.cases import Case
from approvals.queries.access import find_project
from approvals.usecases.journal import record
from departments.domain.actor import Actor
from departments.queries.catalogue import current_catalogue


def draft_case(*, project: str, stage_code: str, actor: Actor, now: dt.datetime) -> str:
    """Open the draft of a stage, or return the one that is already open; returns its public id.

    Raises NotFound for a foreign project, UnknownCode for a stage the project's theme does not have.
    """
    with unit_of_work() as session:
        row = find_project(session, project, actor, lock=True)
        if row.enterprise_id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.enterprise_id, row.id)
        published = current_catalogue(session)
        published.catalogue.stage(row.theme_code, stage_code)
        found = session.scalar(
            select(Case).where(Case.project_id == row.id, Case.stage_code == stage_code, Case.state == CaseState.DRAFT)
        )
        if found is not None:
            return found.public_id
        case = Case(
            project_id=row.id,
            catalogue_version_id=published.version_id,
            theme_code=row.theme_code,
            stage_code=stage_code,
            state=CaseState.DRAFT,
            answers={},
            created_by=actor.account_id,
            created_at=now,
            event_count=0,
            chain_head="0" * 64,
        )
        session.add(case)
        session.flush()
        record(session, case, Tag.CASE_DRAFTED, actor=actor, now=now, stage=stage_code)
        return case.public_id
