"""Somebody who may see an item asks for its day statement on paper; the paper worker prints it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock import read
from approvals.domain.letters.day_statement import DayStatement
from approvals.domain.refusals import Refusal
from approvals.domain.statement_letter import ProcedureName, stated
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.queries.access import find_track
from approvals.queries.day_statement import KIND, statement_facts
from approvals.queries.stage_items import stage_moves
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Numbered, issue
from departments.domain.actor import Actor
from departments.domain.catalogue_words import ProcedureKind
from departments.queries.calendar import load_calendar

OF_THE_SHEET = frozenset({"dated_on", "number", "verify_code", "verify_url"})
"""What belongs to the printed sheet and not to what it says."""


def order_day_statement(*, track: str, actor: Actor, now: dt.datetime) -> str:
    """Number the statement as the clocks stand today and ask for printing; returns the public id of the document.

    Asked again while nothing has changed, it answers with the statement that is there. Raises NotFound for a track that
    is not the actor's business and Refusal 'no_clock_yet' before a clock has started.
    """
    with unit_of_work() as session:
        row = find_track(session, track, actor, lock=True)
        file = open_file(session, row.case)
        said = _said(session, file, row, now)
        known = _same(session, row, said)
        if known is not None:
            return known
        moved = row.last_move, row.last_move_at
        issued = issue(
            session, file, kind=KIND, organ=file.department_of(row), tracks=[row], actor=actor, now=now,
            build=lambda numbered: _letter(said, numbered),
        )  # fmt: skip
        # A statement moves nothing: "nothing has happened since" must stay visible on the desks.
        row.last_move, row.last_move_at = moved
        return issued.public_id


def _said(session: Session, file: CaseFile, track: Track, now: dt.datetime) -> dict[str, Any]:
    """What the statement says today, as keyword arguments of the letter."""
    facts = statement_facts(session, track)
    if facts is None or facts.accepted_on is None:
        raise Refusal("no_clock_yet")
    calendar, today = load_calendar(session), local_day(now)
    reading = read(facts, calendar, today)
    if not reading.clocks:
        raise Refusal("no_clock_yet")
    procedures = file.catalogue.items[track.item_code].special_procedures
    names = {one.kind.value: ProcedureName(one.name_zh, _english(one.kind), one.basis or "") for one in procedures}
    frame = file.track_frame(track, today)
    stage = stage_moves(session, [track.case_id]).get(track.case_id)
    return {**frame, **stated(facts, reading, calendar, names), "stage": stage}


def _english(kind: ProcedureKind) -> str:
    """expert review: the catalogue names procedures in Chinese only."""
    return kind.value.replace("_", " ").lower()


def _letter(said: dict[str, Any], numbered: Numbered) -> DayStatement:
    return DayStatement(**said, **numbered.stamp)


def _same(session: Session, track: Track, said: dict[str, Any]) -> str | None:
    """The newest statement of this track, when it says the same."""
    newest = session.execute(
        select(Document.public_id, Document.facts)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .where(DocumentTrack.track_id == track.id, Document.kind == KIND)
        .order_by(Document.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return None
    mine = DayStatement(**said).to_plain()
    public_id, facts = newest
    return public_id if _content(facts) == _content(mine) else None


def _content(facts: dict[str, Any]) -> dict[str, Any]:
    """What is not known says nothing: an older sheet lacks the name altogether."""
    return {name: value for name, value in facts.items() if name not in OF_THE_SHEET and value is not None}
