"""The bytes of one version of a paper, for an officer who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from approvals.domain.refusals import NotFound
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion, StoredFile
from approvals.queries.access import find_track, find_whole_case
from departments.domain.actor import Actor


@dataclass(frozen=True)
class PaperFile:
    """Where the bytes are and what they are called."""

    sha256: str
    media_type: str
    name: str


def paper_of_track(session: Session, track: str, paper: str, number: int, actor: Actor) -> PaperFile:
    """A paper that this item wants, for its own department; NotFound for any other paper of the case."""
    row = find_track(session, track, actor)
    if row.department_id not in actor.department_ids:
        raise NotFound
    wanted = CaseMaterial.id.in_(select(MaterialDemand.case_material_id).where(MaterialDemand.track_id == row.id))
    return _file(session, row.case_id, paper, number, wanted)


def paper_of_case(session: Session, case: str, paper: str, number: int, actor: Actor) -> PaperFile:
    """Any paper of a filing, for the window and whoever oversees or follows it; a desk asks with its item."""
    return _file(session, find_whole_case(session, case, actor).id, paper, number, true())


def letter_of_track(session: Session, track: str, document: str, actor: Actor) -> PaperFile:
    """A letter of this item, for its own department; NotFound while it is not printed yet."""
    row = find_track(session, track, actor)
    found = session.execute(
        select(StoredFile.sha256, StoredFile.media_type, Document.number)
        .select_from(Document)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(DocumentTrack.track_id == row.id, Document.public_id == document)
    ).one_or_none()
    if found is None or row.department_id not in actor.department_ids:
        raise NotFound
    return PaperFile(found.sha256, found.media_type, f"{found.number}.pdf")


def _file(session: Session, case_id: int, paper: str, number: int, among: ColumnElement[bool]) -> PaperFile:
    statement = (
        select(StoredFile.sha256, StoredFile.media_type, StoredFile.display_name, Document.number)
        .select_from(MaterialVersion)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .outerjoin(Document, Document.id == MaterialVersion.document_id)
        .join(StoredFile, or_(StoredFile.id == MaterialVersion.file_id, StoredFile.id == Document.file_id))
        .where(CaseMaterial.case_id == case_id, CaseMaterial.public_id == paper, MaterialVersion.number == number)
        .where(among)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return PaperFile(row.sha256, row.media_type, f"{row.number}.pdf" if row.number else row.display_name)
