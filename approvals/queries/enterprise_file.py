"""One file per enterprise (一企一档): what is known of it, for itself and for officials with a reason to look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from approvals.domain.permissions import require_whole
from approvals.domain.refusals import NotFound
from approvals.domain.reuse import document_ends
from approvals.domain.states import CaseState, DocumentState, LineState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.enterprise_papers import EnterprisePaper, EnterprisePaperFile, EnterprisePaperVersion
from approvals.models.papers import CaseMaterial, Commitment, CommitmentLine, StoredFile
from approvals.queries.access import find_case
from approvals.queries.credit import CreditEntry, bars_of, credit_file
from approvals.queries.enterprise_documents import DocumentLine, documents_of
from approvals.queries.ratings import RatingOnFile, ratings_on_file
from approvals.queries.scope import within
from approvals.queries.version_files import refuse_unclean
from departments.domain.actor import Actor, Role
from departments.domain.catalogue import Item, Material, Stage
from departments.queries.catalogue import catalogue_version, current_catalogue

MOST_LINES = 100


@dataclass(frozen=True)
class Licence:
    """A result that was issued, and its last day where the catalogue knows it."""

    letter: DocumentLine
    valid_until: dt.date | None


@dataclass(frozen=True)
class PaperOnFile:
    """The newest version of a paper the enterprise keeps; `material` is None when the catalogue has dropped it."""

    public_id: str
    code: str
    material: Material | None
    number: int
    valid_from: dt.date | None
    valid_until: dt.date | None
    supplied_at: dt.datetime
    names: tuple[str, ...]


@dataclass(frozen=True)
class PromiseRow:
    """One promise; `material` is None for a whole item."""

    case_no: str
    project: str
    item: Item
    material: Material | None
    kind: str
    due_on: dt.date | None
    kept_on: dt.date | None
    state: LineState
    settlement: str


@dataclass(frozen=True)
class FileCase:
    """One filing of a project; `case` is empty where the reader has no business with it."""

    public_id: str
    case_no: str
    project: str
    project_id: str
    stage: Stage | None
    state: CaseState
    filed_at: dt.datetime | None


@dataclass(frozen=True)
class EnterpriseFile:
    """Everything on one page; `is_own`: for its own members."""

    id: int
    public_id: str
    name: str
    uscc: str
    code_mark: str
    legal_representative: str
    address: str
    contact_name: str
    phone: str
    since: dt.datetime
    is_own: bool
    licences: tuple[Licence, ...]
    papers: tuple[PaperOnFile, ...]
    promises: tuple[PromiseRow, ...]
    credit: tuple[CreditEntry, ...]
    bars: tuple[CreditEntry, ...]
    cases: tuple[FileCase, ...]
    ratings: tuple[RatingOnFile, ...]

    def promised(self, *states: LineState) -> int:
        return sum(1 for one in self.promises if one.state in states)


def enterprise_file(session: Session, public_id: str, actor: Actor, today: dt.date) -> EnterpriseFile:
    """A constant number of statements. Raises NotFound for who has no business with the enterprise: officials have by a
    filed case in their division, in their department, or of a project they follow."""
    row = session.scalar(select(Enterprise).where(Enterprise.public_id == public_id))
    if row is None:
        raise NotFound
    is_own = row.id in actor.enterprise_ids
    if is_own:
        require_whole(actor, row.id)
    cases = _cases(session, row.id, actor, is_own)
    if not is_own and not cases:
        raise NotFound
    return EnterpriseFile(
        id=row.id, public_id=row.public_id, name=row.name, uscc=row.uscc, code_mark=row.code_mark,
        legal_representative=row.legal_representative, address=row.address, contact_name=row.contact_name,
        phone=row.phone, since=row.created_at, is_own=is_own, licences=_licences(session, row.id),
        papers=papers_on_file(session, row.id), promises=_promises(session, row.id),
        credit=credit_file(session, row.id), bars=bars_of(session, row.id, today), cases=cases,
        ratings=ratings_on_file(session, row.id, _reach(actor, is_own)),
    )  # fmt: skip


def _reach(actor: Actor, is_own: bool) -> ColumnElement[bool]:
    """Which cases of the enterprise are this person's business."""
    if is_own:
        return Case.id.is_not(None)
    at_desk = select(Track.case_id).where(
        Track.department_id.in_(list(actor.department_ids)), Track.admitted_on.is_not(None)
    )
    followed = Project.steward_id == actor.account_id if actor.is_(Role.STEWARD) else Project.id.is_(None)
    return (Case.state != CaseState.DRAFT) & or_(within(actor), Case.id.in_(at_desk), followed)


def _cases(session: Session, enterprise_id: int, actor: Actor, is_own: bool) -> tuple[FileCase, ...]:
    rows = session.execute(
        select(Case, Project.name, Project.public_id)
        .join(Project, Project.id == Case.project_id)
        .where(Project.enterprise_id == enterprise_id, _reach(actor, is_own))
        .order_by(Case.id.desc())
        .limit(MOST_LINES)
    )
    stages = current_catalogue(session).catalogue.stages
    return tuple(
        FileCase(
            case.public_id, case.case_no or "", project, project_id, stages.get(case.stage_code), case.state, case.filed_at
        )
        for case, project, project_id in rows
    )  # fmt: skip


def _licences(session: Session, enterprise_id: int) -> tuple[Licence, ...]:
    issued = (DocumentState.ISSUED, DocumentState.REVOKED)
    return tuple(
        Licence(one, document_ends(one.item.output.validity if one.item is not None else None, one.dated_on))
        for one in documents_of(session, [enterprise_id])
        if one.output is not None and one.state in issued
    )[:MOST_LINES]


def _promises(session: Session, enterprise_id: int) -> tuple[PromiseRow, ...]:
    rows = session.execute(
        select(CommitmentLine, Commitment.kind, Track.item_code, Case, Project.name, CaseMaterial.material_code)
        .join(Commitment, Commitment.id == CommitmentLine.commitment_id)
        .join(Track, Track.id == CommitmentLine.track_id)
        .join(Case, Case.id == Track.case_id)
        .join(Project, Project.id == Case.project_id)
        .outerjoin(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(Project.enterprise_id == enterprise_id)
        .order_by(CommitmentLine.id.desc())
        .limit(MOST_LINES)
    ).all()
    found = []
    for line, kind, item, case, project, code in rows:
        catalogue = catalogue_version(session, case.catalogue_version_id)
        material = catalogue.materials[code] if code else None
        found.append(
            PromiseRow(
                case.case_no or "", project, catalogue.items[item], material, kind, line.due_on, line.kept_on,
                line.state, line.settlement,
            )
        )  # fmt: skip
    return tuple(found)


def papers_on_file(session: Session, enterprise_id: int) -> tuple[PaperOnFile, ...]:
    """The newest version of every paper kept; one statement."""
    newest = (
        select(EnterprisePaperVersion.paper_id, func.max(EnterprisePaperVersion.number).label("number"))
        .group_by(EnterprisePaperVersion.paper_id)
        .subquery()
    )
    rows = session.execute(
        select(EnterprisePaper, EnterprisePaperVersion, StoredFile.display_name)
        .join(EnterprisePaperVersion, EnterprisePaperVersion.paper_id == EnterprisePaper.id)
        .join(newest, (newest.c.paper_id == EnterprisePaper.id) & (newest.c.number == EnterprisePaperVersion.number))
        .join(EnterprisePaperFile, EnterprisePaperFile.version_id == EnterprisePaperVersion.id)
        .join(StoredFile, StoredFile.id == EnterprisePaperFile.file_id)
        .where(EnterprisePaper.enterprise_id == enterprise_id)
        .order_by(EnterprisePaper.material_code, EnterprisePaperFile.position)
    )
    gathered: dict[int, tuple[EnterprisePaper, EnterprisePaperVersion, list[str]]] = {}
    for paper, version, name in rows:
        gathered.setdefault(paper.id, (paper, version, []))[2].append(name)
    materials: Mapping[str, Material] = current_catalogue(session).catalogue.materials
    return tuple(
        PaperOnFile(
            paper.public_id, paper.material_code, materials.get(paper.material_code), version.number,
            version.valid_from, version.valid_until, version.supplied_at, tuple(names),
        )
        for paper, version, names in gathered.values()
    )  # fmt: skip


def company_of_case(session: Session, case: str, actor: Actor) -> str:
    """The public id of the enterprise whose case it is. Raises NotFound for who may not see the case."""
    project = session.get_one(Project, find_case(session, case, actor).project_id)
    return session.get_one(Enterprise, project.enterprise_id).public_id


def kept_file(session: Session, paper: str, number: int, position: int, actor: Actor) -> StoredFile:
    """A file of a paper the actor's own enterprise keeps. Raises NotFound, Refusal when it is not clean."""
    found = session.scalar(
        select(StoredFile)
        .join(EnterprisePaperFile, EnterprisePaperFile.file_id == StoredFile.id)
        .join(EnterprisePaperVersion, EnterprisePaperVersion.id == EnterprisePaperFile.version_id)
        .join(EnterprisePaper, EnterprisePaper.id == EnterprisePaperVersion.paper_id)
        .where(
            EnterprisePaper.public_id == paper, EnterprisePaperVersion.number == number,
            EnterprisePaperFile.position == position, EnterprisePaper.enterprise_id.in_(list(actor.enterprise_ids)),
        )
    )  # fmt: skip
    if found is None:
        raise NotFound
    refuse_unclean(found)
    return found
