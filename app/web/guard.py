"""Every route says which permission it needs; a route without a policy fails the build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.web.identity import current_actor, current_identity
from departments.domain.permissions import MAY, may

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
POLICY = "binglian_policy"
LARGEST_ID = 2**31 - 1
OPEN_WHILE_ENROLLING = frozenset({"enrol", "sign_out"})


def _refuse_unstorable(place: Mapping[str, Any]) -> None:
    """What no database holds names nothing (404) and is nothing a person typed (400): PostgreSQL refuses the NUL sign
    and numbers beyond its integers only in the middle of a statement.
    """
    for value in place.values():
        if (isinstance(value, str) and "\0" in value) or (isinstance(value, int) and value > LARGEST_ID):
            abort(404)
    if any("\0" in value for values in (request.args, request.form) for _, value in values.items(multi=True)):
        abort(400)


def _turned_away(permission: str) -> ResponseReturnValue | None:
    """Where somebody without this permission is sent, None for who may pass."""
    identity = current_identity()
    if identity is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("public.sign_in", next=back))
    if identity.must_enrol:
        return None if permission in OPEN_WHILE_ENROLLING else redirect(url_for("account.second_factor"))
    if not may(current_actor(), permission):
        abort(403)
    return None


def guard(permission: str) -> Callable[[View], View]:
    """Ask the permission table before the view runs.

    Nobody signed in: to the sign-in page and back. Signed in without the role: 403. Whose role needs a second factor
    that is not set up: to the page where it is, and nowhere else.
    """
    if permission not in MAY:
        raise ValueError(f"unknown permission {permission!r}")

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if permission != "public" and (elsewhere := _turned_away(permission)) is not None:
                return elsewhere
            _refuse_unstorable(kwargs)
            return view(*args, **kwargs)

        setattr(guarded, POLICY, permission)
        return guarded  # type: ignore[return-value]

    return wrap
