"""Is this document ours, and does it still hold? The register first; the seal is asked by the door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.letters.registry import LETTERS
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.letters import Document
from departments.domain.catalogue import Output
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class Registered:
    """What the register says of a document, and no more than its holder can read on it.

    `result` is what the item produces (a permit by its own name), None for a letter of the procedure. The applicant's own
    letter is signed by a person and carries no seal of an organ.
    """

    kind: str
    name_zh: str
    name_en: str
    result: Output | None
    number: str
    result_number: str | None
    state: DocumentState
    organ_zh: str
    organ_en: str
    enterprise: str
    project: str
    project_code: str | None
    dated_on: dt.date
    issued_at: dt.datetime | None
    sha256: str | None
    replaced_by: str | None
    revoked_on: dt.date | None
    is_applicants_own: bool


def by_number(session: Session, number: str, code: str) -> Registered | None:
    """The document with this verification code, when the number beside it is its own."""
    found = _one(session, Document.verify_code == code)
    given = _plain(number)
    if found is None or given not in (_plain(found.number), _plain(found.result_number or "")):
        return None
    return found


def by_sha256(session: Session, sha256: str) -> Registered | None:
    """The document whose sealed bytes have this fingerprint."""
    return _one(session, Document.sha256 == sha256)


def by_code(session: Session, code: str) -> Registered | None:
    """The document a file claims to be, by the code inside it; used only to say what was altered."""
    return _one(session, Document.verify_code == code)


def _one(session: Session, where: ColumnElement[bool]) -> Registered | None:
    newer = aliased(Document)
    row = session.execute(
        select(Document, Case.catalogue_version_id, Project, Enterprise.name, Department, newer.number)
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(Department, Department.id == Document.department_id)
        .outerjoin(newer, newer.id == Document.replaced_by_id)
        .where(where)
        .order_by(Document.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    document, version_id, project, enterprise, department, newer_number = row
    letter = LETTERS[document.kind]
    item = catalogue_version(session, version_id).items.get(document.item_code or "")
    return Registered(
        kind=document.kind, name_zh=letter.title_zh, name_en=letter.title_en,
        result=item.output if item is not None and document.result_number else None,
        number=document.number, result_number=document.result_number, state=document.state,
        organ_zh=department.organ_zh if department else "", organ_en=department.organ_en if department else "",
        enterprise=enterprise, project=project.name, project_code=project.code,
        dated_on=document.dated_on, issued_at=document.issued_at, sha256=document.sha256,
        replaced_by=newer_number, revoked_on=document.revoked_on, is_applicants_own=letter.seal == "applicant",
    )  # fmt: skip


def _plain(number: str) -> str:
    """Brackets are typed in many ways; the sign between them is what counts."""
    table = str.maketrans({"[": "〔", "]": "〕", "(": "〔", ")": "〕", "（": "〔", "）": "〕", "【": "〔", "】": "〕"})
    return "".join(number.split()).translate(table)
