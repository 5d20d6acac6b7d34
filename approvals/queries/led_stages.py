"""The stages that a department leads: the list of those that run, and the page of one; it need hold none of the items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager

from approvals.domain.clock import Reading
from approvals.domain.refusals import NotFound
from approvals.domain.stage_clock import idle_spans, joint_reading
from approvals.domain.states import UNDECIDED
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.dates import StageExtension
from approvals.queries.date_changes import DateChange, stage_changes
from approvals.queries.enterprise_tracks import tracks_of
from approvals.queries.paging import paged
from approvals.queries.stage_clock import StageView, stages_of
from approvals.queries.stage_extension import find_led_case
from approvals.queries.stage_items import items_of, limits_of
from departments.domain.actor import Actor, Role
from departments.domain.catalogue_parts import Stage
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 20


@dataclass(frozen=True)
class LedStage:
    """One running stage; `undecided` of its `items` are not answered yet."""

    case: str
    case_no: str
    project: str
    enterprise: str
    stage: Stage
    reading: Reading | None
    is_extended: bool
    undecided: int
    items: int


@dataclass(frozen=True)
class LedStages:
    """One page of them, the earliest due day first."""

    rows: tuple[LedStage, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class StagePage:
    """The stage of one case. `most_days` 0 = the catalogue knows no extension; `given` is the one that was recorded."""

    case: str
    version: int
    case_no: str
    project: str
    enterprise: str
    stage: Stage
    due_on: dt.date | None
    is_over: bool
    most_days: int
    given: DateChange | None
    view: StageView | None
    is_head: bool


def led_stages(session: Session, actor: Actor, calendar: WorkingCalendar, today: dt.date, page: int = 1) -> LedStages:
    """The running stages that the actor's departments lead, in a constant number of statements."""
    led = _led(session, actor)
    if led is None:
        return LedStages((), 0, 1, 1)
    total = session.scalar(select(func.count()).select_from(Case).join(Project).where(led)) or 0
    page, pages = paged(page, total, PAGE_SIZE)
    rows = session.execute(
        select(Case, Enterprise.name)
        .join(Case.project)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .where(led)
        .options(contains_eager(Case.project))
        .order_by(Case.stage_due_on.is_(None), Case.stage_due_on, Case.id)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return LedStages(_lines(session, [(case, name) for case, name in rows], calendar, today), total, page, pages)


def stage_page(session: Session, case: str, actor: Actor, calendar: WorkingCalendar, today: dt.date) -> StagePage:
    """The stage of one case, for the department that leads it; NotFound for anybody else."""
    row, lead = find_led_case(session, case, actor)
    catalogue = catalogue_version(session, row.catalogue_version_id)
    lines = tracks_of(session, row.id, catalogue, calendar, today)
    enterprise = session.get(Enterprise, row.project.enterprise_id)
    if enterprise is None:
        raise NotFound
    return StagePage(
        case=row.public_id, version=row.version, case_no=row.case_no or "", project=row.project.name,
        enterprise=enterprise.name, stage=catalogue.stage(row.theme_code, row.stage_code),
        due_on=row.stage_due_on, is_over=row.concluded_at is not None,
        most_days=catalogue.themes[row.theme_code].joint_extension_wd,
        given=next(iter(stage_changes(session, row.id)), None),
        view=stages_of(session, [row], {row.id: lines}, calendar, today).get(row.id),
        is_head=actor.is_at(Role.HEAD, lead),
    )  # fmt: skip


def _led(session: Session, actor: Actor) -> ColumnElement[bool] | None:
    """Which running cases the actor's departments lead; None where they lead none."""
    running = Case.admitted_on.is_not(None), Case.concluded_at.is_(None)
    own = select(Department.code, Department.division_id).where(Department.id.in_(actor.department_ids))
    posts = session.execute(own).all()
    kinds = session.execute(
        select(Case.catalogue_version_id, Case.theme_code, Case.stage_code).where(*running).distinct()
    ).all()
    leads = {
        (version, theme, stage): catalogue_version(session, version).stage(theme, stage).lead_department
        for version, theme, stage in kinds
    }
    found = []
    for code, division in posts:
        mine = [kind for kind, lead in leads.items() if lead == code]
        if mine:
            kind = tuple_(Case.catalogue_version_id, Case.theme_code, Case.stage_code)
            found.append(and_(Project.division_id == division, kind.in_(mine)))
    return and_(*running, or_(*found)) if found else None


def _lines(
    session: Session, rows: Iterable[tuple[Case, str]], calendar: WorkingCalendar, today: dt.date
) -> tuple[LedStage, ...]:
    names = {case.id: name for case, name in rows}
    cases = [case for case, _ in rows]
    items, limits = items_of(session, cases, calendar), limits_of(session, cases)
    extended = set(session.scalars(select(StageExtension.case_id).where(StageExtension.case_id.in_(names))))
    counted = session.execute(
        select(Track.case_id, func.count(), func.count().filter(Track.state.in_(list(UNDECIDED))))
        .where(Track.case_id.in_(names))
        .group_by(Track.case_id)
    )
    counts = {case_id: (total, open_) for case_id, total, open_ in counted}
    found = []
    for case in cases:
        stops = idle_spans([item.facts for item in items[case.id].values()])
        total, undecided = counts.get(case.id, (0, 0))
        found.append(
            LedStage(
                case=case.public_id, case_no=case.case_no or "", project=case.project.name, enterprise=names[case.id],
                stage=catalogue_version(session, case.catalogue_version_id).stage(case.theme_code, case.stage_code),
                reading=joint_reading(limits[case.id], stops, calendar, None, today),
                is_extended=case.id in extended, undecided=undecided, items=total,
            )
        )  # fmt: skip
    return tuple(found)
