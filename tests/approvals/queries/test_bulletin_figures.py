"""The supervisor's figures of a month."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.bulletin import Month
from approvals.domain.oversight import Demand
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CommitmentLine
from approvals.queries.bulletin_figures import Figures, bulletin_figures
from approvals.usecases.clock.promise_late import promise_late
from approvals.usecases.oversight.answer_supervision import answer_supervision
from approvals.usecases.oversight.send_supervision_notice import send_supervision_notice
from approvals.usecases.promises.excuse_promise import excuse_promise
from departments.domain.actor import SYSTEM
from departments.models.people import Division
from tests.factories.main_job import MARKET, MONDAY, accept_all, at, decide, file_case, the_case, the_cast
from tests.factories.story import week_on
from tests.factories.work import Work
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(week_on)
MARCH, APRIL, MAY = Month(2026, 3), Month(2026, 4), Month(2026, 5)


def division() -> str:
    with reading() as session:
        return (
            session.scalars(
                select(Division.code).join(Project, Project.division_id == Division.id).order_by(Project.id)
            ).first()
            or ""
        )


def figures(month: Month = MARCH) -> Figures:
    with reading() as session:
        return bulletin_figures(session, division(), month, the_cast().du)


@pytest.mark.both_databases
def test_a_month_is_counted_by_department_and_in_total(in_app: Flask) -> None:
    found, filed = figures(), the_case()
    assert found.total.filed == found.total.accepted == len(filed.tracks) == 7
    # two were to be decided on the day and came a day later; five wait
    assert (found.total.decided, found.total.late, found.total.standing_late) == (2, 2, 5)
    assert sum(row.tally.filed for row in found.departments) == found.total.filed
    ranked = [row for row in found.departments if row.place is not None]
    assert {(row.place, row.tally.score) for row in ranked} == {(1, 0)} and found.departments[: len(ranked)] == tuple(
        ranked
    )
    april = figures(APRIL)
    assert (april.total.filed, april.total.decided, april.total.standing_late) == (0, 0, 5)
    assert april.total.overdue_committed == 5 >= april.total.overdue_statutory > 0


def test_a_notice_counts_when_it_is_sent_and_when_it_is_first_answered(in_app: Flask) -> None:
    work = Work(the_cast(), the_case())
    last = dt.date(2026, 4, 30)
    track = work.track("LX-13")
    demand = Demand(
        rule="blocked", level="listed", findings="没有进展", requirements="报送原因", reply_by=dt.date(2026, 5, 7)
    )
    notice = send_supervision_notice(
        track=track.public_id, version=track.version, demand=demand, actor=work.cast.du, now=at(last, 23)
    )
    for hour in (1, 2):
        said = {"text": f"第 {hour} 次答复", "stored": None, "actor": work.examiner("LX-13")}
        answer_supervision(notice=notice, now=at(dt.date(2026, 5, 1), hour), **said)
    april, may = figures(APRIL), figures(MAY)
    assert (april.total.sent, april.total.answered, may.total.sent, may.total.answered) == (1, 0, 0, 1)
    assert april.listed == may.listed == ((MARKET, "没有进展"),) and figures(MARCH).listed == ()


def test_midnight_is_that_of_legal_time(in_app: Flask) -> None:
    with unit_of_work() as session:
        session.execute(update(Case).values(filed_at=dt.datetime(2026, 3, 31, 16, 0, tzinfo=dt.UTC)))
    assert figures(MARCH).total.filed == 0 < figures(APRIL).total.filed
    with unit_of_work() as session:
        session.execute(update(Case).values(filed_at=dt.datetime(2026, 3, 31, 15, 59, tzinfo=dt.UTC)))
    assert (figures(MARCH).total.filed, figures(APRIL).total.filed) == (7, 0)


def test_a_broken_promise_counts_in_its_month_unless_it_is_excused(in_app: Flask) -> None:
    work, day = Work(the_cast(), the_case()), dt.date(2026, 4, 20)
    with unit_of_work() as session:
        line = session.scalars(select(CommitmentLine).order_by(CommitmentLine.id)).all()[0]
        line_id, track, line.due_on = line.id, session.get_one(Track, line.track_id).public_id, dt.date(2026, 4, 17)
    promise_late(line=line_id, close_of_business=dt.time(17), actor=SYSTEM, now=at(day, 1))
    assert (figures(MARCH).total.broken, figures(APRIL).total.broken, figures(MAY).total.broken) == (0, 1, 0)
    excuse_promise(
        track=track, material="M018", new_on=dt.date(2026, 4, 22), reason="暴雨", actor=work.cast.clerk, now=at(day)
    )
    assert figures(APRIL).total.broken == 0


def test_a_foreign_division_is_not_there(in_app: Flask) -> None:
    with reading() as session:
        for who, code in ((the_cast().lin, division()), (the_cast().du, "999999")):
            with pytest.raises(NotFound):
                bulletin_figures(session, code, MARCH, who)


def test_the_statements_do_not_grow_with_the_items(in_app: Flask) -> None:
    cast = the_cast()
    before = len(statements_of(figures))
    for number in range(2):
        filed = file_case(cast, name=f"第{number}个项目")
        accept_all(cast, filed, day=MONDAY)
        decide(cast, filed, "LX-01", day=MONDAY)
    assert len(statements_of(figures)) == before
