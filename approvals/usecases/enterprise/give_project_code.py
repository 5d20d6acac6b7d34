"""The project code comes after the project (国家统一项目代码); it is checked when it comes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.permissions import require_mandate
from approvals.domain.project_code import check
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.models.applicants import Project
from approvals.queries.access import find_project
from departments.domain.actor import Actor


def give_project_code(*, project: str, code: str, actor: Actor, now: dt.datetime) -> None:
    """Register the code of the actor's own project; the same code again changes nothing.

    Raises Invalid when a check fails or another project has it, Refusal 'project_code_fixed' when the project has one.
    """
    with unit_of_work() as session:
        row = find_project(session, project, actor, lock=True)
        if row.enterprise_id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.enterprise_id, row.id)
        checked = check(code)
        if checked.failure is not None:
            facts: dict[str, Any] = {"digits": checked.digits, "expected": checked.expected}
            raise Invalid({"code": (f"project_code_{checked.failure.value}", facts)})
        if row.code == checked.code:
            return
        if row.code is not None:
            raise Refusal("project_code_fixed", field="code", known=row.code)
        if session.scalar(select(Project.id).where(Project.code == checked.code)) is not None:
            raise Invalid({"code": ("project_code_taken", {})})
        row.code = checked.code
        _write(session)


def _write(session: Session) -> None:
    """Somebody may have registered the code between our look and our write."""
    try:
        session.flush()
    except IntegrityError as clash:
        raise Invalid({"code": ("project_code_taken", {})}) from clash
