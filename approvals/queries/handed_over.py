"""What a former applicant keeps reading of a project it handed over: the papers it filed and the letters it was sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from approvals.domain.amendment import AmendmentState
from approvals.domain.handover import Party
from approvals.domain.letters.handover import ApplicantChangeNotice
from approvals.domain.letters.registry import AMONG_ORGANS, LETTERS
from approvals.domain.refusals import NotFound
from approvals.models.amendments import ApplicantChange
from approvals.models.cases import Case
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, MaterialVersion, StoredFile
from approvals.queries.enterprise_files import FileToSend, letter_bytes
from approvals.queries.handovers import find_change
from approvals.queries.version_files import VersionFile, file_at, files_of_versions, refuse_unclean
from departments.domain.actor import Actor
from departments.domain.catalogue import Material


@dataclass(frozen=True)
class FiledPaper:
    """A version of a paper that was handed in before the change."""

    paper: str
    number: int
    supplied_at: dt.datetime
    files: tuple[VersionFile, ...]
    material: Material | None = None


@dataclass(frozen=True)
class FiledLetter:
    """A letter issued while the former applicant was the applicant, or the notice of the change itself."""

    public_id: str
    kind: str
    name_zh: str
    name_en: str
    number: str
    dated_on: dt.date
    is_printed: bool


def papers_until(
    session: Session, cases: list[int], until: dt.datetime | None
) -> Mapping[int, list[tuple[str, FiledPaper]]]:
    """By case, the code of each paper and its versions handed in by then; two statements, none without a moment."""
    if until is None or not cases:
        return {}
    rows = session.execute(
        select(CaseMaterial.case_id, CaseMaterial.public_id, CaseMaterial.material_code, MaterialVersion)
        .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
        .where(CaseMaterial.case_id.in_(cases), _handed_in(until))
        .order_by(CaseMaterial.id, MaterialVersion.number)
    ).all()
    files = files_of_versions(session, [row[3].id for row in rows])
    found: dict[int, list[tuple[str, FiledPaper]]] = {}
    for case_id, paper, code, version in rows:
        one = FiledPaper(paper, version.number, version.supplied_at, files.get(version.id, ()))
        found.setdefault(case_id, []).append((code, one))
    return found


def letters_until(session: Session, cases: list[int], until: dt.datetime | None) -> Mapping[int, list[FiledLetter]]:
    """By case, in the order of their issue."""
    if until is None or not cases:
        return {}
    rows = session.scalars(select(Document).where(Document.case_id.in_(cases), _sent(until)).order_by(Document.id))
    found: dict[int, list[FiledLetter]] = {}
    for row in rows:
        spec = LETTERS[row.kind]
        letter = FiledLetter(
            row.public_id, row.kind, spec.title_zh, spec.title_en, row.number, row.dated_on, row.file_id is not None
        )
        found.setdefault(row.case_id or 0, []).append(letter)
    return found


def evidence_file(session: Session, handover: str, actor: Actor) -> FileToSend:
    """The paper that shows why, for the three sides."""
    change, _, _ = find_change(session, handover, actor)
    file = session.get_one(StoredFile, change.file_id)
    refuse_unclean(file)
    return FileToSend(file.sha256, file.media_type, file.display_name)


def handed_paper(session: Session, handover: str, paper: str, number: int, position: int, actor: Actor) -> FileToSend:
    """One file of a version the former applicant filed. Raises NotFound for whatever came after the change."""
    change, until = _agreed(session, handover, actor)
    version = session.scalar(
        select(MaterialVersion)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(
            Case.project_id == change.project_id, Case.filed_at <= until, CaseMaterial.public_id == paper,
            MaterialVersion.number == number, _handed_in(until),
        )
    )  # fmt: skip
    if version is None:
        raise NotFound
    found = file_at(session, version, position)
    return FileToSend(found.sha256, found.media_type, found.name)


def handed_letter(session: Session, handover: str, document: str, actor: Actor) -> FileToSend:
    """A letter of before the change, or its notice. Raises NotFound, Refusal 'not_printed_yet'."""
    change, until = _agreed(session, handover, actor)
    letter = session.scalar(
        select(Document)
        .join(Case, Case.id == Document.case_id)
        .where(
            Case.project_id == change.project_id, Case.filed_at <= until, Document.public_id == document, _sent(until)
        )
    )
    if letter is None:
        raise NotFound
    return letter_bytes(session, letter)


def _agreed(session: Session, handover: str, actor: Actor) -> tuple[ApplicantChange, dt.datetime]:
    change, _, parties = find_change(session, handover, actor)
    if change.state is not AmendmentState.AGREED or change.ended_at is None or Party.FORMER not in parties:
        raise NotFound
    return change, change.ended_at


def _handed_in(until: dt.datetime) -> ColumnElement[bool]:
    return and_(MaterialVersion.file_id.is_not(None), MaterialVersion.supplied_at <= until)


def _sent(until: dt.datetime) -> ColumnElement[bool]:
    """The promises that the successor signed were issued at the very moment of the change: they are its own."""
    notice = and_(Document.kind == ApplicantChangeNotice.kind, Document.created_at <= until)
    return and_(Document.kind.not_in(list(AMONG_ORGANS)), or_(Document.created_at < until, notice))
