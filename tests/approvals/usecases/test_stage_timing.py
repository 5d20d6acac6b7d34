"""The stored day of a stage follows the stage clock: only while every item is stopped does it move on."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.cases import Case, Track
from approvals.queries.enterprise_tracks import tracks_of
from approvals.queries.stage_clock import StageView, stage_dues, stages_of
from approvals.usecases.department.pause import pause
from approvals.usecases.department.resume import resume
from approvals.usecases.enterprise.withdraw import withdraw
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version
from tests.factories.desk import MALL, WEDNESDAY, on_the_desk
from tests.factories.main_job import at, the_case, the_cast
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)
ITEM, DEPARTMENT = "LX-13", "GAJJ"


def stage_day() -> tuple[dt.date | None, dt.date | None]:
    """The stored day and the one that the clock gives now."""
    with reading() as session:
        case = session.scalars(select(Case).where(Case.public_id == the_case(MALL).case)).one()
        return case.stage_due_on, stage_dues(session, [case], load_calendar(session))[case.id]


def view(today: dt.date = WEDNESDAY) -> StageView:
    with reading() as session:
        case = session.scalars(select(Case).where(Case.public_id == the_case(MALL).case)).one()
        catalogue, calendar = catalogue_version(session, case.catalogue_version_id), load_calendar(session)
        lines = tracks_of(session, case.id, catalogue, calendar, today)
        return stages_of(session, [case], {case.id: lines}, calendar, today)[case.id]


def version_of(item: str) -> int:
    with reading() as session:
        return session.scalars(select(Track.version).where(Track.public_id == the_case(MALL).tracks[item])).one()


def review(day: dt.date) -> None:
    pause(
        track=the_case(MALL).tracks[ITEM], version=version_of(ITEM), kind="EXPERT_REVIEW", length_days=10,
        length_unit="WD", reason="评价报告要专家评审", actor=the_cast().examiners[DEPARTMENT], now=at(day),
    )  # fmt: skip


def others_withdrawn(day: dt.date) -> None:
    filed, cast = the_case(MALL), the_cast()
    for item, track in filed.tracks.items():
        if item != ITEM:
            withdraw(case=filed.case, track=track, actor=cast.lin, now=at(day))


def test_one_stopped_item_among_others_moves_nothing(in_app: Flask) -> None:
    before, _ = stage_day()
    review(WEDNESDAY)
    assert stage_day() == (before, before)


def test_the_last_item_stopped_moves_the_stored_day_and_a_resume_fixes_it(in_app: Flask) -> None:
    before, _ = stage_day()
    others_withdrawn(WEDNESDAY)
    review(WEDNESDAY + dt.timedelta(days=1))
    held = stage_day()
    shown = view(WEDNESDAY + dt.timedelta(days=1)).clock.reading
    assert shown is not None and shown.statutory is not None
    assert held[0] == held[1] == shown.statutory.due_on
    with reading() as session:
        stops = session.scalars(select(Track).where(Track.public_id == the_case(MALL).tracks[ITEM])).one().pauses
        stopped_by_law = stops[0].stops_statutory
    resume(
        track=the_case(MALL).tracks[ITEM], version=version_of(ITEM), conclusion="通过",
        actor=the_cast().examiners[DEPARTMENT], now=at(WEDNESDAY + dt.timedelta(days=6)),
    )  # fmt: skip
    stored, counted = stage_day()
    assert stored == counted and before is not None and stored is not None
    assert (stored > before) == stopped_by_law


def test_the_view_names_the_critical_department_and_the_bar_agrees(in_app: Flask) -> None:
    found = view()
    assert found.critical is not None and found.bar is not None
    assert (found.bar.critical, found.bar.expected_on) == (found.clock.critical, found.clock.forecast_on)
    assert found.chain[-1] == found.critical
    assert found.clock.float_wd[found.critical.public_id] == 0
    assert found.clock.reading is not None and found.clock.reading.statutory is not None
    assert found.clock.reading.statutory.limit_days == 45
    assert found.bar.limit_on == found.clock.reading.statutory.due_on


def test_the_day_of_any_number_of_stages_costs_five_statements(in_app: Flask) -> None:
    with reading() as session:
        cases = session.scalars(select(Case).where(Case.admitted_on.is_not(None))).all()
        calendar = load_calendar(session)
        assert len(statements_of(lambda: stage_dues(session, cases, calendar))) == 5
