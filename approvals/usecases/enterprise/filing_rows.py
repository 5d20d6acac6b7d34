"""The rows a filing sets up, in a number of statements that does not grow with the items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import write_last
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.plan import Plan, PlannedItem
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.refusals import Refusal
from approvals.domain.states import DocumentState, Supply, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track, TrackUpstream
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion
from approvals.queries.packages import answered_for
from approvals.usecases.enterprise.brought_papers import attach_brought
from approvals.usecases.enterprise.shared_papers import Sharing
from approvals.usecases.framing import CaseFile


def add_tracks(session: Session, file: CaseFile, planned: Plan, now: dt.datetime) -> dict[str, Track]:
    """One track per item that applies, with the limits of today's catalogue, and what each waits for."""
    by_code = {department.code: department for department in file.departments.values()}
    absent = [item.item.department for item in planned.items if item.item.department not in by_code]
    if absent:
        raise Refusal("department_absent", departments=sorted(set(absent)))
    tracks = {item.code: new_track(file.case, item, by_code[item.item.department].id, now) for item in planned.items}
    session.add_all(tracks.values())
    session.flush()
    if waits := waits_of(planned, tracks):
        session.execute(insert(TrackUpstream), waits)
    return tracks


def new_track(case: Case, item: PlannedItem, department_id: int, now: dt.datetime) -> Track:
    """An item of a filing that has just been received, with the limits that hold for it."""
    return Track(
        case_id=case.id,
        project_id=case.project_id,
        department_id=department_id,
        item_code=item.code,
        state=TrackState.FILED,
        statutory_days=item.statutory.days,
        statutory_unit=item.statutory.unit.value,
        counts_from=item.statutory.counts_from.value,
        committed_wd=item.committed_wd,
        warn_wd=item.item.warn_wd,
        is_committed=item.is_vouched,
        receipt_on=case.receipt_on,
        last_move_at=now,
    )


def waits_of(planned: Plan, tracks: dict[str, Track]) -> list[dict[str, Any]]:
    """What each of these stored tracks waits for, as rows."""
    return [
        {"track_id": tracks[item.code].id, "upstream_id": tracks[wait.item].id, "needed_for": wait.needed_for.value}
        for item in planned.items
        for wait in item.waits_for
    ]


def add_papers(
    session: Session, file: CaseFile, planned: Plan, papers: dict[str, CaseMaterial], sharing: Sharing
) -> dict[str, CaseMaterial]:
    """One row per distinct paper; what the form, another organ or an earlier result supplies is taken from there."""
    notes = shared_notes(file, planned, papers, sharing)
    for paper in planned.papers:
        row = papers.get(paper.code)
        if row is None:
            row = CaseMaterial(
                case_id=file.case.id,
                material_code=paper.code,
                is_required=paper.required,
                supply=Supply.MISSING,
                source_note="",
            )
            papers[paper.code] = row
            session.add(row)
        row.is_required = paper.required
        if row.supply is Supply.UPLOADED:
            continue
        if paper.supply is PlannedSupply.FORM:
            row.supply = Supply.FORM
        elif paper.supply in (PlannedSupply.UPSTREAM, PlannedSupply.HELD):
            row.supply = Supply(paper.supply.value)
        elif paper.supply is PlannedSupply.SHARING and (note := notes.get(paper.code)):
            row.supply, row.source_note = Supply.SHARED, note
        elif row.supply is Supply.DEFERRED and not paper.deferrable_for:
            row.supply = without_promise(session, row)
    session.flush()
    wanted = {paper.code: papers[paper.code] for paper in planned.papers}
    _attach_earlier_results(session, file, wanted)
    held = [row for row in wanted.values() if row.supply is Supply.HELD]
    if held:
        attach_brought(session, file, held)
    return wanted


def without_promise(session: Session, paper: CaseMaterial) -> Supply:
    """A paper that cannot follow later any more: a file that was put off with it counts."""
    sound = (MaterialVersion.case_material_id == paper.id, MaterialVersion.is_barred.is_(False))
    there = session.scalar(select(MaterialVersion.id).where(*sound).limit(1))
    return Supply.UPLOADED if there is not None else Supply.MISSING


def shared_notes(
    file: CaseFile, planned: Plan, papers: Mapping[str, CaseMaterial], sharing: Sharing
) -> Mapping[str, str]:
    """What another organ has of the papers that nobody handed in, with where it was found.

    A source that is away stops no filing: the paper counts as missing and can be handed in.
    """
    there = {code for code, row in papers.items() if row.supply is Supply.UPLOADED}
    codes = [one.code for one in planned.papers if one.supply is PlannedSupply.SHARING and one.code not in there]
    try:
        return sharing.fetch(codes, file.enterprise.uscc)
    except Refusal:
        return {}


def _attach_earlier_results(session: Session, file: CaseFile, papers: dict[str, CaseMaterial]) -> None:
    """Results the project already holds are handed on, never asked for again."""
    producers: dict[str, list[str]] = {}
    for code in papers:
        for producer in file.catalogue.materials[code].producers:
            producers.setdefault(producer, []).append(code)
    if not producers:
        return
    rows = session.execute(
        select(Document.id, Document.item_code, Document.created_at)
        .join(Track, (Track.case_id == Document.case_id) & (Track.item_code == Document.item_code))
        .where(
            Track.project_id.in_(_whose_results(file.project)),
            Track.state.in_([TrackState.GRANTED, TrackState.VARIED, TrackState.RENEWED]),
            Track.item_code.in_(list(producers)),
            Document.kind.in_(RESULT_LETTERS.values()),
            Document.state.in_([DocumentState.QUEUED, DocumentState.ISSUED]),
        )
        .order_by(Document.id)
    ).all()
    newest = _newest_numbers(session, [papers[code].id for codes in producers.values() for code in codes])
    for document_id, item_code, created_at in rows:
        for row in (papers[code] for code in producers[item_code or ""]):
            if row.supply is not Supply.UPLOADED:
                row.supply, newest[row.id] = Supply.UPSTREAM, newest.get(row.id, 0) + 1
                session.add(
                    MaterialVersion(
                        case_material_id=row.id, number=newest[row.id], document_id=document_id, supplied_at=created_at
                    )
                )


def _whose_results(project: Project) -> Any:
    """The project's own, and those of the package it belongs to."""
    return [project.id] if project.package_id is None else answered_for(project)


def _newest_numbers(session: Session, paper_ids: list[int]) -> dict[int, int]:
    """The last version number of each paper that has one: two results may make one paper, and a draft may hold a file."""
    numbers = (
        select(MaterialVersion.case_material_id, func.max(MaterialVersion.number))
        .where(MaterialVersion.case_material_id.in_(paper_ids))
        .group_by(MaterialVersion.case_material_id)
    )
    return {paper_id: number for paper_id, number in session.execute(numbers)}


def add_demands(session: Session, planned: Plan, tracks: dict[str, Track], papers: dict[str, CaseMaterial]) -> None:
    """Which track wants which paper, and how long it may follow later (working days after acceptance)."""
    days = {paper.code: paper.deferrable_for for paper in planned.papers}
    vouched = {paper.code: paper.vouched_for for paper in planned.papers}
    rows = [
        {
            "track_id": tracks[item.code].id,
            "case_material_id": papers[demand.material].id,
            "is_required": demand.required,
            "is_upstream": demand.upstream,
            "is_committed": item.code in vouched[demand.material],
            "deferral_wd": days[demand.material].get(item.code),
        }
        for item in planned.items
        for demand in item.demands
    ]
    write_last(session, MaterialDemand, rows)
