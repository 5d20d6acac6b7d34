"""Is this document ours, and does it still hold? The register first; the seal is asked by the door."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.letters.registry import LETTERS
from approvals.domain.numbering import is_blank, is_dash
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise, Project
from approvals.models.bundles import Bundle
from approvals.models.cases import Case
from approvals.models.letters import Document
from departments.domain.catalogue import Output
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class Newer:
    """The document that took another's place, or took it back: what a link to its own verification needs."""

    name_zh: str
    name_en: str
    number: str
    code: str


@dataclass(frozen=True)
class Registered:
    """What the register says of a document, and no more than its holder can read on it.

    `result` is what the item produces (a permit by its own name), None for a letter of the procedure. The applicant's own
    letter is signed by a person and carries no seal of an organ; what was made in another system has that system's seal.
    `newer` replaced it, or is the decision that ended it. `facts` are for comparing, never for a page.
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
    dated_on: dt.date
    sha256: str | None
    newer: Newer | None
    revoked_on: dt.date | None
    is_applicants_own: bool
    is_elsewhere: bool
    facts: Mapping[str, Any]

    @property
    def is_sealed_by_us(self) -> bool:
        """Whether our own seal must be on it."""
        return not (self.is_applicants_own or self.is_elsewhere)


def by_number(session: Session, number: str, code: str) -> Registered | None:
    """The document with this verification code, when the number beside it is its own.

    A wrong code and a code that belongs to another number ask the same one question: neither can be told by its time.
    """
    row = session.execute(
        select(Document.id, Document.number, Document.result_number).where(Document.verify_code == code)
    ).one_or_none()
    asked = plain(number)
    if row is None or not asked or asked not in (plain(row.number), plain(row.result_number or "")):
        return None
    return _one(session, Document.id == row.id)


def by_sha256(session: Session, sha256: str) -> Registered | None:
    """The document whose kept bytes have this fingerprint."""
    return _one(session, Document.sha256 == sha256)


def is_bundle(session: Session, sha256: str) -> bool:
    """Whether these are the bytes of a reading copy or an archive that the house put together, and still remembers."""
    found = select(Bundle.id).where(or_(Bundle.pdf_sha256 == sha256, Bundle.zip_sha256 == sha256)).limit(1)
    return session.scalar(found) is not None


def _one(session: Session, where: ColumnElement[bool]) -> Registered | None:
    # a file of another system may have been registered in two rounds: what holds is told
    order = Document.state.in_([DocumentState.REPLACED, DocumentState.REVOKED]), Document.id.desc()
    row = session.execute(_statement().where(where).order_by(*order).limit(1)).one_or_none()
    if row is None:
        return None
    document, version_id, project, enterprise, department, newer = row
    letter = LETTERS[document.kind]
    item = catalogue_version(session, version_id).items.get(document.item_code) if document.item_code else None
    return Registered(
        kind=document.kind, name_zh=letter.title_zh, name_en=letter.title_en,
        result=item.output if item is not None and (document.result_number or document.is_elsewhere) else None,
        number=document.number, result_number=document.result_number, state=document.state,
        organ_zh=department.organ_zh if department else "", organ_en=department.organ_en if department else "",
        enterprise=enterprise or "", project=project or "", dated_on=document.dated_on, sha256=document.sha256,
        newer=_newer(newer), revoked_on=document.revoked_on, is_applicants_own=letter.seal == "applicant",
        is_elsewhere=document.is_elsewhere, facts=document.facts,
    )  # fmt: skip


def _statement() -> Select[Document, int, str, str, Department, Document]:
    """A letter among organs that no case has names no project and no enterprise."""
    newer = aliased(Document)
    return (
        select(Document, Case.catalogue_version_id, Project.name, Enterprise.name, Department, newer)
        .outerjoin(Case, Case.id == Document.case_id)
        .outerjoin(Project, Project.id == Case.project_id)
        .outerjoin(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(Department, Department.id == Document.department_id)
        .outerjoin(newer, newer.id == Document.replaced_by_id)
    )


def _newer(document: Document | None) -> Newer | None:
    if document is None:
        return None
    letter = LETTERS[document.kind]
    return Newer(letter.title_zh, letter.title_en, document.number, document.verify_code)


_BRACKETS = str.maketrans("[](){}【】〖〗「」", "〔〕" * 6)


def plain(number: str) -> str:
    """Brackets, digits and dashes are typed in many ways, and a copied text carries signs nobody sees."""
    seen = unicodedata.normalize("NFKC", number).upper().translate(_BRACKETS)
    return "".join("-" if is_dash(sign) else sign for sign in seen if not is_blank(sign))
