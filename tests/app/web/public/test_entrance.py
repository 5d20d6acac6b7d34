"""The way in: registering with a credit code, signing in, signing out."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.web.throttle import PER_PERSON
from approvals.models.applicants import Enterprise
from departments.models.people import Account, FailedSignIn
from tests.factories.main_job import PASSWORD
from tests.factories.story import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
FORM = {
    "uscc": "9137 0200 2645 7425 1e", "enterprise_name": "海岱家居有限公司", "legal_representative": "孟海",
    "address": "济南市章丘区", "person_name": "孟溪", "phone": "0531-83210000", "email": "meng@example.com",
    "username": "meng", "password": "long enough to be good", "repeated": "long enough to be good",
}  # fmt: skip


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def count(app: Flask, model: type) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_enterprise_registers_and_is_signed_in(app: Flask, client: FlaskClient) -> None:
    answer = client.post("/register", data=FORM)
    assert (answer.status_code, answer.location) == (302, "/enterprise/")
    assert "还没有项目" in client.get("/enterprise/").text
    with app.app_context(), reading() as session:
        assert session.scalar(select(Enterprise.uscc).order_by(Enterprise.id.desc())) == "91370200264574251E"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("91370200264574251F", "最后一位（校验码）不对"),
        ("9137020026457425", "18 位，现在是 16 位"),
        ("9137020026457425IE", "第 17 位“I”不会出现"),
        ("914403001922038216", "这家企业已经注册"),
    ],
)
def test_a_wrong_credit_code_is_told_which_check_failed_and_the_input_is_kept(
    app: Flask, client: FlaskClient, typed: str, said: str
) -> None:
    before = count(app, Account)
    answer = client.post("/register", data=FORM | {"uscc": typed})
    assert answer.status_code == 422
    assert said in answer.text and typed in answer.text and "海岱家居有限公司" in answer.text
    assert count(app, Account) == before


def test_every_wrong_field_is_told_at_once(client: FlaskClient) -> None:
    page = client.post("/register", data={"uscc": "1", "email": "x", "repeated": "y", "password": "short"}).text
    assert "现在是 1 位" in page and "name@example.com" in page and "10 个字符以上" in page


def test_a_taken_user_name_is_told_beside_its_field(client: FlaskClient) -> None:
    page = client.post("/register", data=FORM | {"username": "lin"}).text
    assert "这个用户名已经有人用了" in page


def test_signing_in_leads_to_where_the_person_wanted_to_go(client: FlaskClient) -> None:
    sent = client.get("/enterprise/documents")
    assert sent.location.startswith("/sign-in")
    answer = client.post("/sign-in", data={"username": "lin", "password": PASSWORD, "next": "/enterprise/documents"})
    assert answer.location == "/enterprise/documents"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_a_link_cannot_lead_to_another_site_after_signing_in(client: FlaskClient, elsewhere: str) -> None:
    answer = client.post("/sign-in", data={"username": "lin", "password": PASSWORD, "next": elsewhere})
    assert answer.location == "/enterprise/"


def test_a_wrong_name_and_a_wrong_password_sound_alike(client: FlaskClient) -> None:
    for name in ("lin", "nobody"):
        answer = client.post("/sign-in", data={"username": name, "password": "wrong"})
        assert answer.status_code == 422 and "用户名或密码不对。" in answer.text


def test_after_too_many_tries_not_even_the_right_password_opens(app: Flask, client: FlaskClient) -> None:
    for _ in range(PER_PERSON):
        client.post("/sign-in", data={"username": "lin", "password": "wrong"})
    answer = client.post("/sign-in", data={"username": "lin", "password": PASSWORD})
    assert "试的次数太多了" in answer.text
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    with app.app_context(), reading() as session:
        assert not any("lin" in name for name in session.scalars(select(FailedSignIn.username)))


def test_registering_is_no_way_to_ask_which_names_are_taken(app: Flask, client: FlaskClient) -> None:
    before = count(app, Account)
    for number in range(PER_PERSON):
        answer = client.post("/register", data=FORM | {"username": "lin", "phone": f"0531-8321000{number}"})
        assert answer.status_code == 422 and "已经有人用了" in answer.text
    answer = client.post("/register", data=FORM | {"username": "nobody-yet"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "试的次数太多了" in answer.text and "海岱家居有限公司" in answer.text
    assert count(app, Account) == before


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient) -> None:
    client.post("/sign-in", data={"username": "lin", "password": PASSWORD})
    cookie = client.get_cookie("binglian")
    assert cookie is not None
    client.post("/sign-out")
    client.set_cookie("binglian", cookie.value)
    assert client.get("/enterprise/").status_code == 302


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/sign-in", data={"username": "lin", "password": PASSWORD}).status_code == 400
