"""What a filing of a package sets up for its members: a case each, in statements that do not grow with their number."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.choices import Choice
from approvals.domain.events import Tag
from approvals.domain.numbering import case_no, verification_code
from approvals.domain.package import Scope, part_of
from approvals.domain.plan import Plan
from approvals.domain.refusals import Refusal
from approvals.domain.states import GRANTED, UNDECIDED, CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track, TrackUpstream
from approvals.models.letters import NumberRegister
from approvals.models.papers import CaseMaterial, MaterialFile, MaterialVersion
from approvals.queries.packages import chosen_scopes, is_whole, living_members
from approvals.usecases.enterprise.filing_rows import add_demands, new_track, waits_of
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import next_serial
from approvals.usecases.journal import record
from departments.domain.actor import Actor


@dataclass
class MemberCase:
    """The case of one member on its way in: its part of the plan, its rows."""

    project: Project
    case: Case
    planned: Plan
    tracks: dict[str, Track]
    papers: dict[str, CaseMaterial]


@dataclass(frozen=True)
class Split:
    """What is filed for the package itself, and what for each of its members."""

    whole: Plan
    each: Plan
    members: Sequence[Project]


def split(session: Session, file: CaseFile, planned: Plan) -> Split | None:
    """Who decides what of a package; None for a single project.

    Raises Refusal 'package_nothing_whole' when nothing would be decided for the package, 'package_empty' without members.
    """
    if not is_whole(file.project):
        return None
    members = living_members(session, file.project.package_id)
    if not members:
        raise Refusal("package_empty")
    scopes = chosen_scopes(session, file.project.package_id, [one.item for one in planned.items])
    by_scope = {scope: [code for code, one in scopes.items() if one is scope] for scope in Scope}
    if not by_scope[Scope.PER_PACKAGE]:
        raise Refusal("package_nothing_whole")
    return Split(part_of(planned, by_scope[Scope.PER_PACKAGE]), part_of(planned, by_scope[Scope.PER_MEMBER]), members)


def file_members(
    session: Session, file: CaseFile, parts: Split, papers: dict[str, CaseMaterial], actor: Actor, now: dt.datetime
) -> list[MemberCase]:
    """Set up the cases of the members that have something to be decided for them; `papers` are those of the package.

    What a member holds already, or has in handling by itself, is not applied for again.
    """
    whole = file.case
    whole.item_choices = {**whole.item_choices, **_elsewhere(parts.each)}
    for code, row in papers.items():
        row.is_required = any(paper.code == code and paper.required for paper in parts.whole.papers)
    filing = _begin(session, file, parts, now)
    _store_tracks(session, file, filing, now)
    _store_papers(session, filing, papers)
    for one in filing:
        add_demands(session, one.planned, one.tracks, one.papers)
        received = whole.receipt_on.isoformat() if whole.receipt_on else None
        facts: dict[str, Any] = {"items": list(one.tracks), "receipt_on": received, "package_case": whole.case_no}
        record(session, one.case, Tag.CASE_FILED, actor=actor, now=now, **facts)
    return filing


def _elsewhere(planned: Plan) -> dict[str, str]:
    return {one.code: Choice.ELSEWHERE.value for one in planned.items}


def _kept(whole: Case, plan_of_whole: Plan) -> dict[str, str]:
    """What was put off or brought along is so for every member; what the package is decided on is not here."""
    said = {code: word for code, word in whole.item_choices.items() if word != Choice.ELSEWHERE}
    return {**said, **_elsewhere(plan_of_whole)}


def _begin(session: Session, file: CaseFile, parts: Split, now: dt.datetime) -> list[MemberCase]:
    """The case rows, numbered in one block of the register, without those that would be empty."""
    held = _held(session, parts)
    plans: dict[frozenset[str], Plan] = {}
    filing = []
    for project in parts.members:
        open_items = frozenset(one.code for one in parts.each.items) - held[project.id]
        if open_items:
            planned = plans.setdefault(open_items, part_of(parts.each, open_items))
            filing.append(MemberCase(project, _case_of(file.case, project, parts.whole, now), planned, {}, {}))
    for one, number in zip(filing, _numbers(session, file, len(filing), now), strict=True):
        one.case.case_no = number
        one.case.progress_code = verification_code(secrets.token_bytes(16))[:6]
    session.add_all([one.case for one in filing])
    session.flush()
    return filing


def _held(session: Session, parts: Split) -> Mapping[int, set[str]]:
    rows = session.execute(
        select(Track.project_id, Track.item_code).where(
            Track.project_id.in_([one.id for one in parts.members]),
            Track.item_code.in_([one.code for one in parts.each.items]),
            Track.state.in_(GRANTED | UNDECIDED),
        )
    )
    held: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        held[row.project_id].add(row.item_code)
    return held


def _case_of(whole: Case, project: Project, plan_of_whole: Plan, now: dt.datetime) -> Case:
    """A case with the answers, days and declarations of the one that was filed for all."""
    return Case(
        project_id=project.id, catalogue_version_id=whole.catalogue_version_id, theme_code=whole.theme_code,
        stage_code=whole.stage_code, state=CaseState.FILED, answers=whole.answers,
        item_choices=_kept(whole, plan_of_whole),
        consents_upstream=whole.consents_upstream, truth_declared=whole.truth_declared, created_by=whole.created_by,
        created_at=now, filed_at=now, receipt_on=whole.receipt_on, notice_due_on=whole.notice_due_on,
        next_alarm_at=whole.next_alarm_at, event_count=0, chain_head="0" * 64, led_by_id=whole.id,
    )  # fmt: skip


def _numbers(session: Session, file: CaseFile, count: int, now: dt.datetime) -> list[str]:
    """So many case numbers one after the other: the register is raised over all of them at once."""
    if not count:
        return []
    day, region = local_day(now), file.division.code[:6]
    register, period = f"case:{region}", f"{day:%Y%m%d}"
    first = next_serial(session, register, period)
    session.execute(
        update(NumberRegister)
        .where(NumberRegister.register == register, NumberRegister.period == period)
        .values(last_serial=first + count - 1)
    )
    return [case_no(region, day, serial) for serial in range(first, first + count)]


def _store_tracks(session: Session, file: CaseFile, filing: Collection[MemberCase], now: dt.datetime) -> None:
    seats = {department.code: department.id for department in file.departments.values()}
    for one in filing:
        if absent := [item.item.department for item in one.planned.items if item.item.department not in seats]:
            raise Refusal("department_absent", departments=sorted(set(absent)))
        one.tracks = {
            item.code: new_track(one.case, item, seats[item.item.department], now) for item in one.planned.items
        }
        session.add_all(one.tracks.values())
    session.flush()
    waits = [row for one in filing for row in waits_of(one.planned, one.tracks)]
    if waits:
        session.execute(insert(TrackUpstream), waits)


def _store_papers(session: Session, filing: Collection[MemberCase], papers: Mapping[str, CaseMaterial]) -> None:
    """Each member has the papers of the package: rows of its own that point to the same stored files."""
    for one in filing:
        one.papers = {
            paper.code: CaseMaterial(
                case_id=one.case.id, material_code=paper.code, is_required=paper.required,
                supply=papers[paper.code].supply, source_note=papers[paper.code].source_note,
            )
            for paper in one.planned.papers
        }  # fmt: skip
        session.add_all(one.papers.values())
    session.flush()
    wanted = {code for one in filing for code in one.papers}
    versions, further = _newest(session, [papers[code].id for code in wanted])
    copies: list[tuple[MaterialVersion, int]] = []
    for one in filing:
        for code, row in one.papers.items():
            if (version := versions.get(papers[code].id)) is not None:
                copies.append((_copy(version, row.id), version.id))
    session.add_all([copy for copy, _ in copies])
    session.flush()
    files = [
        {"material_version_id": copy.id, "position": file.position, "file_id": file.file_id}
        for copy, original in copies
        for file in further[original]
    ]
    if files:
        session.execute(insert(MaterialFile), files)


def _newest(
    session: Session, paper_ids: Collection[int]
) -> tuple[dict[int, MaterialVersion], Mapping[int, list[MaterialFile]]]:
    """The version of each paper that counts, and its further files."""
    rows = session.scalars(
        select(MaterialVersion)
        .where(MaterialVersion.case_material_id.in_(paper_ids), ~MaterialVersion.is_barred)
        .order_by(MaterialVersion.number)
    )
    versions = {row.case_material_id: row for row in rows}
    further: dict[int, list[MaterialFile]] = defaultdict(list)
    for file in session.scalars(
        select(MaterialFile).where(MaterialFile.material_version_id.in_([one.id for one in versions.values()]))
    ):
        further[file.material_version_id].append(file)
    return versions, further


def _copy(version: MaterialVersion, paper_id: int) -> MaterialVersion:
    return MaterialVersion(
        case_material_id=paper_id, number=1, file_id=version.file_id, document_id=version.document_id,
        supplied_by=version.supplied_by, supplied_at=version.supplied_at, source=version.source,
        source_note=version.source_note, source_on=version.source_on,
    )  # fmt: skip


def file_of(whole: CaseFile, one: MemberCase) -> CaseFile:
    """The file of a member's case: what its letters say about it."""
    return replace(whole, case=one.case, project=one.project, members=())
