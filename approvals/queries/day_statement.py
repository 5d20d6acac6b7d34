"""The day statement of one track: both clocks, every day, and the printed statement; the same for whoever may see the track."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock import Reading, read
from approvals.domain.clock_facts import PauseFact, TrackFacts
from approvals.domain.day_statement import DayPair, both_statements
from approvals.domain.letters.day_statement import StatedStage
from approvals.domain.letters.registry import LETTERS
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import DocumentState, TrackState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import StoredFile
from approvals.queries.access import find_track
from approvals.queries.clocks import facts_of
from approvals.queries.enterprise_files import FileToSend
from approvals.queries.stage_items import stage_moves
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import Item
from departments.models.people import Department
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version

KIND = "day_statement"


@dataclass(frozen=True)
class StatementPaper:
    """A printed statement; without bytes it waits for the paper worker, and `failed` says that a try went wrong."""

    public_id: str
    number: str
    state: DocumentState
    dated_on: dt.date
    sha256: str | None
    failed: bool


@dataclass(frozen=True)
class TrackDays:
    """What the page, the JSON and the letter say. `reading` is None until a clock has started."""

    track: str
    item: Item
    name_zh: str
    name_en: str
    phone: str
    state: TrackState
    case: str
    case_no: str
    project: str
    project_id: str
    department_id: int
    steward_id: int | None
    enterprise_id: int
    as_of: dt.date
    facts: TrackFacts | None
    reading: Reading | None
    days: tuple[DayPair, ...]
    papers: tuple[StatementPaper, ...]
    stage: StatedStage | None


def track_days(session: Session, track: str, actor: Actor, today: dt.date) -> TrackDays:
    """The statement of a track the actor may see, in a constant number of statements; NotFound for anybody else."""
    row = find_track(session, track, actor)
    case = row.case
    department = session.get_one(Department, row.department_id)
    item = catalogue_version(session, case.catalogue_version_id).items[row.item_code]
    facts = statement_facts(session, row)
    started = facts if facts is not None and facts.accepted_on is not None else None
    calendar = load_calendar(session)
    return TrackDays(
        track=row.public_id, item=item, name_zh=department.name_zh, name_en=department.name_en, phone=department.phone,
        state=row.state, case=case.public_id, case_no=case.case_no or "", project=case.project.name,
        project_id=case.project.public_id, department_id=row.department_id, steward_id=case.project.steward_id,
        enterprise_id=case.project.enterprise_id,
        as_of=row.decided_on or today, facts=started,
        reading=read(started, calendar, today) if started else None,
        days=both_statements(started, calendar, today) if started else (),
        papers=_papers(session, row), stage=stage_moves(session, [case.id]).get(case.id),
    )  # fmt: skip


def statement_file(session: Session, track: str, document: str, actor: Actor) -> FileToSend:
    """The bytes of a printed statement of a track the actor may see; Refusal 'not_printed_yet' while it waits."""
    row = find_track(session, track, actor)
    found = next((one for one in _papers(session, row) if one.public_id == document), None)
    if found is None:
        raise NotFound
    if found.sha256 is None:
        raise Refusal("not_printed_yet", number=found.number)
    return FileToSend(found.sha256, "application/pdf", f"{LETTERS[KIND].title_zh} {found.number}.pdf")


def statement_facts(session: Session, track: Track) -> TrackFacts | None:
    """The clock facts of a track with the number of the letter behind every pause; None before it was received."""
    facts = facts_of(track, track.pauses)
    if facts is None or not facts.pauses:
        return facts
    letters = session.execute(
        select(Document.number, Document.facts)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .where(DocumentTrack.track_id == track.id, Document.kind == "pause_notice")
        .order_by(Document.id)
    ).all()
    told = [(number, str(said.get("started_on"))) for number, said in letters]
    return replace(facts, pauses=_with_letters(facts.pauses, told))


def _with_letters(pauses: Iterable[PauseFact], told: Sequence[tuple[str, str]]) -> tuple[PauseFact, ...]:
    """Each pause with the first letter not yet taken that tells its day of beginning, else with none."""
    free, found = list(told), []
    for pause in pauses:
        mine = next((one for one in free if one[1] == pause.started_on.isoformat()), None)
        if mine is not None:
            free.remove(mine)
        found.append(replace(pause, letter_no=mine[0] if mine else None))
    return tuple(found)


def _papers(session: Session, track: Track) -> tuple[StatementPaper, ...]:
    """The printed statements of a track, newest first."""
    rows = session.execute(
        select(Document, StoredFile.sha256)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .outerjoin(StoredFile, StoredFile.id == Document.file_id)
        .where(DocumentTrack.track_id == track.id, Document.kind == KIND)
        .order_by(Document.id.desc())
    )
    return tuple(
        StatementPaper(one.public_id, one.number, one.state, one.dated_on, sha256, bool(one.failure))
        for one, sha256 in rows
    )
