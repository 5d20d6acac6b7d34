"""The bytes of one version of a paper, for an officer who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from approvals.domain.bundle import extension_of
from approvals.domain.refusals import NotFound
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion, StoredFile
from approvals.queries.access import find_track, find_whole_case
from approvals.queries.version_files import file_at
from departments.domain.actor import Actor


@dataclass(frozen=True)
class PaperFile:
    """Where the bytes are and what they are called."""

    sha256: str
    media_type: str
    name: str
    is_ours: bool = False
    """Made by the house itself: a page may show it. What somebody sent is only ever handed over as a download."""


def paper_of_track(session: Session, track: str, paper: str, number: int, position: int, actor: Actor) -> PaperFile:
    """One file of a paper that this item wants, for its own department; NotFound for any other paper of the case."""
    row = find_track(session, track, actor)
    if row.department_id not in actor.department_ids:
        raise NotFound
    wanted = CaseMaterial.id.in_(select(MaterialDemand.case_material_id).where(MaterialDemand.track_id == row.id))
    return _file(session, row.case_id, paper, (number, position), wanted)


def paper_of_case(session: Session, case: str, paper: str, number: int, position: int, actor: Actor) -> PaperFile:
    """One file of any paper of a filing, for the window and whoever oversees or follows it; a desk asks with its item."""
    return _file(session, find_whole_case(session, case, actor).id, paper, (number, position), true())


def letter_of_track(session: Session, track: str, document: str, actor: Actor) -> PaperFile:
    """A letter of this item, for its own department; NotFound while it is not printed yet."""
    row = find_track(session, track, actor)
    found = session.execute(
        select(StoredFile.sha256, StoredFile.media_type, Document.number, Document.is_elsewhere)
        .select_from(Document)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(DocumentTrack.track_id == row.id, Document.public_id == document)
    ).one_or_none()
    if found is None or row.department_id not in actor.department_ids:
        raise NotFound
    name = f"{found.number}{extension_of(found.media_type)}"
    return PaperFile(found.sha256, found.media_type, name, is_ours=not found.is_elsewhere)


def paper_in(session: Session, material_id: int, number: int, position: int) -> PaperFile:
    """One file of a paper that the caller has found for the viewer."""
    version = session.scalar(
        select(MaterialVersion).where(MaterialVersion.case_material_id == material_id, MaterialVersion.number == number)
    )
    if version is None:
        raise NotFound
    found = file_at(session, version, position)
    return PaperFile(found.sha256, found.media_type, found.name, found.is_ours)


def _file(session: Session, case_id: int, paper: str, place: tuple[int, int], among: ColumnElement[bool]) -> PaperFile:
    version = session.scalar(
        select(MaterialVersion)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .where(CaseMaterial.case_id == case_id, CaseMaterial.public_id == paper, MaterialVersion.number == place[0])
        .where(among)
    )
    if version is None:
        raise NotFound
    found = file_at(session, version, place[1])
    return PaperFile(found.sha256, found.media_type, found.name, found.is_ours)
