"""Alive, ready and measured."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.foundation.database import db
from app.foundation.schema import known
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import now
from approvals.models.traces import OutboxMessage
from approvals.usecases.audit.seal_chains import seal_chains
from approvals.usecases.operations.note_look import note_look
from departments.domain.actor import SYSTEM
from tests.factories.story import settled
from tests.support.house import House
from tests.support.visitors import visitor


def put(seconds_ago: int) -> None:
    moment = now() - dt.timedelta(seconds=seconds_ago)
    row = OutboxMessage(
        key="late",
        queue="paper",
        kind="print",
        payload={},
        created_at=moment,
        due_at=moment,
        next_attempt_at=moment,
    )
    with unit_of_work() as session:
        session.add(row)


def test_a_living_process_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_without_redis_the_house_is_not_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    checks = answer.json["checks"]  # type: ignore[index]
    assert (checks["database"]["ok"], checks["redis"]["ok"], checks["workers"]["ok"]) == (True, False, False)


@pytest.mark.parametrize(("stands", "is_ready"), [(known()[0], True), (known()[1], False), ("of_the_next", True)])
def test_tables_of_the_release_before_are_not_ready_those_of_the_next_are(
    app: Flask, client: FlaskClient, stands: str, is_ready: bool
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :stands"), {"stands": stands})
    assert client.get("/readyz").json["checks"]["schema"] == {"ok": is_ready, "seen": stands}  # type: ignore[index]


def test_with_redis_but_without_workers_it_is_not_ready_either(valkey: str, client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    checks = answer.json["checks"]  # type: ignore[index]
    assert (checks["redis"]["ok"], checks["workers"]["ok"]) == (True, False)


def test_a_row_that_waits_for_more_than_a_minute_is_seen(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        put(90)
    checks = client.get("/readyz").json["checks"]  # type: ignore[index]
    assert checks["oldest_due_seconds"]["ok"] is False
    assert checks["oldest_due_seconds"]["seen"] >= 90


def test_the_figures_are_for_this_machine(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        put(5)
    shown = client.get("/metrics").text
    assert 'binglian_outbox_rows{queue="paper",state="due"} 1' in shown
    assert "binglian_redis_up 0" in shown
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404


def test_what_must_be_0_and_the_age_of_the_last_seal_are_measured(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        note_look(counts={"audit": 3, "truth": 0}, facts={}, actor=SYSTEM, now=now())
        seal_chains(book=app.extensions["binglian.seals"], actor=SYSTEM, now=now() - dt.timedelta(minutes=10))
    shown = client.get("/metrics").text
    assert 'binglian_findings{look="audit"} 3' in shown and 'binglian_findings{look="truth"} 0' in shown
    (age,) = [line.split()[1] for line in shown.splitlines() if line.startswith("binglian_last_seal_age_seconds ")]
    assert 600 <= float(age) < 660
    answer = client.get("/readyz").json
    assert answer is not None
    live = {"due_not_done", "letters_not_issued", "files_not_looked_at", "late_without_alarm"}
    assert answer["counts"] == {"audit": 3, "truth": 0, **dict.fromkeys(live, 0)}
    assert "audit" not in answer["checks"], "a finding is no reason to take the house away"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"])
def test_who_comes_through_a_proxy_on_this_machine_is_not_this_machine(client: FlaskClient, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize(("shown", "status"), [("Bearer right", 200), ("Bearer wrong", 404), ("Basic right", 404)])
def test_the_token_of_the_settings_opens_them_from_everywhere(app: Flask, shown: str, status: int) -> None:
    told = app.extensions["binglian.settings"]
    app.extensions["binglian.settings"] = dataclasses.replace(told, metrics_token="right")
    headers = {"Authorization": shown, "X-Forwarded-For": "203.0.113.9"}
    assert app.test_client().get("/metrics", headers=headers).status_code == status


def test_without_a_token_set_an_empty_one_is_not_right(client: FlaskClient) -> None:
    headers = {"Authorization": "Bearer ", "X-Forwarded-For": "203.0.113.9"}
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.starts_from.with_args(settled)
@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("du", 404)])
def test_from_elsewhere_only_an_administrator_reads_them(app: Flask, who: str, status: int) -> None:
    answer = visitor(app, who).get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert answer.status_code == status


def test_with_every_worker_at_work_the_house_is_ready_and_without_them_it_is_not(house: House) -> None:
    house.start("web", "clock", "paper", "notice", "report")
    house.wait_until(lambda: house.answers("/readyz"), "the house is ready")
    house.stop("notice")
    house.wait_until(lambda: not house.answers("/readyz"), "the house is not ready without one of them")
