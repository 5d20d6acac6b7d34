"""More days for a whole stage (行政许可法 42 ¶2): who may record the approval, and what it moves."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock_facts import ExtensionFact
from approvals.domain.date_change import Move, stage_move
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.stage_clock import idle_spans
from approvals.models.cases import Case
from approvals.queries.access import find_case_of_anybody
from approvals.queries.stage_items import items_of, limits_of
from departments.domain.actor import Actor, Role
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version


def find_led_case(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> tuple[Case, int]:
    """A case whose stage a department of the actor leads, from its first acceptance on, and the id of that department.

    Whoever leads a stage need not hold one of its items. NotFound for anybody else.
    """
    case = find_case_of_anybody(session, public_id, lock=lock)
    lead = lead_of(session, case) if case is not None and case.admitted_on is not None else None
    if case is None or lead is None or lead not in actor.department_ids:
        raise NotFound
    return case, lead


def lead_of(session: Session, case: Case) -> int | None:
    """The department that leads the stage of the case, in the division of the project."""
    stage = catalogue_version(session, case.catalogue_version_id).stage(case.theme_code, case.stage_code)
    return session.scalar(
        select(Department.id).where(
            Department.division_id == case.project.division_id, Department.code == stage.lead_department
        )
    )


def require_lead_head(actor: Actor, lead: int) -> None:
    """Raises NotAllowed 'stage_lead_only' for anybody but a head of the department that leads."""
    if not actor.is_at(Role.HEAD, lead):
        raise NotAllowed("stage_lead_only")


def stage_extension_preview(
    session: Session, case: str, given: ExtensionFact, actor: Actor, calendar: WorkingCalendar, today: dt.date
) -> Move:
    """What `extend_stage` would move; raises what it would raise."""
    found, lead = find_led_case(session, case, actor)
    require_lead_head(actor, lead)
    return stage_moved(session, found, given, calendar, today)


def stage_moved(session: Session, case: Case, given: ExtensionFact, calendar: WorkingCalendar, today: dt.date) -> Move:
    """The joint limit as it is and as it would be; raises Refusal `already_decided` and those of `stage_move`."""
    if case.concluded_at is not None:
        raise Refusal("already_decided")
    limits = limits_of(session, [case])[case.id]
    stops = idle_spans([item.facts for item in items_of(session, [case], calendar)[case.id].values()])
    most = catalogue_version(session, case.catalogue_version_id).themes[case.theme_code].joint_extension_wd
    return stage_move(limits, stops, given, most, calendar, today)
