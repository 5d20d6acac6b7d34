"""Each count that must be 0 is 0 in an honest house, and finds what is planted; on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from app.adapters.looking import means
from app.cli.reconcile import WHAT_TO_DO, walked
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.states import DocumentState, LineState, TrackState
from approvals.models.cases import Pause, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CommitmentLine, StoredFile
from approvals.models.traces import Alarm, CaseEvent, OutboxMessage
from approvals.queries.reconciliations import BY_NAME, RECONCILIATIONS, ask_silent, looks
from approvals.queries.waits import letters_not_issued
from approvals.usecases.operations.note_look import note_look
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import sweep
from tests.factories.main_job import MONDAY, at
from tests.factories.story import week_on
from tests.support.statements import statements_of

LATE = at(dt.date(2026, 4, 30), 12)
"""Every item of the story is past its committed limit by then, and the office has been open for hours."""


def months_later() -> None:
    """The story, and every alarm that it called for until the end of April."""
    week_on()
    sweep(LATE)
    with unit_of_work() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.done_at.is_(None)).values(done_at=LATE))
        session.execute(update(Document).values(state=DocumentState.ISSUED))
    store_nothing_real()


def store_nothing_real() -> None:
    """The papers of the story are rows without bytes; this look is about rows that once had them."""
    with unit_of_work() as session:
        session.execute(update(StoredFile).values(stored_at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC)))


pytestmark = [
    pytest.mark.starts_from.with_args(months_later),
    pytest.mark.usefixtures("in_app"),
    pytest.mark.both_databases,
]


def counts(now: dt.datetime = LATE) -> dict[str, int]:
    with reading() as session:
        return {one.name: one.found for one in looks(session, means(), now)}


def test_an_honest_house_has_nothing_to_show_and_each_plant_is_found(in_app: Flask) -> None:
    assert set(counts().values()) == {0}
    for plant, name, what in PLANTS:
        with unit_of_work() as session:
            plant(session)
        found = {key: number for key, number in counts().items() if number}
        assert found == {name: 1}, (plant.__name__, found)
        with reading() as session:
            (look,) = (one for one in looks(session, means(), LATE) if one.name == name)
        assert [one["what"] for one in look.first] == [what]
        with unit_of_work() as session:
            UNDO[plant](session)
    assert set(counts().values()) == {0}


def a_row_waits(session: Session) -> None:
    moment = LATE - dt.timedelta(minutes=6)
    session.add(
        OutboxMessage(
            key="late", queue="paper", kind="print", payload={}, created_at=moment, due_at=moment, next_attempt_at=moment
        )
    )  # fmt: skip


def a_row_is_dead(session: Session) -> None:
    a_row_waits(session)
    session.flush()
    session.execute(update(OutboxMessage).where(OutboxMessage.key == "late").values(dead_at=LATE, due_at=LATE))


def the_row_goes(session: Session) -> None:
    session.execute(delete(OutboxMessage).where(OutboxMessage.key == "late"))


def a_letter_is_lost(session: Session) -> None:
    """Its row is done, or gone, and no file is there."""
    result = select(func.min(Document.id)).where(Document.kind.in_(set(RESULT_LETTERS.values()))).scalar_subquery()
    session.execute(update(Document).where(Document.id == result).values(state=DocumentState.QUEUED))


def a_letter_waits(session: Session) -> None:
    """The key service has been away since it was numbered; the row has just been put back once more."""
    a_letter_is_lost(session)
    number = session.scalar(select(Document.id).where(Document.state == DocumentState.QUEUED))
    put_back(session, f"print:document:{number}", "print", "SealUnavailable: the signing service: 401")


def a_file_waits(session: Session) -> None:
    put_back(session, "look_at_file:1", "look_at_file", "ScannerAway: clamd: no answer")


def put_back(session: Session, key: str, kind: str, error: str) -> None:
    session.execute(delete(OutboxMessage).where(OutboxMessage.key == key))
    due = LATE - dt.timedelta(minutes=16)
    session.add(
        OutboxMessage(
            key=key, queue="paper" if kind == "print" else "report", kind=kind, payload={"away": 9}, created_at=due,
            due_at=due, next_attempt_at=LATE + dt.timedelta(minutes=1), last_error=error,
        )
    )  # fmt: skip


def nothing_waits(session: Session) -> None:
    session.execute(update(Document).values(state=DocumentState.ISSUED))
    session.execute(delete(OutboxMessage).where(OutboxMessage.last_error != ""))


def a_look_is_missed(session: Session) -> None:
    one = session.scalars(select(Track).where(Track.next_alarm_at > LATE).order_by(Track.id)).first()
    assert one is not None
    KEPT["look"] = (one.id, one.next_alarm_at)
    one.next_alarm_at = LATE - dt.timedelta(hours=1)


def the_look_comes_back(session: Session) -> None:
    number, moment = KEPT["look"]
    session.execute(update(Track).where(Track.id == number).values(next_alarm_at=moment))


def an_alarm_was_never_raised(session: Session) -> None:
    one = session.scalars(
        select(Alarm).where(Alarm.subject == "track", Alarm.kind.startswith("committed:overdue")).order_by(Alarm.id)
    ).first()
    assert one is not None
    KEPT["alarm"] = (one.id, one.subject_id)
    mine = (Alarm.subject_id == one.subject_id) & Alarm.kind.startswith("committed")
    session.execute(update(Alarm).where(mine).values(subject_id=-one.subject_id))


def the_alarm_comes_back(session: Session) -> None:
    subject = KEPT["alarm"][1]
    session.execute(update(Alarm).where(Alarm.subject_id == -subject).values(subject_id=subject))


KEPT: dict[str, tuple[int, object]] = {}
PLANTS: tuple[tuple[Callable[[Session], None], str, str], ...] = (
    (a_row_waits, "due_not_done", "row_waits"),
    (a_row_is_dead, "due_not_done", "row_is_dead"),
    (a_letter_is_lost, "letters_not_issued", "letter_is_lost"),
    (a_letter_waits, "letters_not_issued", "letter_waits"),
    (a_file_waits, "files_not_looked_at", "file_waits"),
    (a_look_is_missed, "due_not_done", "look_at_track"),
    (an_alarm_was_never_raised, "late_without_alarm", "committed_silent"),
)
UNDO = {
    a_row_waits: the_row_goes, a_row_is_dead: the_row_goes, a_look_is_missed: the_look_comes_back,
    a_letter_is_lost: nothing_waits, a_letter_waits: nothing_waits, a_file_waits: nothing_waits,
    an_alarm_was_never_raised: the_alarm_comes_back,
}  # fmt: skip


def test_what_waits_for_a_service_says_why_and_what_a_promise_holds_is_not_late(in_app: Flask) -> None:
    with unit_of_work() as session:
        a_letter_waits(session)
    with reading() as session:
        answer = letters_not_issued(session, LATE)
        assert letters_not_issued(session, LATE - dt.timedelta(minutes=2)).found == 0, "not due for so long yet"
        letter = session.scalars(select(Document).where(Document.state == DocumentState.QUEUED)).one()
    assert [(one["name"], one["why"]) for one in answer.first] == [
        (letter.number, "SealUnavailable: the signing service: 401")
    ]
    assert answer.first[0]["track"], "its item can be opened"
    with unit_of_work() as session:
        track = session.scalars(select(DocumentTrack.track_id).where(DocumentTrack.document_id == letter.id)).one()
        session.execute(update(Track).where(Track.id == track).values(state=TrackState.GRANTED))
        owed = session.scalars(select(CommitmentLine).order_by(CommitmentLine.id)).first()
        assert owed is not None
        owed.track_id, owed.state = track, LineState.BROKEN
        session.flush()
        assert letters_not_issued(session, LATE).found == 0
        owed.state = LineState.KEPT
        session.flush()
        kept = update(OutboxMessage).where(OutboxMessage.key == f"print:document:{letter.id}").values(last_error="")
        session.execute(kept)
        assert letters_not_issued(session, LATE).found == 0, "it is looked at again within the hour"
        assert letters_not_issued(session, LATE + dt.timedelta(minutes=17)).found == 1


def test_a_paused_clock_and_an_office_not_open_yet_are_not_silent(in_app: Flask) -> None:
    with unit_of_work() as session:
        an_alarm_was_never_raised(session)
    with unit_of_work() as session:
        track = session.get_one(Track, KEPT["alarm"][1])
        session.add(
            Pause(
                track_id=track.id, kind="local", reason="-", stops_statutory=False, stops_committed=True, length_days=5,
                started_on=MONDAY, planned_resume_on=dt.date(2026, 6, 1),
            )
        )  # fmt: skip
    assert counts()["late_without_alarm"] == 0
    with unit_of_work() as session:
        session.execute(delete(Pause))
        morning = at(dt.date(2026, 4, 30), 9)
        session.execute(update(Track).where(Track.id == KEPT["alarm"][1]).values(next_alarm_at=morning))
    with reading() as session:
        assert ask_silent(session, means(), at(dt.date(2026, 4, 29), 20)).found == 0, "it waits for the office"
        assert ask_silent(session, means(), LATE).found == 1


def test_the_walks_find_what_no_single_statement_can(in_app: Flask) -> None:
    orphan = Path(in_app.extensions["binglian.files"].path("ab" * 32))
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    with unit_of_work() as session:
        session.execute(delete(DocumentTrack))
        session.execute(update(CaseEvent).where(CaseEvent.seq == 2).values(tag="x"))
        past = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
        session.execute(text("UPDATE stored_file SET stored_at = :past"), {"past": past.replace(tzinfo=None)})
    found = {name: number for state in walked() for name, number in state["counts"].items()}
    assert found["decided_without_document"] == 2
    assert found["rows_without_file"] > 0
    assert found["audit"] == 1
    assert set(found) == set(BY_NAME) == set(WHAT_TO_DO)


def test_the_newest_answers_take_as_many_statements_as_there_are_questions(in_app: Flask) -> None:
    note_look(counts=dict.fromkeys(BY_NAME, 7), facts={}, actor=SYSTEM, now=LATE)

    def look() -> None:
        with reading() as session:
            looks(session, means(), LATE)

    few = len(statements_of(look))
    with unit_of_work() as session:
        session.execute(update(Alarm).values(subject="x"))
        session.execute(update(OutboxMessage).values(done_at=None))
    assert len(statements_of(look)) == few <= len(RECONCILIATIONS) + 6
