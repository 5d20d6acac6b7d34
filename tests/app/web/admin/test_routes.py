"""People, stewards and jobs."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.cases import Track
from approvals.models.traces import OutboxMessage
from approvals.models.watch import TruthFinding
from approvals.queries.truth import count_open_findings
from approvals.usecases.clock.check_truth import check_truth
from approvals.usecases.operations.note_look import note_look
from departments.domain.actor import SYSTEM
from tests.factories.main_job import Filed, the_case, the_cast
from tests.factories.story import week_on
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(week_on)
BEFORE = dt.datetime(2026, 3, 16, tzinfo=dt.UTC)


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return visitor(app, "admin")


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case()


def test_people_are_listed_with_role_and_department_and_a_masked_number(admin: FlaskClient) -> None:
    page = admin.get("/admin/people?q=lin").text
    assert "138****0001" in page
    assert "13800000001" not in page
    assert "明泉家居有限公司" in page


def test_people_are_filtered_by_role(admin: FlaskClient) -> None:
    page = admin.get("/admin/people?role=steward").text
    assert "关宁" in page
    assert "林晓" not in page


def test_a_project_is_given_to_another_steward(app: Flask, admin: FlaskClient, filed: Filed) -> None:
    with app.app_context():
        cast = the_cast()
        zhao = cast.public_id(cast.zhao)
    answer = admin.post(f"/admin/stewards/{filed.project}", data={f"p{filed.project}-steward": zhao})
    assert answer.status_code == 302
    assert visitor(app, "zhao").get(f"/steward/projects/{filed.project}").status_code == 200
    assert visitor(app, "guan").get(f"/steward/projects/{filed.project}").status_code == 404


def test_a_project_is_not_given_to_nobody_nor_to_somebody_else(app: Flask, admin: FlaskClient, filed: Filed) -> None:
    with app.app_context():
        cast = the_cast()
        lin = cast.public_id(cast.lin)
    answers = [
        admin.post(f"/admin/stewards/{filed.project}", data={f"p{filed.project}-steward": who}) for who in ("", lin)
    ]
    assert [answer.status_code for answer in answers] == [422, 422]


def test_a_supervisor_assigns_stewards_too(app: Flask) -> None:
    assert visitor(app, "du").get("/admin/stewards").status_code == 200


def test_a_dead_letter_shows_its_reason_and_is_tried_again(app: Flask, admin: FlaskClient) -> None:
    with app.app_context(), unit_of_work() as session:
        row = OutboxMessage(
            key="print:9", queue="paper", kind="print", payload={}, created_at=BEFORE, due_at=BEFORE,
            next_attempt_at=BEFORE, attempts=8, dead_at=BEFORE, last_error="cannot open font",
        )  # fmt: skip
        session.add(row)
        session.flush()
        message = row.id
    assert "cannot open font" in admin.get("/admin/jobs").text
    assert admin.post(f"/admin/jobs/{message}/retry").status_code == 302
    assert "cannot open font" not in admin.get("/admin/jobs").text
    assert admin.post(f"/admin/jobs/{message}/retry").status_code == 409


def test_what_died_of_one_cause_is_tried_again_with_one_button(app: Flask, admin: FlaskClient) -> None:
    with app.app_context(), unit_of_work() as session:
        for number in range(3):
            session.add(
                OutboxMessage(
                    key=f"mail:{number}", queue="notice", kind="mail", payload={}, created_at=BEFORE, due_at=BEFORE,
                    next_attempt_at=BEFORE, attempts=8, dead_at=BEFORE, last_error="no mail server",
                )
            )  # fmt: skip
    assert "mail 的 3 件都再试一次" in admin.get("/admin/jobs").text
    assert admin.post("/admin/jobs/dead/mail/retry").status_code == 302
    assert "no mail server" not in admin.get("/admin/jobs").text


def test_without_redis_the_page_says_that_nothing_is_lost(admin: FlaskClient) -> None:
    assert "连不上 Redis，文书和通知会晚到，什么都不会丢" in admin.get("/admin/jobs").text


def test_what_the_night_found_is_named_and_put_right(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        with unit_of_work() as session:
            track = session.scalars(
                select(Track).where(Track.ended_at.is_(None), Track.committed_due_on.is_not(None)).order_by(Track.id)
            ).first()
            assert track is not None and track.committed_due_on is not None
            right, track.committed_due_on = track.committed_due_on.isoformat(), dt.date(2027, 1, 4)
        check_truth(actor=SYSTEM, now=BEFORE)
        note_look(counts={"truth": 1, "audit": 0}, facts={}, actor=SYSTEM, now=BEFORE)
        with reading() as session:
            number = session.scalars(select(TruthFinding.id).where(TruthFinding.stored == "2027-01-04")).one()
    page = admin.get("/admin/jobs").text
    assert "存的到期日和重算的不一样" in page and "2027-01-04" in page and right in page
    assert admin.post(f"/admin/jobs/findings/{number}/correct").status_code == 302
    page = admin.get("/admin/jobs").text
    with app.app_context(), reading() as session:
        left = count_open_findings(session)
    assert "2027-01-04" not in page
    assert f'"></use></svg>{left}</span>' in page, "what was put right by day counts at once"
    assert admin.post(f"/admin/jobs/findings/{number}/correct").status_code == 404
