"""Filings that the window fills in on behalf of an applicant, and the enterprise they are for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from approvals.domain.states import CaseState
from approvals.models.applicants import Enterprise, Member, Project
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.models.uploads import Upload
from approvals.models.window import CounterFiling
from approvals.queries.scope import as_mandated, within
from departments.domain.actor import Actor, Role
from departments.models.people import Account


@dataclass(frozen=True)
class CounterRow:
    """One filing on behalf; `confirmed_version` is what the applicant confirmed, `version` what stands now."""

    filing: str
    case: str
    enterprise_id: int
    enterprise: str
    uscc: str
    project: str
    stage_code: str
    clerk: str
    clerk_id: int
    opened_at: dt.datetime
    method: str
    signer: str
    confirmed_at: dt.datetime | None
    confirmed_version: int | None
    version: int
    is_draft: bool

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_version is not None and (not self.is_draft or self.confirmed_version == self.version)


@dataclass(frozen=True)
class ProjectAtCounter:
    project: str
    name: str
    theme_code: str


@dataclass(frozen=True)
class EnterpriseAtCounter:
    """Who came to the counter; `has_members`: somebody of it has an account."""

    id: int
    name: str
    uscc: str
    legal_representative: str
    has_members: bool
    projects: tuple[ProjectAtCounter, ...]


def counter_of_case(session: Session, case: str) -> CounterRow | None:
    """The filing on behalf behind a case, for whoever is known to see the case already."""
    row = session.execute(_rows().where(Case.public_id == case)).one_or_none()
    return _shown(*row) if row else None


def case_of_upload(session: Session, upload: str) -> str | None:
    """The case that a file on its way belongs to."""
    return session.scalar(
        select(Case.public_id).join(Upload, Upload.case_id == Case.id).where(Upload.public_id == upload)
    )


def case_of_paper(session: Session, paper: str) -> str | None:
    """The case that a paper was handed in for."""
    return session.scalar(
        select(Case.public_id)
        .join(CaseMaterial, CaseMaterial.case_id == Case.id)
        .where(CaseMaterial.public_id == paper)
    )


def counter_drafts(session: Session, actor: Actor) -> tuple[CounterRow, ...]:
    """What is being filled in at the actor's window, newest first."""
    rows = session.execute(
        _rows()
        .where(Case.state == CaseState.DRAFT, within(actor, roles={Role.WINDOW}))
        .order_by(CounterFiling.id.desc())
        .limit(50)
    )
    return tuple(_shown(*row) for row in rows)


def to_confirm(session: Session, actor: Actor) -> tuple[CounterRow, ...]:
    """Filings that a window fills in for the actor's enterprises and nobody has confirmed as they stand, newest first."""
    rows = session.execute(
        _rows()
        .where(Case.state == CaseState.DRAFT, Project.enterprise_id.in_(actor.enterprise_ids))
        .where(CounterFiling.confirmed_version.is_distinct_from(Case.version), as_mandated(actor.mandates))
        .order_by(CounterFiling.id.desc())
    )
    return tuple(_shown(*row) for row in rows)


def is_overseen(session: Session, case: str, actor: Actor) -> bool:
    """Whether the case lies in the divisions of the actor's window."""
    return bool(
        session.scalar(
            select(Case.id)
            .join(Project, Project.id == Case.project_id)
            .where(Case.public_id == case, within(actor, roles={Role.WINDOW}))
        )
    )


def enterprise_at_counter(session: Session, uscc: str) -> EnterpriseAtCounter | None:
    """The enterprise of a credit code, with its projects."""
    row = session.scalar(select(Enterprise).where(Enterprise.uscc == uscc))
    if row is None:
        return None
    projects = session.execute(
        select(Project.public_id, Project.name, Project.theme_code)
        .where(Project.enterprise_id == row.id)
        .order_by(Project.id.desc())
    )
    members = session.scalar(select(exists().where(Member.enterprise_id == row.id)))
    found = tuple(ProjectAtCounter(*each) for each in projects)
    return EnterpriseAtCounter(row.id, row.name, row.uscc, row.legal_representative, bool(members), found)


def _rows() -> Select[CounterFiling, Case, Project, Enterprise, str]:
    return (
        select(CounterFiling, Case, Project, Enterprise, Account.name)
        .join(Case, Case.id == CounterFiling.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .join(Account, Account.id == CounterFiling.opened_by)
    )


def _shown(one: CounterFiling, case: Case, project: Project, enterprise: Enterprise, clerk: str) -> CounterRow:
    return CounterRow(
        one.public_id, case.public_id, enterprise.id, enterprise.name, enterprise.uscc, project.name, case.stage_code,
        clerk, one.opened_by, one.opened_at, one.method, one.signer_name, one.confirmed_at, one.confirmed_version,
        case.version, case.state is CaseState.DRAFT,
    )  # fmt: skip
