"""Every door is guarded: a route without a policy fails the build."""

from __future__ import annotations

from flask import Flask

from app.web.guard import POLICY
from departments.domain.permissions import MAY
from tests.building.tree import nothing

# Flask's own file server; it serves what is public by being there.
UNGUARDED = {"static"}


def test_every_route_names_its_permission(app: Flask) -> None:
    bare = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in UNGUARDED and not hasattr(app.view_functions[rule.endpoint], POLICY)
    }
    nothing(bare)


def test_every_named_permission_exists(app: Flask) -> None:
    named = {getattr(view, POLICY) for view in app.view_functions.values() if hasattr(view, POLICY)}
    assert named <= set(MAY)


def test_a_route_that_changes_something_is_not_a_get(app: Flask) -> None:
    """A POST has a token against forgery; a verb behind a GET would have none."""
    verbs = ("/delete", "/sign", "/submit", "/accept", "/withdraw", "/sign-out")
    loose = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if str(rule).endswith(verbs) and "POST" not in (rule.methods or set())
    ]
    nothing(loose)
