"""The demo city: everything a page can show is there, true, and told through the use-cases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from app.cli.demo_city import build_city
from app.cli.prepare import CALENDAR
from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE, Settings
from approvals.domain import credit_code
from approvals.domain.clock import Light
from approvals.domain.events import GENESIS
from approvals.domain.states import CaseState, LineState, TrackState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Pause, Question, Reminder, Track
from approvals.models.papers import CommitmentLine, CorrectionNotice, StoredFile
from approvals.models.traces import CaseEvent, OutboxMessage
from approvals.queries.clocks import reading_of
from approvals.queries.operations import oldest_due_seconds
from departments.domain.actor import SYSTEM
from departments.domain.working_calendar import parse_calendar_csv
from departments.models.people import Account, Department
from departments.queries.calendar import load_calendar
from departments.usecases.publish_catalogue import publish_catalogue
from departments.usecases.seed_calendar import seed_calendar
from tests.factories.main_job import DATA

pytestmark = pytest.mark.xdist_group("demo city")  # so that one process builds it, once
WEDNESDAY = dt.datetime(2026, 6, 17, 15, 30, tzinfo=TIMEZONE)
HOLIDAY_AT_NIGHT = dt.datetime(2026, 10, 5, 2, 10, tzinfo=TIMEZONE)


def found(now: dt.datetime) -> None:
    entries = parse_calendar_csv(CALENDAR.read_text(encoding="utf-8"))
    seed_calendar(entries=entries, now=now)
    publish_catalogue(document=(DATA / "catalogue.json").read_text(encoding="utf-8"), actor=SYSTEM, now=now)
    build_city(lambda words: None, now.astimezone(dt.UTC))


def on_a_wednesday() -> None:
    found(WEDNESDAY)


def in_the_holidays_at_night() -> None:
    found(HOLIDAY_AT_NIGHT)


wednesday = pytest.mark.starts_from.with_args(on_a_wednesday)
holidays = pytest.mark.starts_from.with_args(in_the_holidays_at_night)


def rows(statement: object) -> list[object]:
    with reading() as session:
        return list(session.scalars(statement))  # type: ignore[call-overload]


def tracks_of(project: str) -> dict[str, Track]:
    with reading() as session:
        statement = select(Track).join(Project, Project.id == Track.project_id).where(Project.name == project)
        return {one.item_code: one for one in session.scalars(statement)}


def lights(now: dt.datetime) -> Counter[str]:
    """What every running clock says at that moment: light, and law or promise when it is overdue."""
    seen: Counter[str] = Counter()
    with reading() as session:
        calendar = load_calendar(session)
        for track in session.scalars(select(Track).where(Track.ended_at.is_(None), Track.accepted_on.is_not(None))):
            said = reading_of(track, track.pauses, calendar, now.date())
            assert said is not None
            seen[said.light.value] += 1
            seen["statutory"] += bool(said.statutory and said.statutory.light is Light.OVERDUE)
            seen["committed"] += bool(said.committed and said.committed.light is Light.OVERDUE)
            seen["due today"] += bool(said.committed and said.committed.due_on == now.date())
    return seen


@wednesday
@pytest.mark.usefixtures("in_app")
def test_there_is_something_of_everything() -> None:
    assert len(rows(select(Project.id))) == 40 + 4, "and a package of three, which is a project of its own"
    cases = Counter(rows(select(Case.state)))
    assert 55 <= sum(cases.values()) <= 65
    assert set(cases) == set(CaseState)
    states = Counter(rows(select(Track.state)))
    later = {TrackState.VARIED, TrackState.RENEWED, TrackState.RECALLED, TrackState.REVOKED, TrackState.CANCELLED}
    assert set(TrackState) - set(states) == later | {TrackState.TERMINATED}
    assert {LineState.OPEN, LineState.KEPT, LineState.BROKEN} <= set(rows(select(CommitmentLine.state)))
    assert len(set(rows(select(CorrectionNotice.state)))) == 3
    assert rows(select(Question.id)) and rows(select(Question.id).where(Question.answered_at.is_(None)))
    assert rows(select(Reminder.id))
    assert any(rows(select(Track.is_deemed)))
    assert {one.stops_statutory for one in rows(select(Pause).where(Pause.resumed_on.is_(None)))} == {True, False}  # type: ignore[attr-defined]


@wednesday
@pytest.mark.usefixtures("in_app")
def test_some_are_late_by_the_law_and_more_by_the_promise_and_some_are_due_today() -> None:
    seen = lights(WEDNESDAY)
    assert set(Light) - {Light.DECIDED} <= {Light(one) for one in seen if one in set(Light)}
    assert 1 <= seen["statutory"] <= 4
    assert seen["committed"] > seen["statutory"]
    assert seen["due today"] >= 1


@wednesday
@pytest.mark.usefixtures("in_app")
def test_the_main_project_stands_in_the_middle_of_its_journey() -> None:
    tracks = tracks_of("章丘国际建材家居城")
    assert {code: track.state.value for code, track in tracks.items()} == {
        "LX-01": "granted", "LX-07": "granted", "LX-05": "granted", "LX-04": "in_review", "LX-08": "in_review",
        "LX-10": "in_review", "LX-13": "in_review",
    }  # fmt: skip
    with reading() as session:
        calendar = load_calendar(session)
        today = WEDNESDAY.date()
        soil = session.get_one(Track, tracks["LX-08"].id)
        said = reading_of(soil, soil.pauses, calendar, today)
        dig = session.get_one(Track, tracks["LX-10"].id)
        paused = reading_of(dig, dig.pauses, calendar, today)
        promise = session.scalars(select(CommitmentLine).where(CommitmentLine.track_id == tracks["LX-13"].id)).one()
    assert said is not None and said.committed is not None and said.committed.overdue_wd == 2
    assert said.statutory is not None and said.statutory.overdue_by == 0
    assert paused is not None and paused.light is Light.PAUSED
    assert (promise.state, promise.due_on) == (LineState.OPEN, today)


@wednesday
@pytest.mark.usefixtures("in_app")
def test_lin_has_a_second_project_to_walk_by_hand_and_zhao_has_nothing() -> None:
    with reading() as session:
        lin, zhao = (
            session.scalars(
                select(Enterprise.id).join(Account, Account.name == name).where(Enterprise.legal_representative == name)
            ).first()
            for name in ("林晓", "赵川")
        )
        mine = {
            project.name: session.scalar(select(func.count()).select_from(Case).where(Case.project_id == project.id))
            for project in session.scalars(select(Project).where(Project.enterprise_id == lin))
        }
        assert session.scalar(select(func.count()).select_from(Project).where(Project.enterprise_id == zhao)) == 0
    assert sorted(mine.values()) == [0, 1]  # type: ignore[type-var]


@wednesday
@pytest.mark.usefixtures("in_app")
def test_only_what_happened_since_yesterday_is_still_to_be_told_and_old_letters_redden_nothing() -> None:
    waiting = rows(select(OutboxMessage).where(OutboxMessage.done_at.is_(None)))
    tells = [one for one in waiting if one.kind == "tell"]  # type: ignore[attr-defined]
    letters = [one for one in waiting if one.kind == "print"]  # type: ignore[attr-defined]
    looks = [one for one in waiting if one.kind == "look_at_file"]  # type: ignore[attr-defined]
    assert len(tells) + len(letters) + len(looks) == len(waiting)
    yesterday = WEDNESDAY - dt.timedelta(days=2)
    assert 5 <= len(tells) <= 150
    assert all(one.created_at > yesterday and one.due_at >= WEDNESDAY for one in tells)  # type: ignore[attr-defined]
    assert len(letters) > 200
    assert all(one.due_at > WEDNESDAY for one in [*letters, *looks])  # type: ignore[attr-defined]
    with reading() as session:
        assert oldest_due_seconds(session, now=WEDNESDAY) == 0


@wednesday
@pytest.mark.usefixtures("in_app")
def test_every_chain_of_events_is_whole_and_nothing_is_told_of_the_future() -> None:
    heads = {case.id: GENESIS for case in rows(select(Case))}  # type: ignore[attr-defined]
    for event in rows(select(CaseEvent).order_by(CaseEvent.case_id, CaseEvent.seq)):
        assert isinstance(event, CaseEvent)
        assert event.previous_hash == heads[event.case_id]
        heads[event.case_id] = event.hash
        assert event.at <= WEDNESDAY


@wednesday
@pytest.mark.usefixtures("in_app")
def test_enterprises_are_invented_with_valid_codes_and_numbers_nobody_has() -> None:
    for enterprise in rows(select(Enterprise)):
        assert isinstance(enterprise, Enterprise)
        assert credit_code.check(enterprise.uscc).is_valid
    for phone in [*rows(select(Account.phone)), *rows(select(Department.phone)), *rows(select(Enterprise.phone))]:
        assert "演示" in str(phone)


@wednesday
@pytest.mark.usefixtures("in_app")
def test_everybody_has_a_name_in_both_scripts_who_works_for_a_department() -> None:
    officials = rows(
        select(Account).where(~Account.username.startswith("enterprise"), Account.username.not_in(["lin", "zhao"]))
    )
    assert len(officials) == 27 * 2 + 6
    assert all(one.name and one.name_en.isascii() and one.name_en for one in officials)  # type: ignore[attr-defined]


@holidays
@pytest.mark.usefixtures("in_app")
def test_at_night_in_the_holidays_the_city_is_as_full() -> None:
    assert set(rows(select(Case.state))) == set(CaseState)
    assert max(event.at for event in rows(select(CaseEvent))) <= HOLIDAY_AT_NIGHT  # type: ignore[attr-defined]
    seen = lights(HOLIDAY_AT_NIGHT)
    assert seen["overdue"] and seen["paused"] and seen["warning"] and seen["on_track"]
    assert seen["statutory"] <= 4


@pytest.fixture
def demo_app(settings: Settings) -> Iterator[Flask]:
    made = create_app(dataclasses.replace(settings, mode="demo"))
    yield made
    with made.app_context():
        db.engine.dispose()


@wednesday
def test_the_sign_ins_are_printed_as_json_the_cast_first(demo_app: Flask) -> None:
    listed = json.loads(demo_app.test_cli_runner().invoke(args=["demo", "accounts"]).stdout)
    assert [one["username"] for one in listed[:6]] == ["lin", "qian", "chen", "wu", "sun", "guan"]
    assert {"username", "password", "role", "department", "name", "look_zh", "look_en"} == set(listed[0])
    assert {one["username"] for one in listed} >= {
        "du",
        "admin",
        "zheng",
        "zhao",
        "fgw-examiner",
        "fgw-head",
        "sw-head",
    }
    by_name = {one["username"]: one for one in listed}
    assert (by_name["wu"]["role"], by_name["wu"]["department"]) == ("head", "住房和城乡建设局")


@wednesday
@pytest.mark.usefixtures("in_app")
def test_an_installation_that_is_no_demo_lists_nobody(app: Flask) -> None:
    assert json.loads(app.test_cli_runner().invoke(args=["demo", "accounts"]).stdout) == []


@wednesday
def test_the_uploaded_papers_are_really_there(tmp_path_factory: pytest.TempPathFactory, app: Flask) -> None:
    with app.app_context():
        hashes = set(rows(select(StoredFile.sha256)))
        assert 3 <= len(hashes) <= 10
        assert current_app.extensions["binglian.files"] is not None
