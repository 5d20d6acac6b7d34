"""The window corrects a day of acceptance: the notice is chosen, the moves are shown, then it is confirmed."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.web.window import dates
from approvals.models.dates import DateCorrection
from approvals.models.letters import Document
from tests.factories.desk import MALL, TUESDAY, WEDNESDAY, on_the_desk
from tests.factories.main_job import Filed, at, the_case
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case(MALL)


@pytest.fixture(autouse=True)
def it_is_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "now", lambda: at(WEDNESDAY))


def corrections(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(DateCorrection)) or 0


def fields_for(app: Flask, **changes: str) -> dict[str, str]:
    with app.app_context(), reading() as session:
        notice = session.scalars(select(Document.public_id).where(Document.kind == "deferred_acceptance_notice")).one()
    return {
        "notice": notice, "accepted_on": "2026-03-09", "reason_code": "not_recorded", "reason": "",
        "basis": "《中华人民共和国行政许可法》第三十二条",
    } | changes  # fmt: skip


def test_the_day_is_shown_first_and_put_right_when_confirmed(
    app: Flask, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, address = visitor(app, "clerk"), f"/window/cases/{filed.case}/acceptance"
    assert "更正受理日" in clerk.get(f"/window/cases/{filed.case}").text
    assert clerk.get(address).status_code == 200
    shown = clerk.post(address, data=fields_for(app))
    assert shown.status_code == 200 and corrections(app) == 0
    for words in ("现在还没有改", "提前 1 个工作日", "承诺后补的材料", "，不变", "当日已受理，未及时登记"):
        assert words in shown.text, words
    confirmed = fields_for(app, step="confirm")
    for _ in range(2):
        done = clerk.post(address, data=confirmed)
        assert done.status_code == 302 and corrections(app) == len(filed.tracks)
    monkeypatch.setattr(dates, "now", lambda: at(WEDNESDAY, 12))
    late = clerk.post(address, data=confirmed | {"accepted_on": "2026-03-10"})
    assert late.status_code == 409 and "更正了受理日期" in late.text and "钱窗" in late.text
    assert clerk.post(address, data=confirmed | {"notice": "gone"}).status_code == 404


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"accepted_on": "2026-03-06"}, "受理不能早于收到材料的"),
        ({"accepted_on": "2026-03-12"}, "日期不能在今天以后。"),
        ({"accepted_on": TUESDAY.isoformat()}, "日期没有变，不用更正。"),
        ({"accepted_on": "九号"}, "日期要写成 2026-03-09 这样。"),
        ({"accepted_on": ""}, "这一项必须填。"),
        ({"reason_code": "slip"}, "这一项必须填。"),
        ({"reason_code": "nothing"}, "没有这个选项，请从列表里选。"),
        ({"basis": " "}, "这一项必须填。"),
    ],
)
def test_a_refused_day_says_why_and_keeps_the_input(
    app: Flask, filed: Filed, changes: dict[str, str], words: str
) -> None:
    clerk, address = visitor(app, "clerk"), f"/window/cases/{filed.case}/acceptance"
    for step in ("preview", "confirm"):
        refused = clerk.post(address, data=fields_for(app, **changes) | {"step": step})
        assert refused.status_code == 422 and words in refused.text
    assert corrections(app) == 0


def test_a_case_that_is_not_accepted_has_no_day_to_correct(app: Flask, filed: Filed) -> None:
    assert dt.date(2026, 3, 10) == TUESDAY
    clerk = visitor(app, "clerk")
    assert clerk.get("/window/cases/nothing/acceptance").status_code == 404
