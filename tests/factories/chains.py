"""Some cases with nothing but their chains of events, in three sealed hours."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.states import CaseState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.usecases.journal import record
from departments.domain.actor import SYSTEM
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Division

CASES = 5
HOUR = dt.timedelta(hours=1)
FIRST = dt.datetime(2026, 3, 9, 2, 0, tzinfo=dt.UTC)


def empty_cases() -> None:
    """Five cases of one project, none of which anything has happened to."""
    with unit_of_work() as session:
        division = Division(code="370114", name_zh="测试区", name_en="Test", level="district")
        enterprise = Enterprise(uscc="914403001922038216", name="某公司", legal_representative="某", created_at=FIRST)
        version = CatalogueVersion(sha256="0" * 64, document="{}", published_at=FIRST)
        session.add_all([division, enterprise, version])
        session.flush()
        project = Project(
            enterprise_id=enterprise.id, division_id=division.id, theme_code="T", name="项目", created_at=FIRST
        )
        session.add(project)
        session.flush()
        session.add_all(
            Case(
                project_id=project.id, catalogue_version_id=version.id, theme_code="T", stage_code="S",
                case_no=f"N{number}", state=CaseState.IN_REVIEW, answers={}, created_at=FIRST,
            )
            for number in range(1, CASES + 1)
        )  # fmt: skip


def moves(at: dt.datetime, *, per_case: int = 3, cases: int = CASES) -> None:
    """Some events in the first so many cases."""
    with unit_of_work() as session:
        for case in session.scalars(select(Case).order_by(Case.id).limit(cases)):
            for number in range(per_case):
                moment = at + dt.timedelta(seconds=number)
                record(session, case, Tag.QUESTION_ASKED, actor=SYSTEM, now=moment, question=number, words="谁的桌上")
