"""Databases to start from: the main job one week on, seen from the steward's chair."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import DocumentState, Outcome
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.usecases.enterprise.ask_question import ask_question
from tests.factories.main_job import MONDAY, accept_all, at, decide, file_case, settle

WEEK_ON = dt.date(2026, 3, 16)


def settled() -> None:
    """People, calendar and catalogue, and nothing filed."""
    settle()


def week_on() -> None:
    """Filed on Monday with one paper deferred, accepted on Tuesday, two results signed on Wednesday, one question open."""
    cast = settle()
    filed = file_case(cast, day=MONDAY, defers=("M018",))
    accept_all(cast, filed, day=MONDAY + dt.timedelta(days=1))
    decide(cast, filed, "LX-01", day=MONDAY + dt.timedelta(days=2))
    decide(cast, filed, "LX-07", day=MONDAY + dt.timedelta(days=2))
    ask_question(
        case=filed.case, track=None, text="什么时候能拿到证？", actor=cast.lin, now=at(MONDAY + dt.timedelta(days=3))
    )


def all_decided() -> None:
    """Every item of the case has been refused or filed: it is concluded."""
    cast = settle()
    filed = file_case(cast, day=MONDAY)
    accept_all(cast, filed, day=MONDAY + dt.timedelta(days=1))
    for item in filed.tracks:
        outcome = Outcome.GRANT if item in ("LX-01", "LX-07") else Outcome.REFUSE
        decide(cast, filed, item, day=MONDAY + dt.timedelta(days=2), outcome=outcome)


def print_everything(sha256: str, moment: dt.datetime) -> None:
    """As if the printing worker had run: every letter has the same stored file and is issued."""
    with unit_of_work() as session:
        file = StoredFile(
            sha256=sha256, size=16, media_type="application/pdf", display_name="letter.pdf", stored_at=moment
        )
        session.add(file)
        session.flush()
        for document in session.scalars(select(Document).where(Document.state == DocumentState.QUEUED)):
            document.state, document.file_id, document.issued_at = DocumentState.ISSUED, file.id, moment
