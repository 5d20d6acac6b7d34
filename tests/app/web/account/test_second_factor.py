"""The second factor: set up with a telephone, asked after the password, spent by one use, required of who decides."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.adapters import one_time_codes
from app.foundation.reading import reading
from app.web import identity
from app.web.account import second_factor
from app.web.public import entrance
from app.web.throttle import PER_PERSON
from departments.domain.actor import Role
from departments.models.people import Account, RecoveryCode
from tests.factories.main_job import PASSWORD
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)
NAME_AND_PASSWORD = {"username": "du", "password": PASSWORD}
HALF_A_MINUTE = dt.timedelta(seconds=one_time_codes.STEP_SECONDS)


class Watch:
    """A clock that all doors read, and that a test moves on."""

    def __init__(self) -> None:
        self.moment = identity.now()

    def __call__(self) -> dt.datetime:
        return self.moment

    def on(self, by: dt.timedelta = HALF_A_MINUTE) -> None:
        self.moment += by


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    for door, name in ((second_factor, "now"), (entrance, "present"), (identity, "now")):
        monkeypatch.setattr(door, name, made)
    return made


@pytest.fixture
def du(app: Flask) -> FlaskClient:
    return visitor(app, "du")


def secret_on(client: FlaskClient) -> pyotp.TOTP:
    """What a person copies from the page into the telephone."""
    found = re.search(r"data-secret>([A-Z2-7 ]+)<", client.get("/account/second-factor").text)
    assert found is not None
    return pyotp.TOTP(found[1].replace(" ", ""))


def enrolled(client: FlaskClient, watch: Watch) -> tuple[pyotp.TOTP, list[str]]:
    """The telephone and the recovery codes of somebody who has just turned it on."""
    assert client.post("/account/second-factor").location == "/account/second-factor"
    telephone = secret_on(client)
    answer = client.post("/account/second-factor/confirm", data={"code": telephone.at(watch.moment)})
    assert answer.status_code == 200, answer.text
    codes = re.findall(r'<li class="code">([0-9A-Z-]+)</li>', answer.text)
    watch.on()
    return telephone, codes


def comes_in(client: FlaskClient, code: str) -> bool:
    """Password, then this code: is the person in?"""
    assert client.post("/sign-in", data=NAME_AND_PASSWORD).location == "/sign-in/code"
    client.post("/sign-in/code", data={"code": code})
    return client.get("/supervision/").status_code == 200


def test_after_it_is_on_the_password_alone_opens_nothing(app: Flask, du: FlaskClient, watch: Watch) -> None:
    telephone, _ = enrolled(du, watch)
    browser = app.test_client()
    sent = browser.post("/sign-in", data=NAME_AND_PASSWORD | {"next": "/account/profile"})
    assert sent.location == "/sign-in/code?next=/account/profile"
    assert browser.get("/supervision/").location.startswith("/sign-in")
    wrong = browser.post("/sign-in/code", data={"code": "000000"})
    assert wrong.status_code == 422 and "验证码不对" in wrong.text
    right = {"code": telephone.at(watch.moment), "next": "/account/profile"}
    assert browser.post("/sign-in/code", data=right).location == "/account/profile"
    assert browser.get("/supervision/").status_code == 200


def test_a_code_opens_once_and_an_older_one_not_at_all(app: Flask, du: FlaskClient, watch: Watch) -> None:
    telephone, _ = enrolled(du, watch)
    earlier, code = telephone.at(watch.moment - HALF_A_MINUTE), telephone.at(watch.moment)
    assert comes_in(app.test_client(), code)
    assert not comes_in(app.test_client(), code) and not comes_in(app.test_client(), earlier)
    watch.on()
    assert comes_in(app.test_client(), telephone.at(watch.moment))


def test_ten_recovery_codes_each_open_once_and_are_kept_as_hashes(app: Flask, du: FlaskClient, watch: Watch) -> None:
    _, codes = enrolled(du, watch)
    assert len(set(codes)) == 10
    assert comes_in(app.test_client(), codes[0].lower().replace("-", " ")) and not comes_in(app.test_client(), codes[0])
    assert "还有 9 个恢复码" in du.get("/account/second-factor").text
    with app.app_context(), reading() as session:
        kept = set(session.scalars(select(RecoveryCode.code_hash)))
    assert len(kept) == 10 and not kept & set(codes)


def test_the_secret_lies_sealed_and_is_shown_on_no_page_after_the_first_code(
    app: Flask, du: FlaskClient, watch: Watch
) -> None:
    telephone, codes = enrolled(du, watch)
    with app.app_context(), reading() as session:
        sealed = session.scalars(select(Account.totp_secret).where(Account.username == "du")).one()
    assert sealed and telephone.secret not in sealed
    page = du.get("/account/second-factor").text
    assert "data-secret" not in page and codes[0] not in page and "data:image/svg" not in page


def test_guessing_the_code_ends(app: Flask, du: FlaskClient, watch: Watch) -> None:
    telephone, _ = enrolled(du, watch)
    browser = app.test_client()
    browser.post("/sign-in", data=NAME_AND_PASSWORD)
    for _ in range(PER_PERSON):
        browser.post("/sign-in/code", data={"code": "000000"})
    assert "试的次数太多了" in browser.post("/sign-in/code", data={"code": telephone.at(watch.moment)}).text
    assert browser.get("/supervision/").status_code == 302


def test_without_the_password_shown_just_now_no_code_is_asked(app: Flask, du: FlaskClient, watch: Watch) -> None:
    telephone, _ = enrolled(du, watch)
    browser = app.test_client()
    code = {"code": telephone.at(watch.moment)}
    assert browser.post("/sign-in/code", data=code).location == "/sign-in"
    browser.post("/sign-in", data=NAME_AND_PASSWORD)
    watch.on(identity.HALF_WAY_LASTS)
    assert browser.post("/sign-in/code", data=code).location == "/sign-in"


def test_turning_it_on_ends_the_sessions_of_other_browsers(app: Flask, du: FlaskClient, watch: Watch) -> None:
    forgotten = visitor(app, "du")
    enrolled(du, watch)
    assert forgotten.get("/supervision/").status_code == 302 and du.get("/supervision/").status_code == 200


def test_it_goes_off_only_with_password_and_code(app: Flask, du: FlaskClient, watch: Watch) -> None:
    telephone, _ = enrolled(du, watch)
    code = telephone.at(watch.moment)
    for wrong in ({"password": "no", "code": code}, {"password": PASSWORD, "code": "000000"}, {"code": code}):
        assert du.post("/account/second-factor/off", data=wrong).status_code == 422
    assert du.post("/account/second-factor/off", data={"password": PASSWORD, "code": code}).status_code == 302
    assert visitor(app, "du").get("/supervision/").status_code == 200


def test_a_wrong_first_code_turns_nothing_on(app: Flask, du: FlaskClient) -> None:
    assert du.post("/account/second-factor/confirm", data={"code": "123456"}).status_code == 409
    du.post("/account/second-factor")
    assert du.post("/account/second-factor/confirm", data={"code": "12345"}).status_code == 422
    assert visitor(app, "du").get("/supervision/").status_code == 200


def test_whose_post_needs_it_is_led_to_setting_it_up_and_nowhere_else(app: Flask, watch: Watch) -> None:
    told = app.extensions["binglian.settings"]
    app.extensions["binglian.settings"] = dataclasses.replace(told, totp_required_roles=frozenset({Role.SUPERVISOR}))
    du = visitor(app, "du")
    for page in ("/supervision/", "/account/profile", "/account/notifications", "/admin/stewards"):
        assert du.get(page).location == "/account/second-factor", page
    assert "您的岗位要求二次验证" in du.get("/account/second-factor").text
    assert du.get("/").status_code == 200 and visitor(app, "guan").get("/steward/").status_code == 200
    enrolled(du, watch)
    assert du.get("/supervision/").status_code == 200


def test_an_operator_resets_it_and_everybody_is_out(app: Flask, du: FlaskClient, watch: Watch) -> None:
    enrolled(du, watch)
    runner = app.test_cli_runner()
    assert "no second factor any more" in runner.invoke(args=["people", "reset-totp", "du"]).output
    assert du.get("/supervision/").status_code == 302 and visitor(app, "du").get("/supervision/").status_code == 200
    assert runner.invoke(args=["people", "reset-totp", "nobody"]).exit_code == 1
