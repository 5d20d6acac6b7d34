"""A hearing from the right to its record: letters at each step, no decision before its end, no clock running in it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from approvals.domain.refusals import Refusal
from tests.factories.arrived import issued
from tests.factories.main_job import MONDAY, Filed, at, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted)
ITEM = "LX-10"
TUESDAY = MONDAY + dt.timedelta(days=1)
HELD, AFTER = dt.date(2026, 3, 20), dt.date(2026, 3, 23)


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case()


def today(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> None:
    for module, name in (("department.changes", "now"), ("enterprise.case", "present"), ("department.page", "now")):
        monkeypatch.setattr(f"app.web.{module}.{name}", lambda: at(day, 16))


def send(client: FlaskClient, filed: Filed, verb: str, status: int = 302, **words: str) -> str:
    address = f"/department/tracks/{filed.tracks[ITEM]}/changes"
    version = re.findall(rf'name="{verb}-version"[^>]*value="(\d+)"', client.get(address).text)
    fields = {f"{verb}-{name}": value for name, value in {"version": version[0], **words}.items()}
    answer = client.post(f"{address}/{verb}", data=fields)
    assert answer.status_code == status, answer.text
    return answer.text


def reach(app: Flask) -> None:
    """The notice is sealed the same day."""
    with app.app_context():
        issued("hearing_right_notice", at(MONDAY, 17))


def test_the_whole_way_of_a_hearing(app: Flask, filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    wu, lin, item = (
        visitor(app, "wu-WL"),
        visitor(app, "lin"),
        f"/enterprise/cases/{filed.case}/items/{filed.tracks[ITEM]}",
    )
    with app.app_context():
        work = Work(the_cast(), filed)
        work.claim(ITEM)
        work.judge(ITEM)
    today(monkeypatch, MONDAY)
    send(wu, filed, "hearing-right", intended="拟准予在墓葬区施工", reasons="直接涉及相邻单位重大利益")
    reach(app)
    assert "要求听证" in lin.get(item).text
    with app.app_context(), pytest.raises(Refusal, match="hearing_open"):
        work.propose(ITEM)
    today(monkeypatch, TUESDAY)
    assert lin.post(f"{item}/hearing").status_code == 302 and lin.post(f"{item}/hearing").status_code == 409
    early = send(wu, filed, "hearing-call", 422, held_at="2026-03-17T09:30", place="听证室", chair="周")
    assert "最早 2026年3月19日" in early
    send(wu, filed, "hearing-call", held_at="2026-03-20T09:30", place="听证室", chair="周", is_public="y")
    assert "听证室" in lin.get(item).text
    with app.app_context():
        track = work.track(ITEM)
        assert track.light == "paused" and {one.kind for one in work.documents()} >= {
            "hearing_right_notice", "hearing_notice", "hearing_announcement", "pause_notice"}  # fmt: skip
    assert "听证还没有举行" in send(wu, filed, "hearing-close", 422, minutes="双方到场。")
    today(monkeypatch, AFTER)
    send(wu, filed, "hearing-close", minutes="双方到场，申请人同意调整红线。")
    with app.app_context():
        assert work.track(ITEM).light != "paused" and work.documents("resume_notice")
        work.propose(ITEM, day=AFTER)
        assert "officer:hearing:closed" in work.tags()


def test_nobody_asks_and_the_work_goes_on(app: Flask, filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    wu, lin = visitor(app, "wu-WL"), visitor(app, "lin")
    today(monkeypatch, MONDAY)
    send(wu, filed, "hearing-right", intended="拟准予", reasons="涉及重大利益")
    reach(app)
    assert "最迟" in send(wu, filed, "hearing-close", 422, minutes="没有人要求听证。")
    today(monkeypatch, HELD)
    answer = lin.post(f"/enterprise/cases/{filed.case}/items/{filed.tracks[ITEM]}/hearing")
    assert answer.status_code == 409 and "已经过了" in answer.text
    send(wu, filed, "hearing-close", minutes="没有人要求听证。")
    with app.app_context():
        work = Work(the_cast(), filed)
        work.decide(ITEM, day=HELD)
        assert work.states()[ITEM] == "granted"
