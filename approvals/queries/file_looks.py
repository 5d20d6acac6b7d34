"""Which stored file a worker is to look through."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from approvals.domain.states import Scan
from approvals.models.papers import StoredFile


@dataclass(frozen=True)
class FileToLook:
    """The bytes and what is known of them."""

    sha256: str
    media_type: str
    scan: Scan


def file_to_look(session: Session, file_id: int) -> FileToLook:
    """One stored file by its row."""
    row = session.get_one(StoredFile, file_id)
    return FileToLook(row.sha256, row.media_type, row.scan)
