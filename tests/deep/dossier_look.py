"""One dossier as the rows tell it and as the model sees it, in the same shape; and what the pages ask of the applicant."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, update

from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.audiences import audiences_of
from approvals.domain.states import LineState, NoticeState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, CommitmentLine, CorrectionNotice
from approvals.models.traces import OutboxMessage
from approvals.models.watch import Duty
from approvals.queries.department_papers import papers_of
from approvals.queries.dossier import dossiers
from approvals.queries.enterprise_desk import NO_NOTICES, notices_of
from approvals.queries.enterprise_draft import draft
from approvals.queries.enterprise_todo import Days, open_rows
from approvals.queries.enterprise_tracks import tracks_of
from approvals.usecases.notices.concerned import accounts_concerned
from departments.models.people import Account
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version
from tests.deep.dossier_house import House
from tests.deep.dossier_law import PAPERS
from tests.deep.dossier_verbs import Model

View = dict[str, Any]
MINE = "case_id = (SELECT id FROM approval_case WHERE public_id = :case)"
TRACKS = f"SELECT item_code, state FROM track WHERE {MINE}"
SUPPLIES = f"SELECT material_code, supply FROM case_material WHERE {MINE}"
VERSIONS = f"""
    SELECT material_code, is_barred FROM material_version v JOIN case_material p ON p.id = v.case_material_id
    WHERE {MINE} ORDER BY v.number"""
DEMANDS = f"""
    SELECT item_code, material_code, d.is_required FROM material_demand d
    JOIN track t ON t.id = d.track_id JOIN case_material p ON p.id = d.case_material_id WHERE t.{MINE}"""
LINES = f"""
    SELECT item_code, material_code, l.state, due_on FROM commitment_line l
    JOIN track t ON t.id = l.track_id LEFT JOIN case_material p ON p.id = l.case_material_id WHERE t.{MINE}"""
NOTICE = f"""
    SELECT n.state, material_code, l.answered_at FROM correction_notice n
    JOIN correction_line l ON l.notice_id = n.id JOIN case_material p ON p.id = l.case_material_id
    WHERE n.id = (SELECT max(id) FROM correction_notice WHERE {MINE})"""
TASKS = f"SELECT item_code FROM verification_task v JOIN track t ON t.id = v.track_id WHERE t.{MINE}"
_connections: dict[str, sqlite3.Connection] = {}


def in_the_model(model: Model) -> View:
    """The state to compare."""
    notice = model.notice
    return {
        "tracks": {code: one.state for code, one in model.tracks.items()},
        "papers": {code: one.supply for code, one in model.papers.items()},
        "versions": {code: [one.barred for one in paper.versions] for code, paper in model.papers.items()},
        "demands": {
            (item, code): one.required for item, track in model.tracks.items() for code, one in track.demands.items()
        },
        "lines": {key: (line.state, line.due) for key, line in model.lines.items()},
        "notice": (notice.state, {code: by is not None for code, by in notice.lines.items()}) if notice else None,
    }


def in_the_house(house: House) -> View:
    """The same, from the rows: read with SQL of its own, so that no query of the house stands between."""
    rows = _rows(house)
    return {
        "tracks": dict(rows(TRACKS)),
        "papers": dict.fromkeys(PAPERS, "missing") | dict(rows(SUPPLIES)),
        "versions": {code: [] for code in PAPERS} | _gathered(rows(VERSIONS)),
        "demands": {(item, code): bool(required) for item, code, required in rows(DEMANDS)},
        "lines": {
            (item, code or ""): (state, dt.date.fromisoformat(due) if due else None)
            for item, code, state, due in rows(LINES)
        },
        "notice": _notice(rows),
    }


def _rows(house: House) -> Callable[[str], list[Any]]:
    path = str(db.engine.url.database)
    if path not in _connections:
        _connections[path] = sqlite3.connect(path)
    return lambda statement: _connections[path].execute(statement, {"case": house.case}).fetchall()


def _gathered(rows: Sequence[tuple[str, int]]) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for code, barred in rows:
        found.setdefault(code, []).append(bool(barred))
    return found


def _notice(rows: Callable[[str], list[Any]]) -> tuple[str, dict[str, bool]] | None:
    found = rows(NOTICE)
    return (found[0][0], {code: answered is not None for _, code, answered in found}) if found else None


def asked_in_draft(house: House) -> set[str]:
    """The gap list of the draft."""
    with reading() as session:
        found = draft(session, house.case, house.lin, house.today)
    return {gap.code for gap in found.gaps if gap.kind == "paper"}


def asked_after_filing(house: House) -> Counter[str]:
    """The open rows of the to-do list, by paper."""
    with reading() as session:
        case = house.row(session)
        catalogue, calendar = catalogue_version(session, case.catalogue_version_id), load_calendar(session)
        tracks = tracks_of(session, case.id, catalogue, calendar, house.today)
        papers = papers_of(session, case.id, catalogue)
        notice = notices_of(session, [case.id]).get(case.id, NO_NOTICES).open
        rows = open_rows(papers, tracks, notice, Days(calendar, house.today))
        return Counter(row.code for row in rows)


def rows_of_papers(house: House) -> Counter[tuple[str, ...]]:
    """How many rows each paper of the filing has, each demand of an item for it, and each line of the notice."""
    rows = _rows(house)
    demands = [(item, code) for item, code, _ in rows(DEMANDS)]
    return Counter(
        [(code,) for code, _ in rows(SUPPLIES)] + demands + [("notice", code) for _, code, _ in rows(NOTICE)]
    )


def may_grant(house: House) -> dict[str, bool]:
    """What the page of each item says: whether anything stands between it and a grant."""
    with reading() as session:
        case = house.row(session)
        ids = dict(session.execute(select(Track.id, Track.item_code).where(Track.case_id == case.id)).all())
        return {ids[number]: not one.blockers for number, one in dossiers(session, list(ids)).items()}


def verified(house: House) -> dict[str, int]:
    """Commitments of each item that somebody will look at."""
    return Counter(item for (item,) in _rows(house)(TASKS))


def told(house: House, code: str) -> set[str]:
    """Who is told of the newest version of a paper, by user name."""
    with reading() as session:
        case = house.row(session)
        paper = session.scalars(
            select(CaseMaterial.id).where(CaseMaterial.case_id == case.id, CaseMaterial.material_code == code)
        ).one()
        message = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.key.startswith(f"tell:paper_supplied:case:{case.id}:{paper}:"))
            .order_by(OutboxMessage.id.desc())
        ).first()
        if message is None:
            return set()
        params, project, now = message.payload["params"], session.get_one(Project, case.project_id), message.created_at
        people = accounts_concerned(session, case, project, None, audiences_of("paper_supplied"), params, now)
        names = select(Account.username).where(Account.id.in_([person.id for person in people]))
        return set(session.scalars(names))


def put_away(house: House) -> None:
    """Nothing of this dossier comes up in the nights of the next one."""
    with unit_of_work() as session:
        case = house.row(session)
        mine = select(Track.id).where(Track.case_id == case.id)
        session.execute(update(Case).where(Case.id == case.id).values(next_alarm_at=None))
        session.execute(update(Track).where(Track.case_id == case.id).values(next_alarm_at=None))
        session.execute(update(Duty).where(Duty.case_id == case.id).values(next_alarm_at=None))
        session.execute(
            update(CommitmentLine).where(CommitmentLine.track_id.in_(mine)).values(state=LineState.RELEASED)
        )
        notices = update(CorrectionNotice).where(CorrectionNotice.case_id == case.id)
        session.execute(notices.values(state=NoticeState.LAPSED))
