"""The 34 worked examples of the specification, as they stand."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from approvals.domain import legal_days
from approvals.domain.clock import ClockReading, read
from approvals.domain.clock_facts import ExtensionFact, Limit, PauseFact, TrackFacts, capped_resume_on
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv
from tests.approvals.domain.plain_calendar import PlainCalendar

SEED = Path(__file__).parents[3] / "departments" / "data" / "calendar-2004-2026.csv"
CALENDAR = WorkingCalendar(parse_calendar_csv(SEED.read_text(encoding="utf-8")))
VECTORS = json.loads((Path(__file__).parents[2] / "data" / "clock-vectors.json").read_text(encoding="utf-8"))["vectors"]


def of_kind(kind: str) -> pytest.MarkDecorator:
    chosen = [vector for vector in VECTORS if vector["kind"] == kind]
    return pytest.mark.parametrize("given, expect", [pytest.param(v["input"], v["expect"], id=v["id"]) for v in chosen])


def day(text: str) -> date:
    return date.fromisoformat(text)


def reading(given: dict[str, Any], on: date, **more: Any) -> ClockReading:
    pauses = tuple(PauseFact(day(start), day(end)) for start, end in given.get("pauses", []))
    accepted = day(given["accepted_on"])
    facts = TrackFacts(accepted, accepted, Limit(given["limit_wd"]), None, pauses, **more)
    statutory = read(facts, CALENDAR, on).statutory
    assert statutory is not None
    return statutory


def test_every_vector_belongs_to_a_test_of_this_file() -> None:
    tested = {"due", "extension", "overdue", "receipt", "after_decision", "deferral", "publicity", "remedy", "lights"}
    assert {vector["kind"] for vector in VECTORS} == tested | {"137", "hearing"}
    assert len(VECTORS) == 34


def test_the_seeded_calendar_and_the_tests_yardstick_agree_on_every_day_of_three_notices() -> None:
    every = [date(2024, 1, 1) + timedelta(days=step) for step in range(366 + 365 + 365)]
    assert [CALENDAR.is_working(one) for one in every] == [PlainCalendar().is_working(one) for one in every]


@of_kind("due")
def test_a_limit_falls_due_on_the_day_of_the_vector(given: dict[str, Any], expect: dict[str, Any]) -> None:
    read_on_acceptance = reading(given, day(given["accepted_on"]))
    assert read_on_acceptance.due_on == day(expect["due"])
    assert read_on_acceptance.first_day == day(expect["first_day"])
    assert read_on_acceptance.excluded == expect.get("excluded_wd", 0)
    if "nominal_due" in expect:
        assert reading(given | {"pauses": []}, day(given["accepted_on"])).due_on == day(expect["nominal_due"])
    if "used_on_last_running_day" in expect:
        last_running = day(given["pauses"][0][0]) - timedelta(days=1)
        assert reading(given, last_running).used == expect["used_on_last_running_day"]
    if "auto_resumed_on" in expect:
        capped = PauseFact(day(given["pauses"][0][0]), cap_days=20)
        assert capped_resume_on(capped, CALENDAR) == day(expect["auto_resumed_on"])
        facts = TrackFacts(day(given["accepted_on"]), day(given["accepted_on"]), Limit(15), None, (capped,))
        assert read(facts, CALENDAR, day("2026-09-23")).statutory.due_on == day(expect["due"])  # type: ignore[union-attr]


@of_kind("extension")
def test_an_extension_moves_the_due_day_when_approved_in_time(given: dict[str, Any], expect: dict[str, Any]) -> None:
    on = day(given["accepted_on"])
    last = day(expect["last_day_to_approve"])
    before = reading(given, on)
    assert (before.due_on, before.last_day_to_extend) == (day(expect["due_before"]), last)
    in_time = reading(given, on, statutory_extension=ExtensionFact(given["extension_wd"], last))
    assert in_time.due_on == day(expect["due_after"])
    too_late = ExtensionFact(given["extension_wd"], last + timedelta(days=1))
    assert reading(given, on, statutory_extension=too_late).due_on == day(expect["due_before"])


@of_kind("overdue")
def test_overdue_days_are_working_days_after_the_due_day(given: dict[str, Any], expect: dict[str, Any]) -> None:
    late = reading(given, day(given["today"]))
    assert (late.due_on, late.overdue_by, late.light) == (day(expect["due"]), expect["overdue_wd"], "overdue")
    assert reading(given, day(expect["overdue_from"])).overdue_by == 1


@of_kind("receipt")
def test_receipt_notice_and_deemed_acceptance(given: dict[str, Any], expect: dict[str, Any]) -> None:
    close = time.fromisoformat(given["close_of_business"])
    receipt = legal_days.receipt_on(datetime.fromisoformat(given["submitted_at"]), close, CALENDAR)
    assert receipt == day(expect["receipt_on"])
    notice = legal_days.notice_due_on(receipt, CALENDAR)
    assert notice == day(expect["one_time_notice_due"]) == day(expect["deemed_accepted_if_silent_through"])
    assert legal_days.deemed_accepted_on(receipt, notice, CALENDAR) is None
    deemed = legal_days.deemed_accepted_on(receipt, notice + timedelta(days=1), CALENDAR)
    assert deemed == day(expect["deemed_accepted_on"])
    next_wd = CALENDAR.add(notice, 1)
    clock = reading({"accepted_on": deemed.isoformat(), "limit_wd": 20}, next_wd)
    assert (clock.due_on, clock.used) == (day(expect["decision_due_if_deemed_20"]), expect["days_used_on_next_wd"])


@of_kind("after_decision")
def test_delivery_and_public_disclosure(given: dict[str, Any], expect: dict[str, Any]) -> None:
    decided = day(given["decided_on"])
    assert legal_days.delivery_due_on(decided, CALENDAR) == day(expect["delivery_due"])
    assert legal_days.publicity_due_on(decided, CALENDAR) == day(expect["credit_publicity_due"])


@of_kind("deferral")
def test_a_deferred_paper_has_its_own_day(given: dict[str, Any], expect: dict[str, Any]) -> None:
    accepted = day(given["accepted_on"])
    promised = legal_days.promise_due_on(accepted, given["deferral_wd"], given["committed_wd"], CALENDAR)
    assert promised == day(expect["material_due"])
    committed = read(TrackFacts(accepted, accepted, Limit(None), given["committed_wd"]), CALENDAR, accepted).committed
    assert committed is not None and committed.due_on == day(expect["committed_due"])


@of_kind("publicity")
def test_a_publicity_period_runs_in_natural_days(given: dict[str, Any], expect: dict[str, Any]) -> None:
    published = day(given["published_on"])
    assert legal_days.publicity_last_day(published, given["natural_days"]) == day(expect["last_day"])
    assert legal_days.publicity_resume(published, given["natural_days"]) == day(expect["resumed_on"])


@of_kind("remedy")
def test_remedies_end_after_sixty_days_and_six_months(given: dict[str, Any], expect: dict[str, Any]) -> None:
    last = legal_days.remedy_last_days(day(given["delivered_on"]), CALENDAR)
    assert last.reconsideration_on == day(expect["reconsideration_last_day"])
    assert last.lawsuit_on == day(expect["lawsuit_last_day"])


@of_kind("lights")
def test_lights_turn_on_the_day_the_vector_says(given: dict[str, Any], expect: dict[str, Any]) -> None:
    lights = {"green": "on_track", "yellow": "warning", "red": "overdue"}
    for on, used, remaining, light in expect["by_day"]:
        clock = reading(given, day(on), warn_wd=given["warn_wd"])
        assert (clock.used, clock.remaining, clock.light) == (used, remaining, lights[light])
        assert (clock.due_on, clock.warn_on) == (day(expect["due"]), day("2025-11-13"))


@of_kind("137")
def test_start_answer_and_settle_days(given: dict[str, Any], expect: dict[str, Any]) -> None:
    days = legal_days.one_three_seven(day(given["assigned_on"]), CALENDAR)
    assert (days.start_on, days.answer_on, days.settle_on) == tuple(day(expect[key]) for key in ("d1", "d3", "d7"))


@of_kind("hearing")
def test_a_hearing_is_asked_for_and_held_in_time(given: dict[str, Any], expect: dict[str, Any]) -> None:
    last_day = legal_days.hearing_request_last_day(day(given["informed_on"]), CALENDAR)
    assert last_day == day(expect["request_last_day"])
    assert legal_days.hearing_hold_by(day(given["requested_on"]), CALENDAR) == day(expect["hold_by"])
