"""The page of promises: offers with what is told, a day for every deferred paper, and a signature that is proved."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.models.papers import Commitment
from tests.factories.credit import sanctioned
from tests.factories.main_job import the_cast
from tests.factories.vouching import FITOUT, MONEY, shop_drafted, the_shop
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(shop_drafted)


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


@pytest.fixture
def draft(app: Flask) -> str:
    """The address of the draft with both commitments."""
    with app.app_context():
        return f"/enterprise/drafts/{the_shop().case}"


def test_the_page_tells_what_the_department_tells_and_takes_a_choice_back(lin: FlaskClient, draft: str) -> None:
    page = lin.get(f"{draft}/promises").text
    assert "整个事项：公众聚集场所" in page and "国办发〔2020〕42号" in page
    back = {"action": "unvouch", "item": FITOUT, "material": MONEY, "at": f"v-{FITOUT}-{MONEY}"}
    answer = lin.post(f"{draft}/promises", data=back)
    assert answer.status_code == 302 and answer.location.endswith(f"#v-{FITOUT}-{MONEY}")
    assert lin.get(f"{draft}/review").text.count("告知承诺书：") == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"action": "vouch", "item": FITOUT, "material": "M115"}, "目录没有规定这里可以用告知承诺"),
        ({"action": "day", "item": FITOUT, "material": "M102", "day": "昨天"}, "请填日期"),
        ({"action": "fly"}, "没有这个选项"),
    ],
)
def test_what_is_wrong_is_said_beside_it(lin: FlaskClient, draft: str, said: dict[str, str], words: str) -> None:
    answer = lin.post(f"{draft}/promises", data=said | {"at": f"v-{FITOUT}-{MONEY}"})
    assert (answer.status_code, words in answer.text) == (422, True)


def test_a_bar_is_told_with_its_repair_and_the_ordinary_way(app: Flask, lin: FlaskClient, draft: str) -> None:
    with app.app_context():
        sanctioned(the_cast())
    page = lin.get(f"{draft}/promises").text
    for words in ("现在不能作承诺", "严重失信（测试）", "先向作出认定的机关申请信用修复", "普通程序照常"):
        assert words in page
    assert "现在不能作承诺" in lin.get(f"{draft}/review").text


def test_the_signature_is_proved_and_the_input_kept(app: Flask, lin: FlaskClient, draft: str) -> None:
    page = lin.get(f"{draft}/review").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page) or re.search(
        r'value="(\d+)"[^>]*name="version"', page
    )
    assert version is not None
    said = {"version": version[1], "truth_declared": "y", "signs_commitment": "y", "password": "guess"}
    wrong = lin.post(f"{draft}/review", data=said)
    assert (wrong.status_code, "密码不对" in wrong.text) == (422, True)
    assert re.search(r"<input[^>]*checked[^>]*signs_commitment|<input[^>]*signs_commitment[^>]*checked", wrong.text)
    filed = lin.post(f"{draft}/review", data=said | {"password": "a password for tests"})
    assert filed.status_code == 302
    with app.app_context(), reading() as session:
        assert {one.sign_method for one in session.scalars(select(Commitment))} == {"password"}
    assert lin.get(f"{draft}/promises").status_code == 302


def test_whoever_has_a_second_factor_signs_with_a_code(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post("/account/second-factor")
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", lin.get("/account/second-factor").text)
    assert secret is not None
    first = pyotp.TOTP(secret[1].replace(" ", "")).at(now())
    told = lin.post("/account/second-factor/confirm", data={"code": first}).text
    recovery = re.findall(r'<li class="code">([0-9A-Z-]+)</li>', told)[0]
    page = lin.get(f"{draft}/review").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None and 'name="password"' not in page and 'name="code"' in page
    said = {"version": version[1], "truth_declared": "y", "signs_commitment": "y", "password": "a password for tests"}
    by_password = lin.post(f"{draft}/review", data=said)
    assert (by_password.status_code, "签名要输验证码" in by_password.text) == (422, True)
    wrong = lin.post(f"{draft}/review", data=said | {"code": "000000"})
    assert (wrong.status_code, "验证码不对" in wrong.text) == (422, True)
    assert lin.post(f"{draft}/review", data=said | {"code": recovery}).status_code == 302
    with app.app_context(), reading() as session:
        assert {one.sign_method for one in session.scalars(select(Commitment))} == {"totp"}
