"""Wrong guesses are counted across processes: too many, and even the right one is not tried for a while."""

from __future__ import annotations

import datetime as dt
import hashlib

from flask import request
from sqlalchemy import delete, func, select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from departments.models.people import FailedSignIn

WINDOW = dt.timedelta(minutes=15)
PER_PERSON = 5
PER_NAME = 50


def is_throttled(kind: str, name: str, *, now: dt.datetime) -> bool:
    """True when this browser's address guessed too often at `name`, or the whole world did."""
    with reading() as session:
        counts = dict(
            session.execute(
                select(FailedSignIn.username, func.count())
                .where(FailedSignIn.username.in_(_keys(kind, name)), FailedSignIn.at > now - WINDOW)
                .group_by(FailedSignIn.username)
            ).all()
        )
    one, all_of_them = _keys(kind, name)
    return counts.get(one, 0) >= PER_PERSON or counts.get(all_of_them, 0) >= PER_NAME


def note_failure(kind: str, name: str, *, now: dt.datetime) -> None:
    """Count one wrong guess; what is older than a day is forgotten on the way."""
    with unit_of_work() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - dt.timedelta(days=1)))
        session.add_all([FailedSignIn(username=key, at=now) for key in _keys(kind, name)])


def forget_failures(kind: str, name: str) -> None:
    """The right person came: this address starts again from nothing."""
    with unit_of_work() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.username == _keys(kind, name)[0]))


def _keys(kind: str, name: str) -> tuple[str, str]:
    """Hashed: a person who types the password into the name field leaves no trace of it."""
    address = request.remote_addr or ""
    return _key(kind, name, address), _key(kind, name, "")


def _key(kind: str, name: str, address: str) -> str:
    return f"{kind}:{hashlib.sha256(f'{name}|{address}'.encode()).hexdigest()[:40]}"
