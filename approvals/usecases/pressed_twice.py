"""A form that is sent twice, by an impatient finger or a browser that tried again, has its effect once.

Most verbs see it by the version they carry. These carry none: what is sent again word for word, or byte for byte,
within a moment is what the first press made. Whoever asks here holds a row that both presses need, so that of two at
once the second finds what the first has done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import Supply
from approvals.models.applicants import Enterprise, Project, ProjectPackage
from approvals.models.enterprise_papers import EnterprisePaper, EnterprisePaperFile, EnterprisePaperVersion
from approvals.models.papers import CaseMaterial, MaterialVersion, StoredFile
from approvals.queries.uploads import SECOND_PRESS
from approvals.queries.version_files import files_of_versions
from approvals.usecases.stored import Stored

SAME_FORM = dt.timedelta(minutes=10)
Validity = tuple[dt.date | None, dt.date | None]
SAME_FILES = SECOND_PRESS
"""Shorter: to hand in a paper again is an answer to whoever returned it."""


def hold_enterprise(session: Session, enterprise_id: int) -> None:
    """One press of an enterprise at a time."""
    session.execute(select(Enterprise.id).where(Enterprise.id == enterprise_id).with_for_update())


def just_made(
    session: Session, kind: type[Project] | type[ProjectPackage], same: dict[str, Any], now: dt.datetime
) -> str | None:
    """The public id of what the enterprise set up a moment ago in these very words; the enterprise is held."""
    hold_enterprise(session, same["enterprise_id"])
    lately = kind.created_at.between(now - SAME_FORM, now)
    return session.scalar(select(kind.public_id).filter_by(**same).where(lately).order_by(kind.id.desc()).limit(1))


def has_just_come(
    session: Session,
    paper: CaseMaterial,
    newest: MaterialVersion | None,
    files: Sequence[Stored],
    now: dt.datetime,
    *,
    adds: bool,
) -> bool:
    """The same bytes came for this paper a moment ago, last of all, and nobody has said since that it comes later.

    What `adds` came behind other files.
    """
    if (
        newest is None
        or newest.is_barred
        or paper.supply is not Supply.UPLOADED
        or newest.supplied_at <= now - SAME_FILES
    ):
        return False
    there = [file.sha256 for file in files_of_versions(session, [newest.id]).get(newest.id, ())]
    return (there[-len(files) :] if adds else there) == [one.sha256 for one in files]


def has_just_been_kept(
    session: Session, paper: EnterprisePaper, validity: Validity, files: Sequence[Stored], now: dt.datetime
) -> bool:
    """The newest version of a paper in the enterprise's file has these days and these bytes, and came a moment ago."""
    newest = session.scalar(
        select(EnterprisePaperVersion)
        .where(EnterprisePaperVersion.paper_id == paper.id)
        .order_by(EnterprisePaperVersion.number.desc())
        .limit(1)
    )
    if newest is None or newest.supplied_at <= now - SAME_FILES or (newest.valid_from, newest.valid_until) != validity:
        return False
    there = session.scalars(
        select(StoredFile.sha256)
        .join(EnterprisePaperFile, EnterprisePaperFile.file_id == StoredFile.id)
        .where(EnterprisePaperFile.version_id == newest.id)
        .order_by(EnterprisePaperFile.position)
    )
    return list(there) == [one.sha256 for one in files]
