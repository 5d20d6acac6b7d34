"""What a prepared filing waits for, whether it is to be filed by itself, and which stage could be filed next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.filing_order import FILED, REPLACED, TAKEN_BACK, awaited, offered
from approvals.domain.states import CaseState, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.models.filing_orders import FilingOrder
from approvals.queries.enterprise_draft import Draft
from approvals.queries.packages import NO_MEMBER
from approvals.queries.prerequisites import project_files
from approvals.queries.scope import as_mandated
from departments.domain.actor import Mandate
from departments.domain.catalogue import Item, Stage
from departments.models.people import Account
from departments.queries.catalogue import current_catalogue

_SAID_BY_THEMSELVES = (FILED, REPLACED, TAKEN_BACK)
_NOT_BEGUN = (CaseState.WITHDRAWN, CaseState.CLOSED, CaseState.DRAFT)


@dataclass(frozen=True)
class OrderRow:
    """Who ordered it when; `is_current`: nothing was changed since. Ended, `because` says what was in the way."""

    by: str
    at: dt.datetime
    is_current: bool
    ended_at: dt.datetime | None
    because: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Ahead:
    """What a draft waits for, each with how it stands (None: never applied for), and the newest order that matters."""

    awaited: tuple[tuple[Item, TrackState | None], ...]
    order: OrderRow | None

    @property
    def is_ordered(self) -> bool:
        return self.order is not None and self.order.is_current and self.order.ended_at is None


@dataclass(frozen=True)
class NextStage:
    """A stage that can be filed now, and whose results opened it; `draft` when it is being prepared already."""

    project: str
    name: str
    stage: Stage
    opened_by: tuple[Item, ...]
    draft: str | None


def ahead_of(session: Session, found: Draft) -> Ahead:
    """What this draft of the actor's own (as `draft` gave it) waits for, in four statements."""
    case, project_id = session.execute(select(Case, Case.project_id).where(Case.public_id == found.public_id)).one()
    standings = project_files(session, [project_id])[project_id].known
    rows = tuple(
        (found.catalogue.items[code], next(iter(standings.get(code, ())), None))
        for code in awaited(found.plan, standings)
    )
    newest = session.execute(
        select(FilingOrder, Account.name)
        .join(Account, Account.id == FilingOrder.given_by)
        .where(FilingOrder.case_id == case.id)
        .order_by(FilingOrder.id.desc())
        .limit(1)
    ).one_or_none()
    return Ahead(rows, _row(newest[0], newest[1], case, found.catalogue_version) if newest else None)


def _row(order: FilingOrder, by: str, case: Case, catalogue_version: int) -> OrderRow | None:
    if order.ended_because in _SAID_BY_THEMSELVES:
        return None
    is_current = (order.case_version, order.catalogue_version_id) == (case.version, catalogue_version)
    return OrderRow(by, order.given_at, is_current, order.ended_at, order.ended_because, order.ended_facts)


def next_stages(
    session: Session, enterprise_ids: Collection[int], project: str | None = None, mandates: Collection[Mandate] = ()
) -> tuple[NextStage, ...]:
    """Every stage of these enterprises' projects (or of one) whose prerequisites are granted and that nobody has filed;
    four statements however many projects there are. A package is offered its stages, not each of its members."""
    mine = select(Project.id, Project.public_id, Project.name, Project.theme_code).where(
        Project.enterprise_id.in_(list(enterprise_ids)), as_mandated(mandates), NO_MEMBER
    )
    projects = session.execute(mine if project is None else mine.where(Project.public_id == project)).all()
    filed = project_files(session, [one.id for one in projects])
    begun, drafts = _cases(session, [one.id for one in projects])
    catalogue = current_catalogue(session).catalogue
    return tuple(
        NextStage(
            one.public_id, one.name, offer.stage, tuple(catalogue.items[code] for code in offer.opened_by),
            drafts.get((one.id, offer.stage.code)),
        )
        for one in projects
        if one.theme_code in catalogue.themes and one.id in filed
        for offer in offered(catalogue, one.theme_code, filed[one.id].known, filed[one.id].answers, begun[one.id])
    )  # fmt: skip


def _cases(session: Session, project_ids: list[int]) -> tuple[dict[int, set[str]], dict[tuple[int, str], str]]:
    """The stages filed and not given up, and the open drafts."""
    begun: dict[int, set[str]] = defaultdict(set)
    drafts: dict[tuple[int, str], str] = {}
    rows = select(Case.project_id, Case.stage_code, Case.state, Case.public_id).where(Case.project_id.in_(project_ids))
    for row in session.execute(rows):
        if row.state is CaseState.DRAFT:
            drafts[row.project_id, row.stage_code] = row.public_id
        elif row.state not in _NOT_BEGUN:
            begun[row.project_id].add(row.stage_code)
    return begun, drafts
