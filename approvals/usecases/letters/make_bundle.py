"""A bundle that was ordered becomes two files on the shelf: the reading copy and the archive of the originals."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from app.foundation.crash_points import crash_point
from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.bundle import Contents
from approvals.models.bundles import Bundle
from approvals.usecases.claims import Claim, settle
from departments.domain.actor import Actor


class Bound(Protocol):
    """What the binder says of the two files."""

    @property
    def pdf_sha256(self) -> str: ...
    @property
    def pdf_size(self) -> int: ...
    @property
    def zip_sha256(self) -> str: ...
    @property
    def zip_size(self) -> int: ...


class Binder(Protocol):
    """Puts documents together; `made` is the moment in local words."""

    def bind(self, contents: Contents, made_at: dt.datetime, made: str) -> Bound: ...


def make_bundle(*, bundle: int, binder: Binder, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> None:
    """Make the files of one bundle; nothing when it was made or let go meanwhile. What fails is noted on its page.

    No transaction is open while it works; a file without a row is harmless and thrown away later.
    """
    contents = _waiting(bundle)
    try:
        bound = binder.bind(contents, now.astimezone(TIMEZONE), _local(now)) if contents is not None else None
    except Exception as error:
        _note(bundle, f"{type(error).__name__}: {error}")
        raise
    crash_point("bundle.bound")
    with unit_of_work() as session:
        settle(session, claim, now)
        row = session.get(Bundle, bundle, with_for_update=True)
        if row is None or bound is None or row.made_at is not None:
            return
        row.pdf_sha256, row.pdf_size, row.zip_sha256, row.zip_size, row.made_at, row.failure = (
            bound.pdf_sha256, bound.pdf_size, bound.zip_sha256, bound.zip_size, now, ""
        )  # fmt: skip


def _waiting(bundle: int) -> Contents | None:
    with reading() as session:
        row = session.get(Bundle, bundle)
        return Contents.from_plain(row.contents) if row is not None and row.made_at is None else None


def _local(now: dt.datetime) -> str:
    """2026年5月11日17时30分, as on letters."""
    local = now.astimezone(TIMEZONE)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def _note(bundle: int, failure: str) -> None:
    with unit_of_work() as session:
        row = session.get(Bundle, bundle)
        if row is not None:
            row.failure = failure
