"""More days for a whole stage (行政许可法 42 ¶2): who may record the approval, and what it moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock_facts import ExtensionFact
from approvals.domain.date_change import Move, stage_move
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.stage_clock import idle_spans
from approvals.models.cases import Case, Track
from approvals.models.dates import StageExtension
from approvals.queries.access import find_track
from approvals.queries.stage_items import items_of, limits_of
from departments.domain.actor import Actor, Role
from departments.domain.catalogue_parts import Stage
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class StageOffer:
    """What the head of the lead department sees: `most_days` 0 = nothing can be given; `days` was given already, by
    `approval`, and moved the limit from `old_due_on` to `new_due_on`."""

    stage: Stage
    due_on: dt.date | None
    most_days: int
    days: int | None
    approval: str
    old_due_on: dt.date | None
    new_due_on: dt.date | None


def stage_offer(session: Session, row: Track, case: Case, actor: Actor) -> StageOffer | None:
    """What may be recorded from the page of this track; None where the viewer does not lead the stage or it is over."""
    if case.admitted_on is None or case.concluded_at is not None or not leads_stage(session, row, case, actor):
        return None
    catalogue = catalogue_version(session, case.catalogue_version_id)
    given = session.scalar(select(StageExtension).where(StageExtension.case_id == case.id))
    most = 0 if given else catalogue.themes[case.theme_code].joint_extension_wd
    return StageOffer(
        stage=catalogue.stage(case.theme_code, case.stage_code), due_on=case.stage_due_on, most_days=most,
        days=given.days if given else None, approval=given.approval if given else "",
        old_due_on=given.old_due_on if given else None, new_due_on=given.new_due_on if given else None,
    )  # fmt: skip


def leads_stage(session: Session, row: Track, case: Case, actor: Actor) -> bool:
    """The actor is the head of the department that leads the stage of the case, and this item is one of its own."""
    if not actor.is_at(Role.HEAD, row.department_id):
        return False
    stage = catalogue_version(session, case.catalogue_version_id).stage(case.theme_code, case.stage_code)
    return session.get_one(Department, row.department_id).code == stage.lead_department


def stage_extension_preview(
    session: Session, track: str, given: ExtensionFact, actor: Actor, calendar: WorkingCalendar, today: dt.date
) -> Move:
    """What `extend_stage` would move; raises what it would raise."""
    row = find_track(session, track, actor)
    case = session.get_one(Case, row.case_id)
    if row.department_id not in actor.department_ids:
        raise NotFound
    if not leads_stage(session, row, case, actor):
        raise NotAllowed("stage_lead_only")
    return stage_moved(session, case, given, calendar, today)


def stage_moved(session: Session, case: Case, given: ExtensionFact, calendar: WorkingCalendar, today: dt.date) -> Move:
    """The joint limit as it is and as it would be; raises Refusal `already_decided` and those of `stage_move`."""
    if case.concluded_at is not None:
        raise Refusal("already_decided")
    limits = limits_of(session, [case])[case.id]
    stops = idle_spans([item.facts for item in items_of(session, [case], calendar)[case.id].values()])
    most = catalogue_version(session, case.catalogue_version_id).themes[case.theme_code].joint_extension_wd
    return stage_move(limits, stops, given, most, calendar, today)
