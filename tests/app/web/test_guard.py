"""The one door of every route."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web.guard import guard


@pytest.fixture
def door(shell: Flask) -> Flask:
    for rule in ("/thing/<name>", "/row/<int:id>"):
        shell.add_url_rule(rule, rule, guard("public")(lambda **_place: "here"), methods=["GET"])
    return shell


@pytest.mark.parametrize(
    "path, status",
    [
        ("/thing/abc", 200),
        ("/thing/a%00c", 404),
        ("/thing/abc?q=a%00c", 400),
        ("/row/2147483647", 200),
        ("/row/2147483648", 404),
        ("/row/999999999999999999999999", 404),
    ],
)
def test_what_no_database_holds_is_not_there(door: Flask, path: str, status: int) -> None:
    assert door.test_client().get(path).status_code == status


def test_a_permission_nobody_defined_is_refused_when_the_route_is_written() -> None:
    with pytest.raises(ValueError, match="unknown permission"):
        guard("everything")
