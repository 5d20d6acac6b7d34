"""What an operator sees: figures for everybody who administers, what is stuck for who oversees all divisions."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.bell import QUEUES, Bell, QueueState
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import now
from app.web.presenters.reconciliation_words import RECONCILIATION_WORDS, WHAT
from approvals.domain.chain import Break
from approvals.models.traces import OutboxMessage
from approvals.queries.reconciliations import BY_NAME
from approvals.usecases.operations.note_look import note_look
from approvals.usecases.outbox.note_run import note_run
from departments.domain.actor import SYSTEM
from departments.models.people import Account, Department, Division, Post
from tests.building.tree import ROOT
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)


@pytest.fixture
def stuck(app: Flask) -> None:
    """A dead row, and a torn record that the night has found."""
    past = now() - dt.timedelta(hours=1)
    with app.app_context():
        with unit_of_work() as session:
            session.add(
                OutboxMessage(
                    key="print:9", queue="paper", kind="print", payload={}, created_at=past, due_at=past,
                    next_attempt_at=past, attempts=8, dead_at=past, last_error="cannot open font",
                )
            )  # fmt: skip
        first = [{"what": "edited", "name": "370114-2026-1", "case": 1, "seq": 2, "seal": None}]
        note_look(counts={"audit": 1}, facts={"audit": {"first": first}}, actor=SYSTEM, now=past)


@pytest.mark.usefixtures("stuck")
def test_each_count_has_a_page_with_its_meaning_what_to_do_and_what_was_found(app: Flask) -> None:
    admin = visitor(app, "admin")
    page = admin.get("/admin/jobs").text
    for name in BY_NAME:
        assert f'href="/admin/jobs/looks/{name}"' in page
        assert admin.get(f"/admin/jobs/looks/{name}").status_code == 200
    assert "第 2 条写好以后被改过" in admin.get("/admin/jobs/looks/audit").text
    assert "print:9" in admin.get("/admin/jobs/looks/due_not_done").text
    admin.get("/admin/jobs?lang=en")
    assert admin.get("/admin/jobs/looks/none").status_code == 404


def test_a_file_that_waits_for_the_scanner_is_no_house_that_is_well_and_its_page_says_why(app: Flask) -> None:
    past = now() - dt.timedelta(hours=1)
    with app.app_context(), unit_of_work() as session:
        session.add(
            OutboxMessage(
                key="look_at_file:9", queue="report", kind="look_at_file", payload={"away": 30}, created_at=past,
                due_at=past, next_attempt_at=now() + dt.timedelta(minutes=1), last_error="ScannerAway: clamd: no answer",
            )
        )  # fmt: skip
    shown = visitor(app, "admin").get("/admin/jobs/looks/files_not_looked_at").text
    assert "look_at_file:9" in shown and "还没有查毒" in shown and "ScannerAway: clamd: no answer" in shown
    said = app.test_cli_runner().invoke(args=["doctor"]).output
    assert "MISSING  files not looked at: 1 found" in said and "ScannerAway: clamd: no answer" in said
    said = app.test_cli_runner().invoke(args=["reconcile", "--only", "files_not_looked_at"])
    assert said.exit_code == 1 and "- look_at_file:9 file waits: ScannerAway: clamd: no answer" in said.output


@pytest.mark.usefixtures("stuck")
def test_an_administrator_of_one_division_sees_figures_and_not_whose_they_are(app: Flask) -> None:
    with app.app_context(), unit_of_work() as session:
        account = session.scalars(select(Account).where(Account.username == "admin")).one()
        division = Division(code="370199", name_zh="别的区", name_en="Elsewhere", level="district")
        session.add(division)
        session.flush()
        for post in session.scalars(select(Post).where(Post.account_id == account.id)):
            post.division_id = division.id
        assert session.scalar(select(Department.id).limit(1)) is not None
    admin = visitor(app, "admin")
    page = admin.get("/admin/jobs").text
    assert "1 件办不成，要人处理" in page or "连不上 Redis" in page
    assert "cannot open font" not in page and "print:9" not in page
    assert "由管理全部区划的管理员查看和处理" in page
    assert "第 2 条" not in admin.get("/admin/jobs/looks/audit").text
    assert admin.post("/admin/jobs/1/retry").status_code == 403


def headline(app: Flask) -> str:
    return visitor(app, "admin").get("/admin/jobs").text.split("<h1>")[1].split("</h1>")[0]


def test_the_page_does_not_call_a_house_well_whose_record_is_torn_or_whose_letters_nobody_prints(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = {name: QueueState(name, 0, 1) for name in QUEUES}
    monkeypatch.setattr(Bell, "states", lambda self: tuple(working.values()))
    with app.app_context():
        note_run(job="timetable", queue="", started_at=now(), touched=0, error="", actor=SYSTEM, now=now())
        assert headline(app) == "都正常"
        note_look(counts={"audit": 3}, facts={}, actor=SYSTEM, now=now())
    assert headline(app) == "核对发现 3 处不对，要人看"
    working["paper"] = QueueState("paper", 0, 0)
    assert headline(app) == "有队列没有在工作的进程"


def test_a_timetable_that_does_not_ring_is_said(app: Flask, valkey: str) -> None:
    admin = visitor(app, "admin")
    assert "定时铃还没有响过" in admin.get("/admin/jobs").text
    with app.app_context():
        moment = now()
        note_run(job="timetable", queue="", started_at=moment, touched=0, error="", actor=SYSTEM, now=moment)
    assert "定时铃最近一次" in admin.get("/admin/jobs").text


def test_every_count_and_everything_that_may_be_found_has_words() -> None:
    assert set(RECONCILIATION_WORDS) == set(BY_NAME)
    assert {one.value for one in Break} <= set(WHAT)
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in BY_NAME if f"| `{name}` |" not in told] == []
