"""Browsers without a screen: a test client in which somebody of the cast is signed in."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.factories.main_job import PASSWORD


def visitor(app: Flask, username: str) -> FlaskClient:
    """A client signed in through the sign-in page; forms are sent without their CSRF token."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 302, f"{username} could not sign in"
    return client
