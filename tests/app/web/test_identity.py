"""Sessions: changed at the sign-in, dead after the sign-out, and carried in a cookie nobody else reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from app.factory import create_app
from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import now
from app.web.identity import IDLE
from departments.models.people import Account, SignInSession
from tests.factories.main_job import PASSWORD
from tests.factories.story import settled
from tests.support.installation import environment_for

pytestmark = pytest.mark.starts_from.with_args(settled)
NAME_AND_PASSWORD = {"username": "lin", "password": PASSWORD}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("binglian")
    assert found is not None
    return found.value


def with_cookie(app: Flask, value: str) -> int:
    """What somebody gets who stole this cookie."""
    thief = app.test_client()
    thief.set_cookie("binglian", value)
    return thief.get("/enterprise/").status_code


def test_a_session_from_before_the_sign_in_is_worth_nothing_after_it(app: Flask, client: FlaskClient) -> None:
    client.get("/sign-in")
    with client.session_transaction() as planted:
        planted["planted"] = "by whoever sat here before"
    client.post("/sign-in", data=NAME_AND_PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
    assert with_cookie(app, cookie_of(client)) == 200


def test_a_sign_in_over_an_idle_session_ends_that_one_on_the_server(app: Flask, client: FlaskClient) -> None:
    client.post("/sign-in", data=NAME_AND_PASSWORD)
    old = cookie_of(client)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(SignInSession).values(seen_at=now() - IDLE))
    assert client.get("/enterprise/").status_code == 302
    client.post("/sign-in", data=NAME_AND_PASSWORD)
    assert client.get("/enterprise/").status_code == 200 and with_cookie(app, old) == 302
    with app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInSession)) == 1


def test_who_is_in_already_is_led_inside(client: FlaskClient) -> None:
    client.post("/sign-in", data=NAME_AND_PASSWORD)
    for answer in (client.get("/sign-in"), client.post("/sign-in", data=NAME_AND_PASSWORD)):
        assert answer.location == "/enterprise/"


def test_a_stolen_cookie_is_dead_after_the_sign_out(app: Flask, client: FlaskClient) -> None:
    client.post("/sign-in", data=NAME_AND_PASSWORD)
    stolen = cookie_of(client)
    assert with_cookie(app, stolen) == 200
    client.post("/sign-out")
    assert with_cookie(app, stolen) == 302


def test_an_account_that_was_closed_is_out_at_once(app: Flask, client: FlaskClient) -> None:
    client.post("/sign-in", data=NAME_AND_PASSWORD)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Account).where(Account.username == "lin").values(is_active=False))
    assert client.get("/enterprise/").status_code == 302
    assert client.post("/sign-in", data=NAME_AND_PASSWORD).status_code == 422


def test_the_database_holds_no_token_that_opens_anything(app: Flask, client: FlaskClient) -> None:
    client.post("/sign-in", data=NAME_AND_PASSWORD)
    with client.session_transaction() as session:
        token = session["sign_in"]
    with app.app_context(), reading() as rows:
        assert token not in [row.token_hash for row in rows.scalars(select(SignInSession))]


def test_a_city_s_cookie_is_for_https_and_for_no_script(database_url: str, tmp_path: Path) -> None:
    city = environment_for(database_url, home=tmp_path) | {
        "BINGLIAN_MODE": "city",
        "BINGLIAN_SEAL_KEY": str(tmp_path / "k"),
    }
    app = create_app(Settings.from_environment(city))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/sign-in", data=NAME_AND_PASSWORD, base_url="https://binglian.test")
    assert answer.status_code == 302
    cookies = [*answer.headers.getlist("Set-Cookie"), *client.get("/?lang=en").headers.getlist("Set-Cookie")]
    assert len(cookies) >= 2
    for cookie in cookies:
        assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie
