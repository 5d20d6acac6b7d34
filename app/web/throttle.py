"""Wrong guesses are counted across processes: too many, and even the right one is not tried for a while."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress

from flask import Flask, Response, g, request
from sqlalchemy import delete, func, select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from departments.models.people import FailedSignIn

WINDOW = dt.timedelta(minutes=15)
PER_PERSON = 5
PER_NAME = 50
PER_ADDRESS = 60
"""Guesses at ever other names from one place: a counter or an office behind one address still works."""
TOO_MANY = 429


def is_throttled(kind: str, name: str, *, now: dt.datetime) -> bool:
    """True when this browser's address guessed too often at `name` or at all, or the whole world did at `name`.

    Whatever the door then shows is answered as 429, with the time after which it opens again.
    """
    limits = _limits(kind, name)
    with reading() as session:
        counts = dict(
            session.execute(
                select(FailedSignIn.username, func.count())
                .where(FailedSignIn.username.in_(limits), FailedSignIn.at > now - WINDOW)
                .group_by(FailedSignIn.username)
            ).all()
        )
    g.is_throttled = any(counts.get(key, 0) >= most for key, most in limits.items())
    return bool(g.is_throttled)


def told_to_wait(response: Response) -> Response:
    """A door that was shut says so in the status too, not only in the sentence on its page."""
    if g.get("is_throttled"):
        response.status_code = TOO_MANY
        response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def install(app: Flask) -> None:
    """Register the hook."""
    app.after_request(told_to_wait)


def note_failure(kind: str, name: str, *, now: dt.datetime) -> None:
    """Count one wrong guess; what is older than a day is forgotten on the way."""
    with unit_of_work() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - dt.timedelta(days=1)))
        session.add_all([FailedSignIn(username=key, at=now) for key in _limits(kind, name)])


def forget_failures(kind: str, name: str) -> None:
    """The right person came: this address starts again from nothing at this name, not at all the others."""
    with unit_of_work() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.username == _key(kind, name, _place())))


def _limits(kind: str, name: str) -> dict[str, int]:
    """What is counted, and how often it may happen within the window."""
    place = _place()
    return {_key(kind, name, place): PER_PERSON, _key(kind, name, ""): PER_NAME, _key(kind, "", place): PER_ADDRESS}


def _place() -> str:
    """Where the browser is; one household has a whole /64 of the newer addresses to choose from."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _key(kind: str, name: str, place: str) -> str:
    """Hashed: a person who types the password into the name field leaves no trace of it."""
    return f"{kind}:{hashlib.sha256(f'{name}|{place}'.encode()).hexdigest()[:40]}"
