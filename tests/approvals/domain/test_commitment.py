"""Which promises a deferral creates, and what becomes of them."""

import json
from datetime import date
from pathlib import Path

import pytest

from approvals.domain.commitment import PromiseLine, line_state, promise_lines
from approvals.domain.fan_out import Plan, plan
from approvals.domain.refusals import Refusal
from approvals.domain.states import LineState
from departments.domain.catalogue import parse_catalogue
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv

DATA = Path(__file__).parents[3] / "departments" / "data"
CATALOGUE = parse_catalogue(json.loads((DATA / "catalogue.json").read_text(encoding="utf-8")))
CALENDAR = WorkingCalendar(parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8")))
DUE = date(2026, 3, 11)


@pytest.fixture
def planned() -> Plan:
    answers: dict[str, object] = {field.key: field.default for field in CATALOGUE.stage_fields("SF-BUILD", "S1")}
    answers |= {"land_area_m2": 164667, "total_investment_wan": 150000, "eia_category": "登记表"}
    answers |= {"earthwork_m3": 200000, "annual_electricity_kwh": 6000000, "gross_floor_area_m2": 180000}
    return plan(CATALOGUE, "SF-BUILD", "S1", answers)


def test_two_deferred_papers_make_three_promises_each_with_its_own_days(planned: Plan) -> None:
    lines = promise_lines(planned, {"M018", "M030"})
    assert lines == (PromiseLine("M018", "LX-05", 2), PromiseLine("M018", "LX-10", 5), PromiseLine("M030", "LX-13", 5))
    committed = {item.code: item.committed_wd for item in planned.items}
    assert all(0 < line.days_wd <= committed[line.item] for line in lines)
    assert promise_lines(planned, ()) == ()


def test_a_main_paper_or_one_of_another_filing_cannot_be_deferred(planned: Plan) -> None:
    for code in ("M001", "M999"):
        with pytest.raises(Refusal) as refused:
            promise_lines(planned, ["M018", code])
        assert (refused.value.code, refused.value.params["material"]) == ("not_deferrable", code)


def test_a_promise_runs_from_the_acceptance_of_its_own_item() -> None:
    assert PromiseLine("M018", "LX-05", 5).due_on(date(2026, 4, 29), CALENDAR) == date(2026, 5, 9)


@pytest.mark.parametrize(
    "due_on, arrived_on, today, state",
    [
        (None, None, date(2026, 3, 20), LineState.OPEN),
        (DUE, None, date(2026, 3, 11), LineState.OPEN),
        (DUE, None, date(2026, 3, 12), LineState.BROKEN),
        (DUE, date(2026, 3, 11), date(2026, 4, 1), LineState.KEPT),
        (DUE, date(2026, 3, 12), date(2026, 4, 1), LineState.BROKEN),
        (None, date(2026, 3, 1), date(2026, 3, 2), LineState.KEPT),
    ],
)
def test_a_promise_is_kept_by_arrival_on_its_last_day_and_broken_after_it(
    due_on: date | None, arrived_on: date | None, today: date, state: LineState
) -> None:
    assert line_state(due_on, arrived_on, today) is state


def test_a_promise_of_an_item_that_ended_is_released() -> None:
    assert line_state(DUE, None, date(2026, 4, 1), is_released=True) is LineState.RELEASED
