"""The supervisor's overview."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.story import week_on
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(week_on)


def test_the_overview_names_every_overdue_item(app: Flask) -> None:
    page = visitor(app, "du").get("/supervision/").text
    assert "5 个事项超期" in page  # the clock of the machine is long past March 2026
    assert "建设用地规划许可证核发" in page
    assert "没有人认领" in page


def test_the_overdue_list_is_narrowed_to_one_department(app: Flask) -> None:
    page = visitor(app, "du").get("/supervision/?department=GAJJ").text
    overdue = page[page.index('id="overdue"') :]
    assert "交通影响评价" in overdue
    assert "建设用地规划许可证核发" not in overdue


@pytest.mark.parametrize(("who", "status"), [("du", 200), ("admin", 200), ("guan", 403), ("lin", 403)])
def test_only_supervisors_and_administrators_look(app: Flask, who: str, status: int) -> None:
    assert visitor(app, who).get("/supervision/").status_code == status
