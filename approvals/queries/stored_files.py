"""Rows of stored files by the first digits of their hash, for comparing them with what lies on the disk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.papers import StoredFile

YOUNG = dt.timedelta(hours=1)
"""A file is stored before its row is written; after this long nobody is writing it any more."""
LAST = "g"
SHELVES = tuple(f"{number:02x}" for number in range(256))
"""The first two hex digits of a SHA-256: 1/256 of the store is held at a time."""


class Shelves(Protocol):
    """The store, a part at a time."""

    def stored(self, shelf: str, before: dt.datetime) -> tuple[set[str], set[str]]: ...


@dataclass(frozen=True)
class Shelf:
    """What does not belong together on one shelf: hashes of files without a row, and of rows without a file."""

    files_without_row: tuple[str, ...]
    rows_without_file: tuple[str, ...]


def compare_shelf(session: Session, shelves: Shelves, shelf: str, now: dt.datetime) -> Shelf:
    """Both directions; the disk is read first, so that a file stored meanwhile has its row at most."""
    found, settled = shelves.stored(shelf, now - YOUNG)
    rows = set(
        session.scalars(
            select(StoredFile.sha256).where(StoredFile.sha256 >= shelf, StoredFile.sha256 < shelf + LAST).distinct()
        )
    )
    old = set(
        session.scalars(
            select(StoredFile.sha256)
            .where(StoredFile.sha256 >= shelf, StoredFile.sha256 < shelf + LAST, StoredFile.stored_at < now - YOUNG)
            .distinct()
        )
    )
    return Shelf(tuple(sorted(settled - rows)), tuple(sorted(old - found)))
