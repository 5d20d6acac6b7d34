"""The supervisor's figures."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.queries.standings import Standing
from approvals.queries.supervision_overview import Overview, supervision_overview
from tests.factories.main_job import MONDAY, accept_all, file_case, the_cast
from tests.factories.story import WEEK_ON, week_on
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(week_on)
MUCH_LATER = dt.date(2026, 6, 30)


def overview(*, today: dt.date = WEEK_ON, department: str = "") -> Overview:
    with reading() as session:
        return supervision_overview(session, actor=the_cast().du, today=today, department=department)


def test_only_open_items_are_counted(in_app: Flask) -> None:
    assert overview().open_tracks == 5


def test_figures_by_department_add_up_to_the_total(in_app: Flask) -> None:
    found = overview(today=MUCH_LATER)
    assert sum(row.total for row in found.departments) == found.open_tracks
    assert found.totals[Standing.OVER] == found.overdue_tracks == 5


def test_the_worst_comes_first(in_app: Flask) -> None:
    late = overview(today=MUCH_LATER).overdue
    days = [row.reading.headline.overdue_by for row in late if row.reading.headline]
    assert days == sorted(days, reverse=True)


def test_one_department_narrows_the_list_and_not_the_figures(in_app: Flask) -> None:
    found = overview(today=MUCH_LATER, department="GAJJ")
    assert [row.department_code for row in found.overdue] == ["GAJJ"]
    assert found.overdue_tracks == 5


def test_the_statements_do_not_grow_with_the_items(in_app: Flask) -> None:
    cast = the_cast()
    before = len(statements_of(lambda: overview(today=MUCH_LATER)))
    for number in range(2):
        accept_all(cast, file_case(cast, name=f"第{number}个项目"), day=MONDAY)
    assert len(statements_of(lambda: overview(today=MUCH_LATER))) == before
