"""The rows of a paper's versions: one to many files in order, each kept once it has been received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.refusals import Refusal
from approvals.models.papers import CaseMaterial, MaterialFile, MaterialVersion, StoredFile
from approvals.usecases.journal import post
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor

MOST_FILES = 20
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""Media types whose pages are drawn for the officers."""


def keep_file(session: Session, stored: Stored, now: dt.datetime) -> StoredFile:
    """The row of a file that is in the store; a worker looks through it and draws its pages."""
    file = StoredFile(
        sha256=stored.sha256, size=stored.size, media_type=stored.media_type, display_name=stored.display_name,
        stored_at=now, scan=stored.scan,
    )  # fmt: skip
    session.add(file)
    session.flush()
    post(session, queue="report", kind="look_at_file", key=f"look_at_file:{file.id}", now=now, file_id=file.id)
    return file


def newest_version(session: Session, paper: CaseMaterial) -> MaterialVersion | None:
    """The last version that came, whatever became of it."""
    return session.scalar(
        select(MaterialVersion)
        .where(MaterialVersion.case_material_id == paper.id)
        .order_by(MaterialVersion.number.desc())
        .limit(1)
    )


def further_files(session: Session, version: MaterialVersion) -> list[MaterialFile]:
    """The files after the first, in their order."""
    statement = select(MaterialFile).where(MaterialFile.material_version_id == version.id)
    return list(session.scalars(statement.order_by(MaterialFile.position)))


def add_version(
    session: Session, paper: CaseMaterial, files: Sequence[Stored], actor: Actor, now: dt.datetime
) -> MaterialVersion:
    """A new version of these files, in this order; raises Refusal 'too_many_files'."""
    _bound(paper, len(files))
    rows = [keep_file(session, stored, now).id for stored in files]
    return point_at(session, paper, rows, actor, now)


def point_at(
    session: Session, paper: CaseMaterial, files: Sequence[int], actor: Actor, now: dt.datetime
) -> MaterialVersion:
    """A new version of files that are in the store already, in this order."""
    newest = select(func.max(MaterialVersion.number)).where(MaterialVersion.case_material_id == paper.id)
    version = MaterialVersion(
        case_material_id=paper.id, number=(session.scalar(newest) or 0) + 1, file_id=files[0],
        supplied_by=actor.account_id, supplied_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    _append(session, version, files[1:], after=1)
    return version


def add_to_version(
    session: Session, paper: CaseMaterial, version: MaterialVersion, files: Sequence[Stored], now: dt.datetime
) -> None:
    """More files behind those the version has; raises Refusal 'too_many_files'."""
    last = 1 + len(further_files(session, version))
    _bound(paper, last + len(files))
    _append(session, version, [keep_file(session, stored, now).id for stored in files], after=last)
    version.supplied_at = now


def _append(session: Session, version: MaterialVersion, files: Sequence[int], after: int) -> None:
    for position, file in enumerate(files, after + 1):
        session.add(MaterialFile(material_version_id=version.id, position=position, file_id=file))


def _bound(paper: CaseMaterial, count: int) -> None:
    if count > MOST_FILES:
        raise Refusal("too_many_files", field=paper.material_code, most=MOST_FILES)
