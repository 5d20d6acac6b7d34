"""Changing what was decided, through the page: each verb with its letter, and the chain that anyone can follow."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.arrived import issued
from tests.factories.lives import FRIDAY, LICENCE, OPINION, decided
from tests.factories.main_job import Filed, at, the_case, the_cast
from tests.factories.work import Work
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(decided)
DECISION = {
    "findings": "勘探资料系伪造。",
    "heard": "3月12日听取陈述。",
    "reasons": "以欺骗手段取得。",
    "effect": "不再有效。",
}


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case()


@pytest.fixture(autouse=True)
def it_is_friday(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("changes", "page", "carrying_out"):
        monkeypatch.setattr(f"app.web.department.{module}.now", lambda: at(FRIDAY))
    monkeypatch.setattr("app.web.enterprise.case.present", lambda: at(FRIDAY))


class Desk:
    """A head at the page of one item."""

    def __init__(self, client: FlaskClient, track: str) -> None:
        self.client, self.address = client, f"/department/tracks/{track}/changes"

    def open(self) -> str:
        return self.client.get(self.address).text

    def send(self, verb: str, status: int = 302, **words: Any) -> str:
        version = re.findall(rf'name="{verb}-version"[^>]*value="(\d+)"', self.open())[-1]
        fields = {f"{verb}-{name}": value for name, value in {"version": version, **words}.items()}
        step = {"step": words["step"]} if "step" in words else {}
        answer = self.client.post(f"{self.address}/{verb}", data=fields | step)
        assert answer.status_code == status, answer.text
        return answer.text


def test_a_slip_then_a_revocation_and_the_chain_is_shown_to_everybody(app: Flask, filed: Filed) -> None:
    desk = Desk(visitor(app, "wu-WL"), filed.tracks[LICENCE])
    page = desk.open()
    (first,) = set(re.findall(r'<option value="([\w-]+)">准予行政许可决定书', page))
    assert "撤销许可" in page and "重新办理" in page and 'id="terminate"' not in page
    slip = {"document": first, "wrong": "材料齐全", "right": "材料完备", "reason": "录入笔误"}
    assert "没有这几个字" in desk.send("reissue", 422, **slip | {"wrong": "天马行空"})
    desk.send("reissue", 303, **slip, step="draft")
    desk.send("reissue", **slip)
    page = desk.open()
    assert "已替换" in page and "被新的文书替代：" in page and "录入笔误" in page
    (second,) = set(re.findall(r'<option value="([\w-]+)">准予行政许可决定书', page)) - {first}
    assert "这一项必须填。" in desk.send("revoke", 422, ground="fraud", findings="勘探资料系伪造。")
    assert "还没有告知企业拟作出的决定" in desk.send("revoke", 422, ground="fraud", **DECISION)
    lin, told = (
        visitor(app, "lin"),
        {"act": "revoke", "intended": "撤销建设工程规划许可证", "reasons": "勘探资料系伪造。"},
    )
    item = f"/enterprise/cases/{filed.case}/items/{filed.tracks[LICENCE]}"
    desk.send("intend", 303, **told, step="draft")
    desk.send("intend", **told)
    assert "听证告知书还没有送到企业" in desk.send("revoke", 422, ground="fraud", **DECISION)
    assert "期限从送达之日起算" in desk.open() and "期限从收到听证告知书之日起算" in lin.get(item).text
    with app.app_context():
        issued("hearing_right_notice", at(FRIDAY, 16))
    assert "企业还没有提出意见" in desk.open()
    assert "企业在 2026年3月20日" in desk.send("revoke", 422, ground="fraud", **DECISION)
    assert "撤销建设工程规划许可证" in lin.get(item).text
    assert "这一项必须填。" in lin.post(f"{item}/statement", data={"text": " "}).text
    assert lin.post(f"{item}/statement", data={"text": "资料由第三方提供。"}).status_code == 302
    assert "3月13日你单位提出：资料由第三方提供。" in desk.open(), "the decision starts from what was said"
    desk.send("revoke", ground="fraud", **DECISION)
    shown = lin.get(f"/letters/{second}").text
    assert "不再有效" in shown and "章审撤销〔2026〕1号" in shown and "以欺骗手段取得。" in shown
    assert "它处理或者替代的文书：" in shown, "the corrected letter names the one it replaced"
    assert (
        lin.get(f"/letters/{first}").status_code == 200
        and visitor(app, "zhao").get(f"/letters/{first}").status_code == 404
    )
    with app.app_context():
        assert Work(the_cast(), filed).states()[LICENCE] == "revoked"


def test_a_refusal_is_decided_anew_and_may_then_be_terminated(app: Flask, filed: Filed) -> None:
    desk = Desk(visitor(app, "wu-GAJJ"), filed.tracks[OPINION])
    order = {"ground": "court", "reason": "判决责令重新作出", "paper_no": "（2026）鲁0114行初1号"}
    assert "请写明复议决定或者判决的文号和日期。" in desk.send("reopen", 422, **order)
    desk.send("reopen", **order, paper_on="2026-03-12", limit_wd="10")
    page = desk.open()
    assert "第 2 次办理" in page and "已撤销" in page
    assert "终止办理" in page and "撤销许可" not in page
    refused = desk.send("terminate", 422, ground="broken_promise", reasons="未交", heard="已听取", basis="某条例")
    assert "没有到期未兑现的承诺" in refused
    desk.send("terminate", ground="project_cancelled", reasons="项目取消", heard="已听取", basis="某条例")
    assert "终止办理决定书" in desk.open()
    chen = Desk(visitor(app, "chen-GAJJ"), filed.tracks[OPINION])
    assert "由签发人办理" in chen.open()
    assert chen.client.post(f"{chen.address}/reopen", data={}).status_code == 403
