"""The letters of the applicant's cases, and whether their bytes are there yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from approvals.domain.letters.making import Making, making
from approvals.domain.letters.registry import AMONG_ORGANS, LETTERS, RESULT_LETTERS
from approvals.domain.states import DocumentState
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.models.letters import Document, ServiceProof
from approvals.queries.scope import as_mandated
from departments.domain.actor import Mandate
from departments.domain.catalogue import Catalogue, Item, Output
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version

RESULTS = frozenset(RESULT_LETTERS.values()) | {
    "refusal_decision", "termination_decision", "revocation_decision", "recall_decision", "cancellation_decision",
    "whole_case_confirmation",
}  # fmt: skip


@dataclass(frozen=True)
class DocumentLine:
    """One letter; `output` is what the item produces when it was granted; `is_ready` once it is printed and sealed."""

    public_id: str
    kind: str
    name_zh: str
    name_en: str
    output: Output | None
    item: Item | None
    number: str
    result_number: str | None
    state: DocumentState
    organ_zh: str
    organ_en: str
    dated_on: dt.date
    is_ready: bool
    making: Making
    served_at: dt.datetime | None
    case: str
    case_no: str
    project: str

    @property
    def is_result(self) -> bool:
        """A result of an item or of the whole case, not a letter of the procedure."""
        return self.kind in RESULTS


def documents_of_case(session: Session, case_id: int, catalogue: Catalogue) -> tuple[DocumentLine, ...]:
    """Every letter of a case, the newest first; one statement."""
    return _lines(session, _statement().where(Document.case_id == case_id), lambda _version: catalogue)


def documents_of(
    session: Session, enterprise_ids: Collection[int], mandates: Collection[Mandate] = ()
) -> tuple[DocumentLine, ...]:
    """Every letter of these enterprises, the newest first; an agent's `mandates` leave out what they do not name."""
    mine = and_(Project.enterprise_id.in_(enterprise_ids), as_mandated(mandates))
    versions = session.scalars(
        select(Case.catalogue_version_id).join(Project, Project.id == Case.project_id).where(mine).distinct()
    ).all()
    catalogues: Mapping[int, Catalogue] = {version: catalogue_version(session, version) for version in versions}
    return _lines(session, _statement().where(mine), catalogues.__getitem__)


Letters = Select[Document, Department, dt.datetime, Case, str]


def _statement() -> Letters:
    return (
        select(Document, Department, ServiceProof.served_at, Case, Project.name)
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .outerjoin(Department, Department.id == Document.department_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .where(Document.kind.not_in(AMONG_ORGANS))
        .order_by(Document.id.desc())
    )


def _lines(session: Session, statement: Letters, catalogue_of: Callable[[int], Catalogue]) -> tuple[DocumentLine, ...]:
    found = []
    for document, department, served_at, case, project in session.execute(statement):
        item = catalogue_of(case.catalogue_version_id).items.get(document.item_code or "")
        letter = LETTERS[document.kind]
        granted = item is not None and document.kind == RESULT_LETTERS[item.result_letter.value]
        found.append(
            DocumentLine(
                public_id=document.public_id, kind=document.kind, name_zh=letter.title_zh, name_en=letter.title_en,
                output=item.output if item is not None and granted else None, item=item,
                number=document.number, result_number=document.result_number, state=document.state,
                organ_zh=department.organ_zh if department else "", organ_en=department.organ_en if department else "",
                dated_on=document.dated_on, is_ready=document.file_id is not None, making=making(document.failure), served_at=served_at,
                case=case.public_id, case_no=case.case_no or "", project=project,
            )
        )  # fmt: skip
    return tuple(found)
