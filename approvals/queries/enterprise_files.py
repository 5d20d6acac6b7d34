"""The bytes behind a link: who may have them, and under which name they are sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.bundle import extension_of
from approvals.domain.letters.registry import LETTERS
from approvals.domain.permissions import has_mandate
from approvals.domain.refusals import NotFound, Refusal
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, MaterialVersion, StoredFile
from approvals.queries.access import find_case, find_document
from approvals.queries.version_files import file_at
from departments.domain.actor import Actor


@dataclass(frozen=True)
class FileToSend:
    """A stored file; `inline` only for what a browser may show in its own sandbox."""

    sha256: str
    media_type: str
    display_name: str


def paper_file(session: Session, paper: str, number: int, position: int, actor: Actor) -> FileToSend:
    """One file of a version of a paper of a case the actor may see: an upload, or what another item produced."""
    row = session.execute(
        select(Case.public_id, MaterialVersion)
        .select_from(MaterialVersion)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(CaseMaterial.public_id == paper, MaterialVersion.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    case, version = row
    find_case(session, case, actor)
    if version.document_id is not None:
        return letter_bytes(session, session.get_one(Document, version.document_id))
    found = file_at(session, version, position)
    return FileToSend(found.sha256, found.media_type, found.name)


def document_file(session: Session, public_id: str, actor: Actor) -> FileToSend:
    """A letter of a case the actor may see; raises Refusal 'not_printed_yet' before the worker has sealed it."""
    return letter_bytes(session, find_document(session, public_id, actor))


def first_opening(session: Session, public_id: str, actor: Actor) -> int | None:
    """The id of a sealed letter that nobody of the applicant has opened yet, when the actor is one; else None.

    Through an agent whose power of attorney is over, or is for other projects, nothing reaches the applicant.
    """
    found = session.execute(
        select(Document.id, Project.enterprise_id, Project.id)
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .where(
            Document.public_id == public_id,
            Document.file_id.is_not(None),
            Document.opened_at.is_(None),
            Project.enterprise_id.in_(list(actor.enterprise_ids)),
        )
    ).one_or_none()
    if found is None:
        return None
    document, enterprise, project = found
    return document if has_mandate(actor, enterprise, project) else None


def letter_bytes(session: Session, document: Document) -> FileToSend:
    """A letter that the caller may have; raises Refusal 'not_printed_yet' before the worker has sealed it."""
    if document.file_id is None:
        raise Refusal("not_printed_yet", number=document.number)
    file = session.get_one(StoredFile, document.file_id)
    name = f"{LETTERS[document.kind].title_zh} {document.number}{extension_of(file.media_type)}"
    return FileToSend(file.sha256, file.media_type, name)
