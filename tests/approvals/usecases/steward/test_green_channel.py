"""The green channel: opened with a reason, from the list or by hand, and shown in every queue."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.events import Tag
from approvals.domain.key_projects import KeyLine
from approvals.domain.project_code import build
from approvals.domain.refusals import Invalid, NotAllowed, NotFound
from approvals.models.applicants import Project
from approvals.models.traces import CaseEvent
from approvals.queries.department_work import open_work
from approvals.queries.key_projects import key_projects
from approvals.queries.window_inbox import InboxAsked, inbox
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.steward.import_key_projects import import_key_projects
from approvals.usecases.steward.set_green_channel import set_green_channel
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import accepted

pytestmark = pytest.mark.starts_from.with_args(accepted)
CODE = build(dt.date(2026, 3, 1), "370114", 777)


def the_project() -> str:
    with reading() as session:
        return str(session.scalar(select(Project.public_id).order_by(Project.id)))


def reasons() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Project.green_channel).order_by(Project.id)))


def events() -> int:
    with reading() as session:
        return len(session.scalars(select(CaseEvent).where(CaseEvent.tag == Tag.GREEN_CHANNEL)).all())


def new_project(cast: Cast, code: str) -> None:
    create_project(
        enterprise_id=next(iter(cast.lin.enterprise_ids)), theme_code="SF-BUILD", name="新厂", place="", code=code,
        longitude=None, latitude=None, investment_wan=None, land_area_m2=None, actor=cast.lin, now=at(MONDAY),
    )  # fmt: skip


def test_the_steward_opens_and_closes_it_and_the_same_again_is_no_event(cast: Cast) -> None:
    for words in ("省重点  项目", "省重点 项目", ""):
        set_green_channel(project=the_project(), reason=words, actor=cast.guan, now=at(MONDAY))
    assert reasons() == [""]
    assert events() == 2


def test_every_queue_shows_it(cast: Cast) -> None:
    set_green_channel(project=the_project(), reason="省重点", actor=cast.du, now=at(MONDAY))
    with reading() as session:
        calendar = load_calendar(session)
        desks = [open_work(session, actor, calendar, MONDAY) for actor in cast.examiners.values()]
        window = inbox(session, InboxAsked(tab="answered"), calendar, MONDAY, cast.clerk)
    assert {row.green_channel for rows in desks for row in rows} == {"省重点"}
    assert [row.green_channel for row in window.rows] == ["省重点"]


def test_others_neither_open_nor_see_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_green_channel(project=the_project(), reason="好", actor=cast.lin, now=at(MONDAY))
    with pytest.raises(NotFound):
        set_green_channel(project="nothing", reason="好", actor=cast.guan, now=at(MONDAY))
    with pytest.raises(Invalid):
        set_green_channel(project=the_project(), reason="长" * 256, actor=cast.guan, now=at(MONDAY))
    with pytest.raises(NotAllowed):
        import_key_projects(lines=[], actor=cast.guan, now=at(MONDAY))


def test_a_listed_project_takes_it_now_or_when_it_is_set_up_and_leaves_it_with_the_list(cast: Cast) -> None:
    set_green_channel(project=the_project(), reason="自己的理由", actor=cast.guan, now=at(MONDAY))
    assert import_key_projects(lines=[KeyLine(CODE, "市重点")], actor=cast.admin, now=at(MONDAY)) == 0
    new_project(cast, CODE)
    assert reasons() == ["自己的理由", "市重点"]
    assert import_key_projects(lines=[KeyLine(CODE, "省重点")], actor=cast.admin, now=at(MONDAY)) == 1
    assert reasons() == ["自己的理由", "省重点"]
    with reading() as session:
        found = key_projects(session, cast.admin)
    assert [(row.name, row.is_listed) for row in found.green] == [("新厂", True), (found.green[1].name, False)]
    assert [(row.code, row.project) for row in found.listed] == [(CODE, "新厂")]
    import_key_projects(lines=[], actor=cast.admin, now=at(MONDAY))
    assert reasons() == ["自己的理由", ""]
