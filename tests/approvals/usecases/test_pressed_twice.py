"""A form that was sent twice, by an impatient finger or a browser that tried again, has its effect once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.models.applicants import Project
from approvals.models.cases import Question, Reminder, SiteVisit
from approvals.models.traces import CaseEvent, OutboxMessage
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.department.record_site_visit import record_site_visit
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.steward.remind import remind
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
TUESDAY = MONDAY + dt.timedelta(days=1)
Press = Callable[..., object]


def counts() -> list[int]:
    kinds = (Question, Reminder, SiteVisit, Project, CaseEvent, OutboxMessage)
    with reading() as session:
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def asks(work: Work, now: dt.datetime) -> None:
    track = work.filed.tracks["LX-10"]
    ask_question(case=work.filed.case, track=track, text="什么时候进场？", actor=work.cast.lin, now=now)


def reminds(work: Work, now: dt.datetime) -> None:
    remind(track=work.filed.tracks["LX-10"], text="请尽快", actor=work.cast.guan, now=now)


def visits(work: Work, now: dt.datetime) -> None:
    record_site_visit(
        track=work.filed.tracks["LX-10"], visited_on=MONDAY, second_officer=work.cast.public_id(work.head("LX-10")),
        findings="与申报一致。", actor=work.examiner("LX-10"), now=now,
    )  # fmt: skip


def sets_up(work: Work, now: dt.datetime) -> str:
    return create_project(
        enterprise_id=next(iter(work.cast.lin.enterprise_ids)), theme_code="SF-BUILD", name="新市场", place="明水街道",
        code=None, longitude=None, latitude=None, investment_wan=None, land_area_m2=None, actor=work.cast.lin, now=now,
    )  # fmt: skip


@pytest.mark.parametrize("press", [asks, reminds, visits, sets_up])
def test_the_second_press_finds_what_the_first_has_done(press: Press, work: Work) -> None:
    before = counts()
    first = press(work, at(MONDAY, 15))
    once = counts()
    assert once != before
    assert press(work, at(MONDAY, 15) + dt.timedelta(seconds=2)) == first
    assert counts() == once


def test_what_is_said_again_later_is_said(work: Work) -> None:
    asks(work, at(MONDAY, 15))
    with reading() as session:
        question = session.scalars(select(Question.id)).one()
    answer_question(question=question, text="后天上午。", actor=work.examiner("LX-10"), now=at(MONDAY, 16))
    for press in (asks, reminds, sets_up):
        press(work, at(MONDAY, 16))
        press(work, at(TUESDAY, 16))
    assert counts()[:2] == [2, 2]
