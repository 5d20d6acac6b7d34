"""Looks at papers before filing: what an applicant may ask and has asked, and what waits at a department's desk."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from approvals.domain.precheck import PrecheckState, askable
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState, Verdict
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.models.prechecks import Precheck, PrecheckLine
from approvals.queries.department_file import PaperFile
from approvals.queries.enterprise_draft import Draft
from approvals.queries.version_files import VersionFile, file_at, files_of_versions
from departments.domain.actor import Actor
from departments.domain.catalogue import Material, Stage
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version

MOST_SHOWN = 200
_NEWEST = Precheck.id.desc()


@dataclass(frozen=True)
class LookedAt:
    """One paper that was shown, its files, and what was said of it."""

    line: int
    material: Material
    number: int
    files: tuple[VersionFile, ...]
    verdict: Verdict | None
    comment: str


@dataclass(frozen=True)
class PrecheckRow:
    """One question to one department; `is_over`: the draft was filed before it was answered."""

    public_id: str
    project: str
    place: str
    enterprise: str
    stage: Stage
    department_code: str
    department_zh: str
    department_en: str
    state: PrecheckState
    is_over: bool
    question: str
    asked_at: dt.datetime
    answer: str
    answered_at: dt.datetime | None
    lines: tuple[LookedAt, ...]


@dataclass(frozen=True)
class MayAsk:
    """A department that can be asked, with the papers it would be shown."""

    code: str
    name_zh: str
    name_en: str
    materials: tuple[Material, ...]


def may_ask(found: Draft) -> tuple[MayAsk, ...]:
    """Whom this draft can ask now."""
    catalogue = found.catalogue
    uploaded = {each.paper.code for each in found.papers if each.status == "uploaded"}
    rows = askable(found.plan, uploaded)
    return tuple(
        MayAsk(
            code,
            catalogue.departments[code].name_zh,
            catalogue.departments[code].name_en,
            tuple(catalogue.materials[paper] for paper in papers),
        )
        for code, papers in rows.items()
    )


def prechecks_of(session: Session, case: str) -> tuple[PrecheckRow, ...]:
    """What was asked for a case, the newest first; the caller has asked whether the actor may see it."""
    return _rows(session, Case.public_id == case)


def prechecks_at_desk(session: Session, actor: Actor) -> tuple[PrecheckRow, ...]:
    """What waits for the actor's departments, the oldest first, and then what was answered, the newest first."""
    own = Precheck.department_id.in_(actor.department_ids)
    open_ones = own & (Precheck.state == PrecheckState.OPEN) & (Case.state == CaseState.DRAFT)
    return (
        *_rows(session, open_ones, Precheck.id.asc()),
        *_rows(session, own & (Precheck.state == PrecheckState.ANSWERED)),
    )


def precheck_at_desk(session: Session, public_id: str, actor: Actor) -> PrecheckRow:
    """One question to the actor's own department; raises NotFound for any other, or one that was taken back."""
    own = Precheck.department_id.in_(actor.department_ids) & (Precheck.state != PrecheckState.WITHDRAWN)
    found = _rows(session, (Precheck.public_id == public_id) & own)
    if not found:
        raise NotFound
    return found[0]


def precheck_file(session: Session, public_id: str, line: int, position: int, actor: Actor) -> PaperFile:
    """A file that was shown to the actor's department; the rest of the draft stays the applicant's alone."""
    version = session.scalar(
        select(MaterialVersion)
        .join(PrecheckLine, PrecheckLine.material_version_id == MaterialVersion.id)
        .join(Precheck, Precheck.id == PrecheckLine.precheck_id)
        .where(
            Precheck.public_id == public_id,
            PrecheckLine.id == line,
            Precheck.state != PrecheckState.WITHDRAWN,
            Precheck.department_id.in_(actor.department_ids),
        )
    )
    if version is None:
        raise NotFound
    found = file_at(session, version, position)
    return PaperFile(found.sha256, found.media_type, found.name, found.is_ours)


def _rows(session: Session, where: ColumnElement[bool], order: ColumnElement[int] = _NEWEST) -> tuple[PrecheckRow, ...]:
    """The first of them, in this order. Three statements however many there are, and one per catalogue version in use."""
    found = session.execute(_statement().where(where).order_by(order).limit(MOST_SHOWN)).all()
    lines = _lines(session, {row[0].id: row[1].catalogue_version_id for row in found})
    return tuple(
        PrecheckRow(
            public_id=asked.public_id, project=project.name, place=project.place, enterprise=enterprise,
            stage=catalogue_version(session, case.catalogue_version_id).stages[case.stage_code],
            department_code=seat.code, department_zh=seat.name_zh, department_en=seat.name_en, state=asked.state,
            is_over=asked.state is PrecheckState.OPEN and case.state is not CaseState.DRAFT, question=asked.question,
            asked_at=asked.asked_at, answer=asked.answer, answered_at=asked.answered_at, lines=lines[asked.id],
        )
        for asked, case, project, enterprise, seat in found
    )  # fmt: skip


def _statement() -> Select[Precheck, Case, Project, str, Department]:
    return (
        select(Precheck, Case, Project, Enterprise.name, Department)
        .join(Case, Case.id == Precheck.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .join(Department, Department.id == Precheck.department_id)
    )


def _lines(session: Session, versions_of: dict[int, int]) -> dict[int, tuple[LookedAt, ...]]:
    """The papers of each question; its case's catalogue names them."""
    rows = session.execute(
        select(PrecheckLine, MaterialVersion.number, CaseMaterial.material_code)
        .join(MaterialVersion, MaterialVersion.id == PrecheckLine.material_version_id)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .where(PrecheckLine.precheck_id.in_(list(versions_of)))
        .order_by(CaseMaterial.material_code)
    ).all()
    files = files_of_versions(session, [line.material_version_id for line, _, _ in rows])
    found: dict[int, list[LookedAt]] = defaultdict(list)
    for line, number, code in rows:
        material = catalogue_version(session, versions_of[line.precheck_id]).materials[code]
        shown = files.get(line.material_version_id, ())
        found[line.precheck_id].append(LookedAt(line.id, material, number, shown, line.verdict, line.comment))
    return defaultdict(tuple, {asked: tuple(lines) for asked, lines in found.items()})
