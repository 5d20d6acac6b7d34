"""A form that is sent twice, by an impatient finger or a browser that tried again, has its effect once.

Most verbs see it by the version they carry. These carry none: what is sent again word for word, or byte for byte,
within a moment is what the first press made. Whoever asks here holds a row that both presses need, so that of two at
once the second finds what the first has done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.reuse import ReuseSource
from approvals.domain.states import Supply
from approvals.models.applicants import Enterprise, Project, ProjectPackage
from approvals.models.enterprise_papers import EnterprisePaper, EnterprisePaperFile, EnterprisePaperVersion
from approvals.models.members import Invitation
from approvals.models.papers import CaseMaterial, MaterialVersion, StoredFile
from approvals.queries.uploads import SECOND_PRESS
from approvals.queries.version_files import files_of_versions
from approvals.usecases.stored import Stored

SAME_FORM = dt.timedelta(minutes=10)
Validity = tuple[dt.date | None, dt.date | None]
SAME_FILES = SECOND_PRESS
"""Shorter: to hand in a paper again is an answer to whoever returned it, and a link that was shown is soon handed on."""


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
    if newest is None or not _came_just_now(paper, newest, now):
        return False
    there = [file.sha256 for file in files_of_versions(session, [newest.id]).get(newest.id, ())]
    return (there[-len(files) :] if adds else there) == [one.sha256 for one in files]


def has_just_been_fetched(paper: CaseMaterial, newest: MaterialVersion | None, said: str, now: dt.datetime) -> bool:
    """A register handed this paper out a moment ago and said the same of it; each print of it has other bytes."""
    if newest is None or not _came_just_now(paper, newest, now):
        return False
    return (newest.source, newest.source_note) == (ReuseSource.SHARING.value, said)


def _came_just_now(paper: CaseMaterial, newest: MaterialVersion, now: dt.datetime) -> bool:
    return not newest.is_barred and paper.supply is Supply.UPLOADED and newest.supplied_at > now - SAME_FILES


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


def just_invited(session: Session, same: dict[str, Any], seen: str, now: dt.datetime) -> Invitation | None:
    """The invitation that these very words made a moment ago and that still opens; the enterprise is held.

    A link for whoever opens it names nobody: one that stood on the page it was asked from (`seen`: the newest of them)
    is somebody else's, and one that is older than a second click may have been handed on. Whoever comes in by it at
    this moment has used it.
    """
    statement, lately = select(Invitation).filter_by(**same, used_at=None, withdrawn_at=None), SAME_FORM
    if same["account_id"] is None:
        lately = SAME_FILES
        shown = select(Invitation.id).filter_by(public_id=seen, enterprise_id=same["enterprise_id"])
        statement = statement.where(Invitation.id > func.coalesce(shown.scalar_subquery(), 0))
    newest = statement.where(Invitation.invited_at.between(now - lately, now)).order_by(Invitation.id.desc()).limit(1)
    return session.scalar(newest.with_for_update(skip_locked=True))
