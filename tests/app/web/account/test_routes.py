"""The bell and the language."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.foundation.database import db
from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import Notification
from tests.factories.main_job import the_cast
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)
EARLY = dt.datetime(2026, 3, 16, tzinfo=dt.UTC)


@pytest.fixture
def told(app: Flask) -> dict[str, int]:
    """Two lines for Guan, one for Du: name → id."""
    with app.app_context():
        cast = the_cast()
        rows = {
            name: Notification(key=name, account_id=who.account_id, code=code, params={}, created_at=EARLY + after)
            for name, who, code, after in (
                ("first", cast.guan, "question_asked", dt.timedelta(0)),
                ("second", cast.guan, "alarm_overdue", dt.timedelta(hours=1)),
                ("foreign", cast.du, "alarm_overdue", dt.timedelta(0)),
            )
        }
        with unit_of_work() as session:
            session.add_all(rows.values())
            session.flush()
            return {name: row.id for name, row in rows.items()}


@pytest.fixture
def guan(app: Flask) -> FlaskClient:
    return visitor(app, "guan")


def test_the_newest_line_comes_first_and_the_mast_counts(guan: FlaskClient, told: dict[str, int]) -> None:
    page = guan.get("/account/notifications").text
    assert page.index("已经超期") < page.index("企业提了一个问题")
    assert '<span class="bl-count">2</span>' in page


def test_reading_all_leaves_the_lines_of_others_alone(app: Flask, guan: FlaskClient, told: dict[str, int]) -> None:
    assert guan.post("/account/notifications/read").status_code == 302
    assert "消息都读过了" in guan.get("/account/notifications").text
    assert "1 条没有读的消息" in visitor(app, "du").get("/account/notifications").text


def test_opening_a_foreign_line_reads_nothing(app: Flask, guan: FlaskClient, told: dict[str, int]) -> None:
    assert guan.post(f"/account/notifications/{told['foreign']}/open").location == "/account/notifications"
    assert "1 条没有读的消息" in visitor(app, "du").get("/account/notifications").text


def test_the_figure_of_the_mast_costs_one_statement(app: Flask, guan: FlaskClient, told: dict[str, int]) -> None:
    seen: list[str] = []
    listen = lambda _c, _cursor, statement, *_rest: seen.append(statement)  # noqa: E731
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", listen)
        engine = db.engine
    guan.get("/account/profile")
    event.remove(engine, "before_cursor_execute", listen)
    assert sum("notification" in statement for statement in seen) == 1


def test_the_chosen_language_is_kept_with_the_account(app: Flask, guan: FlaskClient) -> None:
    assert guan.post("/account/profile", data={"locale": "en"}).status_code == 302
    assert "My account" in visitor(app, "guan").get("/account/profile").text


def test_a_language_nobody_speaks_is_refused(guan: FlaskClient) -> None:
    assert guan.post("/account/profile", data={"locale": "tlh"}).status_code == 422
