"""An enterprise's projects: the list, and one project with what was filed for each stage."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.choices import Choice, chosen
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState
from approvals.models.applicants import Enterprise, Project, ProjectPackage
from approvals.models.cases import Case
from approvals.queries.access import find_project
from approvals.queries.packages import NO_MEMBER
from approvals.queries.scope import as_mandated
from departments.domain.actor import Actor, Mandate
from departments.domain.catalogue import Catalogue, Stage, Theme
from departments.models.people import Account
from departments.queries.catalogue import current_catalogue


@dataclass(frozen=True)
class FilingRow:
    """One filing of a stage, or its draft."""

    public_id: str
    stage_code: str
    state: CaseState
    case_no: str | None
    created_at: dt.datetime
    filed_at: dt.datetime | None
    stage_due_on: dt.date | None
    concluded_at: dt.datetime | None
    put_off: frozenset[str] = frozenset()
    """Items that the applicant wanted to apply for another time."""


@dataclass(frozen=True)
class ProjectCard:
    """A project with its filings, the newest first; `theme` is None when the catalogue has dropped it."""

    public_id: str
    name: str
    place: str
    code: str | None
    investment_wan: float | None
    land_area_m2: float | None
    enterprise: str
    theme: Theme | None
    steward: str
    steward_en: str
    steward_phone: str
    opens_on: dt.date | None
    filings: tuple[FilingRow, ...]
    members: int = 0
    """How many projects belong to it when it stands for a package, whose name in addresses is `package`."""
    package: str = ""

    @property
    def stages(self) -> tuple[tuple[Stage, FilingRow | None], ...]:
        """Every stage of the theme with its newest filing that was not withdrawn or closed, else the newest."""
        if self.theme is None:
            return ()
        return tuple((stage, self._filing_of(stage.code)) for stage in self.theme.stages)

    def _filing_of(self, stage_code: str) -> FilingRow | None:
        ended = (CaseState.WITHDRAWN, CaseState.CLOSED)
        of_stage = [filing for filing in self.filings if filing.stage_code == stage_code]
        return next((filing for filing in of_stage if filing.state not in ended), of_stage[0] if of_stage else None)


_MEMBER = aliased(Project)
_MEMBERS = (
    select(func.count())
    .where(_MEMBER.package_id == Project.package_id, _MEMBER.package_no > 0, _MEMBER.left_package_on.is_(None))
    .correlate(Project)
    .scalar_subquery()
)


_PACKAGE = (
    select(ProjectPackage.public_id).where(ProjectPackage.id == Project.package_id).correlate(Project).scalar_subquery()
)


def projects_of(
    session: Session, enterprise_ids: Collection[int], mandates: Collection[Mandate] = ()
) -> tuple[ProjectCard, ...]:
    """The projects of these enterprises, the newest first; four statements however many there are.

    A package is one of them; its members stand on its page. An agent's `mandates` leave out what they do not name.
    """
    catalogue = current_catalogue(session).catalogue
    return _cards(session, catalogue, list(enterprise_ids), None, mandates)


def project_page(session: Session, public_id: str, actor: Actor) -> ProjectCard:
    """One project of the actor's own; raises NotFound for anybody else's."""
    project = find_project(session, public_id, actor)
    if project.enterprise_id not in actor.enterprise_ids:
        raise NotFound
    return _cards(session, current_catalogue(session).catalogue, [project.enterprise_id], project.id)[0]


def _cards(
    session: Session,
    catalogue: Catalogue,
    enterprise_ids: list[int],
    project_id: int | None,
    mandates: Collection[Mandate] = (),
) -> tuple[ProjectCard, ...]:
    statement = (
        select(Project, _MEMBERS, _PACKAGE, Enterprise.name, Account.name, Account.name_en, Account.phone)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(Account, Account.id == Project.steward_id)
        .where(Project.enterprise_id.in_(enterprise_ids), as_mandated(mandates))
        .order_by(Project.id.desc())
    )
    rows = session.execute(statement.where(NO_MEMBER if project_id is None else Project.id == project_id)).all()
    filings: dict[int, list[FilingRow]] = defaultdict(list)
    for case in session.scalars(
        select(Case).where(Case.project_id.in_([row[0].id for row in rows])).order_by(Case.id.desc())
    ):
        filings[case.project_id].append(
            FilingRow(
                case.public_id, case.stage_code, case.state, case.case_no, case.created_at,
                case.filed_at, case.stage_due_on, case.concluded_at, chosen(case.item_choices, Choice.LATER),
            )
        )  # fmt: skip
    return tuple(
        ProjectCard(
            public_id=project.public_id, name=project.name, place=project.place, code=project.code,
            investment_wan=project.investment_wan, land_area_m2=project.land_area_m2, enterprise=enterprise,
            theme=catalogue.themes.get(project.theme_code), steward=steward or "", steward_en=steward_en or "",
            steward_phone=phone or "", opens_on=project.opens_on, filings=tuple(filings[project.id]),
            members=members if project.package_no == 0 else 0, package=package or "",
        )
        for project, members, package, enterprise, steward, steward_en, phone in rows
    )  # fmt: skip
