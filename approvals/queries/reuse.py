"""What an enterprise has handed in or been given already, and may use again: its own only, and only clean files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.refusals import NotFound
from approvals.domain.reuse import Candidate, ReuseSource, document_ends, offered
from approvals.domain.states import GRANTED, CaseState, DocumentState, Scan, Supply, Verdict
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.enterprise_papers import EnterprisePaper, EnterprisePaperFile, EnterprisePaperVersion
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, MaterialVerdict, MaterialVersion, StoredFile
from approvals.models.window import PaperCheck
from approvals.queries.access import find_case
from approvals.queries.draft_catalogue import catalogue_of
from approvals.queries.version_files import files_of_versions
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue

MOST_LOOKED_AT = 400
"""Versions of earlier cases, the newest first."""


def reusable(
    session: Session, enterprise_id: int, case_id: int, codes: Collection[str], catalogue: Catalogue, today: dt.date
) -> Mapping[str, tuple[Candidate, ...]]:
    """By material code, what this case of the enterprise may take over; a handful of statements however many papers."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    if not codes:
        return {}
    for one in (
        *_on_file(session, enterprise_id, codes),
        *_issued(session, enterprise_id, codes, catalogue),
        *_handed_in(session, enterprise_id, case_id, codes),
    ):
        found[one.material].append(one)
    return {code: offered(ones, today) for code, ones in found.items()}


def _on_file(session: Session, enterprise_id: int, codes: Collection[str]) -> Iterator[Candidate]:
    newest = (
        select(EnterprisePaperVersion.paper_id, func.max(EnterprisePaperVersion.number).label("number"))
        .group_by(EnterprisePaperVersion.paper_id)
        .subquery()
    )
    rows = session.execute(
        select(EnterprisePaper, EnterprisePaperVersion, StoredFile)
        .join(EnterprisePaperVersion, EnterprisePaperVersion.paper_id == EnterprisePaper.id)
        .join(newest, (newest.c.paper_id == EnterprisePaper.id) & (newest.c.number == EnterprisePaperVersion.number))
        .join(EnterprisePaperFile, EnterprisePaperFile.version_id == EnterprisePaperVersion.id)
        .join(StoredFile, StoredFile.id == EnterprisePaperFile.file_id)
        .where(EnterprisePaper.enterprise_id == enterprise_id, EnterprisePaper.material_code.in_(codes))
        .order_by(EnterprisePaper.id, EnterprisePaperFile.position)
    )
    gathered: dict[int, tuple[EnterprisePaper, EnterprisePaperVersion, list[StoredFile]]] = {}
    for paper, version, file in rows:
        gathered.setdefault(paper.id, (paper, version, []))[2].append(file)
    for paper, version, files in gathered.values():
        if all(file.scan is Scan.CLEAN for file in files):
            yield Candidate(
                f"file.{paper.public_id}.{version.number}", ReuseSource.FILE, paper.material_code, "",
                local_day(version.supplied_at), version.valid_until, tuple(file.id for file in files),
                tuple(file.sha256 for file in files), files[0].display_name,
            )  # fmt: skip


def _handed_in(session: Session, enterprise_id: int, case_id: int, codes: Collection[str]) -> Iterator[Candidate]:
    """The newest version of each paper of each filed case, unless an officer returned it."""
    rows = session.execute(
        select(CaseMaterial, MaterialVersion, Project.name)
        .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
        .join(Case, Case.id == CaseMaterial.case_id)
        .join(Project, Project.id == Case.project_id)
        .where(
            Project.enterprise_id == enterprise_id, Case.id != case_id, Case.state != CaseState.DRAFT,
            CaseMaterial.material_code.in_(codes), MaterialVersion.file_id.is_not(None),
            MaterialVersion.is_barred.is_(False),
        )
        .order_by(MaterialVersion.id.desc())
        .limit(MOST_LOOKED_AT)
    ).all()  # fmt: skip
    newest = {paper.id: (paper, version, project) for paper, version, project in reversed(rows)}
    returned = _returned(session, [version.id for _, version, _ in newest.values()])
    files = files_of_versions(session, [version.id for _, version, _ in newest.values()])
    ids = _file_ids(session, [file.file for each in files.values() for file in each])
    for paper, version, project in newest.values():
        there = files.get(version.id, ()) if version.id not in returned else ()
        if there and all(file.scan is Scan.CLEAN for file in there):
            yield Candidate(
                f"case.{paper.public_id}.{version.number}", ReuseSource.CASE, paper.material_code, project,
                local_day(version.supplied_at), None, tuple(ids[file.file] for file in there),
                tuple(file.sha256 for file in there), there[0].display_name,
            )  # fmt: skip


def _returned(session: Session, versions: Collection[int]) -> frozenset[int]:
    """Those that an examiner or the window sent back."""
    examined = select(MaterialVerdict.material_version_id).where(
        MaterialVerdict.verdict == Verdict.RETURNED, MaterialVerdict.material_version_id.in_(versions)
    )
    checked = select(PaperCheck.material_version_id).where(
        PaperCheck.verdict == Verdict.RETURNED, PaperCheck.material_version_id.in_(versions)
    )
    return frozenset(session.scalars(union(examined, checked)))


def _file_ids(session: Session, public_ids: Collection[str]) -> Mapping[str, int]:
    rows = session.execute(select(StoredFile.public_id, StoredFile.id).where(StoredFile.public_id.in_(public_ids)))
    return {public_id: file_id for public_id, file_id in rows}


def _issued(session: Session, enterprise_id: int, codes: Collection[str], catalogue: Catalogue) -> Iterator[Candidate]:
    """Sealed results that are such a paper and still stand; a licence that was replaced or revoked is none."""
    producers: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        for producer in catalogue.materials[code].producers if code in catalogue.materials else ():
            producers[producer].append(code)
    if not producers:
        return
    rows = session.execute(
        select(Document, StoredFile, Project.name)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .join(Track, (Track.case_id == Document.case_id) & (Track.item_code == Document.item_code))
        .join(Project, Project.id == Track.project_id)
        .where(
            Project.enterprise_id == enterprise_id, Document.item_code.in_(list(producers)),
            Document.kind.in_(RESULT_LETTERS.values()), Document.state == DocumentState.ISSUED,
            Track.state.in_(list(GRANTED)), StoredFile.scan == Scan.CLEAN,
        )
        .order_by(Document.id)
    )  # fmt: skip
    for document, file, project in rows:
        ends = _document_ends(catalogue, document.item_code, document.dated_on)
        for code in producers[document.item_code or ""]:
            yield Candidate(
                f"document.{document.public_id}", ReuseSource.DOCUMENT, code,
                f"{document.result_number or document.number} {project}", document.dated_on, ends, (file.id,),
                (file.sha256,), file.display_name,
            )  # fmt: skip


def over_in(session: Session, case_id: int, catalogue: Catalogue, today: dt.date) -> Mapping[str, dt.date]:
    """By material code, the last day of what this case took over while it held and that is over by now; one statement.

    Asked of the files themselves: a paper that came by way of an earlier case ends on the same day.
    """
    standing = (
        select(func.max(MaterialVersion.id))
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .where(CaseMaterial.case_id == case_id, CaseMaterial.supply == Supply.UPLOADED)
        .where(MaterialVersion.is_barred.is_(False))
        .group_by(MaterialVersion.case_material_id)
    )
    rows = session.execute(
        select(CaseMaterial.material_code, EnterprisePaperVersion.valid_until, Document.item_code, Document.dated_on)
        .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
        .outerjoin(EnterprisePaperFile, EnterprisePaperFile.file_id == MaterialVersion.file_id)
        .outerjoin(EnterprisePaperVersion, EnterprisePaperVersion.id == EnterprisePaperFile.version_id)
        .outerjoin(Document, Document.file_id == MaterialVersion.file_id)
        .where(MaterialVersion.id.in_(standing), MaterialVersion.source != "")
    )
    ends = ((code, until or _document_ends(catalogue, item, dated)) for code, until, item, dated in rows)
    return {code: until for code, until in ends if until is not None and until < today}


def _document_ends(catalogue: Catalogue, item_code: str | None, dated_on: dt.date | None) -> dt.date | None:
    item = catalogue.items.get(item_code or "")
    return document_ends(item.output.validity, dated_on) if item is not None and dated_on is not None else None


@dataclass(frozen=True)
class CaseWords:
    """Whose case it is, for asking a register: name of the paper and credit code."""

    uscc: str
    title: str


def offers_in(
    session: Session, case: str, actor: Actor, codes: Collection[str], today: dt.date
) -> Mapping[str, tuple[Candidate, ...]]:
    """What the actor's own case may take over. Raises NotFound for anybody else's."""
    row, enterprise = _own(session, case, actor)
    return reusable(session, enterprise.id, row.id, codes, catalogue_of(session, row).catalogue, today)


def words_for_register(session: Session, case: str, actor: Actor, material_code: str) -> CaseWords:
    """What a register is asked with. Raises NotFound for anybody else's case and for a paper nobody knows."""
    row, enterprise = _own(session, case, actor)
    material = catalogue_of(session, row).catalogue.materials.get(material_code)
    if material is None:
        raise NotFound
    return CaseWords(enterprise.uscc, material.name_zh)


def _own(session: Session, public_id: str, actor: Actor) -> tuple[Case, Enterprise]:
    case = find_case(session, public_id, actor)
    enterprise = session.get_one(Enterprise, session.get_one(Project, case.project_id).enterprise_id)
    if enterprise.id not in actor.enterprise_ids:
        raise NotFound
    return case, enterprise
