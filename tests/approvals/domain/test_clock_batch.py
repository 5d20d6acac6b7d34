"""The operator's batch: the rules of an answer, one by one, and every line that cannot be answered."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from approvals.domain.clock_batch import answer
from tests.approvals.domain.test_clock_vectors import CALENDAR, VECTORS

PRESENT = date(2026, 11, 22)
DUE_KEYS = ["id", "first_day", "due_on", "excluded", "used", "remaining", "overdue_by", "light", "provisional"]
PLAIN: dict[str, Any] = {
    "id": "A",
    "kind": "due",
    "accepted_on": "2025-03-03",
    "limit": 20,
    "unit": "WD",
    "pauses": [],
    "extension": 0,
    "today": "2025-03-10",
    "decided_on": None,
}


def told(**changed: Any) -> dict[str, Any]:
    return answer(PLAIN | changed, CALENDAR, lambda: PRESENT)


def figures(**changed: Any) -> tuple[Any, ...]:
    """used, remaining, overdue_by, light."""
    found = told(**changed)
    assert list(found) == DUE_KEYS, found
    return found["used"], found["remaining"], found["overdue_by"], found["light"]


def vectors(*kinds: str) -> list[Any]:
    return [pytest.param(one["input"], one["expect"], id=one["id"]) for one in VECTORS if one["kind"] in kinds]


@pytest.mark.parametrize("given, expect", vectors("due", "extension", "overdue", "lights"))
def test_the_batch_says_what_the_vectors_say(given: dict[str, Any], expect: dict[str, Any]) -> None:
    record = {
        "accepted_on": given["accepted_on"],
        "limit": given["limit_wd"],
        "pauses": given.get("pauses", []),
        "extension": given.get("extension_wd", 0),
        "today": given.get("today", given["accepted_on"]),
    }
    found = told(**record)
    assert found["due_on"] == expect.get("due", expect.get("due_after"))
    assert found["first_day"] == expect.get("first_day", found["first_day"])
    assert found["excluded"] == expect.get("excluded_wd", 0)
    assert found["overdue_by"] == expect.get("overdue_wd", 0)
    for on, used, remaining, _ in expect.get("by_day", []):
        assert figures(**record | {"today": on})[:2] == (used, remaining)


@pytest.mark.parametrize("given, expect", vectors("receipt"))
def test_a_receipt_is_that_of_the_vectors(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert answer({"id": 7, "kind": "receipt", **given}, CALENDAR, lambda: PRESENT) == {
        "id": 7,
        "receipt_on": expect["receipt_on"],
        "notice_due_on": expect["one_time_notice_due"],
        "deemed_accepted_on": expect["deemed_accepted_on"],
    }


def test_an_answer_has_every_key_in_its_order_and_nothing_else() -> None:
    assert told() == {
        "id": "A", "first_day": "2025-03-04", "due_on": "2025-03-31", "excluded": 0, "used": 5, "remaining": 15,
        "overdue_by": 0, "light": "on_track", "provisional": False,
    }  # fmt: skip
    assert list(told()) == DUE_KEYS


@pytest.mark.parametrize("name", [None, True, 0, -1.5, 10**30, "", "市场", "\ud800", [1, [None]], {"a": {"b": 1}}])
def test_an_id_of_any_kind_comes_back_as_it_was(name: object) -> None:
    for found in (told(id=name), told(id=name, limit="x")):
        assert json.dumps(found["id"]) == json.dumps(name)


def test_a_line_without_an_id_is_answered_all_the_same() -> None:
    without = {key: value for key, value in PLAIN.items() if key != "id"}
    assert answer(without, CALENDAR, lambda: PRESENT) == told() | {"id": None}


def test_what_is_left_out_or_null_has_its_default() -> None:
    needed = {key: PLAIN[key] for key in ("id", "kind", "accepted_on", "limit")}
    nulls = needed | dict.fromkeys(("unit", "pauses", "extension", "today", "decided_on"))
    assert answer(needed, CALENDAR, lambda: date(2025, 3, 10)) == answer(nulls, CALENDAR, lambda: date(2025, 3, 10))
    assert answer(needed, CALENDAR, lambda: date(2025, 3, 10)) == told()


def test_the_figures_are_as_of_the_decision_whatever_day_it_is_today() -> None:
    assert figures(decided_on="2025-03-07") == (4, 16, 0, "decided")
    assert told(decided_on="2025-03-07", today=None) == told(decided_on="2025-03-07", today="2026-01-01")


def test_a_late_decision_is_decided_and_still_says_by_how_much() -> None:
    assert figures(decided_on="2025-04-02", today="2025-12-31") == (22, -2, 2, "decided")


def test_overdue_means_the_day_after_though_no_working_day_has_passed() -> None:
    friday = {"accepted_on": "2025-03-07", "limit": 5}
    assert figures(**friday, today="2025-03-14") == (5, 0, 0, "warning")
    assert figures(**friday, today="2025-03-15") == (5, 0, 0, "overdue")
    assert figures(**friday, today="2025-03-17") == (6, -1, 1, "overdue")


def test_the_lights_win_over_one_another_in_their_order() -> None:
    stopped = {"pauses": [["2025-03-10", "2025-03-12"]]}
    assert figures(**stopped)[3] == "paused"
    assert figures(**stopped, limit=5)[3] == "paused", "the due day is 03-12, one day is left"
    assert figures(limit=7)[3] == "warning"
    assert figures(limit=8)[3] == "on_track"
    assert figures(limit=4, pauses=[["2025-03-10", None]])[3] == "overdue"
    assert figures(limit=4, decided_on="2025-03-10")[3] == "decided"


def test_the_warning_begins_by_the_limit_without_its_extension() -> None:
    assert figures(limit=5, extension=15, today="2025-03-28") == (19, 1, 0, "warning")
    assert figures(limit=5, extension=15, today="2025-03-27") == (18, 2, 0, "on_track")
    assert figures(limit=20, today="2025-03-26") == (17, 3, 0, "warning")


def test_any_extension_counts_as_approved_in_time() -> None:
    assert told(extension=10, today="2025-05-30")["due_on"] == "2025-04-15"
    assert told(limit=0, extension=20)["due_on"] == "2025-03-31"


def test_pauses_may_come_in_any_order_overlap_be_empty_or_begin_on_day_zero() -> None:
    expected = told(accepted_on="2025-07-01", pauses=[["2025-07-03", "2025-07-18"]], today="2025-07-20")
    assert (expected["due_on"], expected["excluded"]) == ("2025-08-13", 11)
    mixed = [
        ["2025-07-08", "2025-07-18"],
        ["2025-07-30", "2025-07-30"],
        ["2025-07-03", "2025-07-11"],
        ["2025-07-08", "2025-07-09"],
    ]
    assert told(accepted_on="2025-07-01", pauses=mixed, today="2025-07-20") == expected
    day_zero = told(pauses=[["2025-03-03", "2025-03-05"]], today="2025-03-03")
    assert (day_zero["first_day"], day_zero["excluded"], day_zero["due_on"]) == ("2025-03-04", 1, "2025-04-01")
    assert (day_zero["used"], day_zero["light"]) == (0, "paused")
    assert told(pauses=[["2025-02-01", "2025-03-05"]])["excluded"] == 1


def test_an_open_pause_excludes_through_today_as_if_the_clock_ran_again_tomorrow() -> None:
    opened = {"pauses": [["2025-03-06", None]], "today": "2025-03-13"}
    closed = {"pauses": [["2025-03-06", "2025-03-14"]], "today": "2025-03-13"}
    assert told(**opened) == told(**closed)
    assert told(**opened) == told() | {
        "due_on": "2025-04-09",
        "excluded": 6,
        "used": 2,
        "remaining": 18,
        "light": "paused",
    }
    assert told(pauses=[["2025-03-11", None]]) == told(), "it has not begun yet"


def test_an_open_pause_excludes_through_today_also_after_the_decision() -> None:
    found = told(pauses=[["2025-03-06", None]], decided_on="2025-03-07", today="2025-03-13")
    assert (found["due_on"], found["excluded"], found["used"], found["light"]) == ("2025-04-09", 6, 2, "decided")
    alone = told(pauses=[["2025-03-06", None]], decided_on="2025-03-07", today=None)
    assert (alone["due_on"], alone["excluded"]) == ("2025-04-02", 2)


def test_a_pause_known_in_advance_is_excluded_before_it_begins() -> None:
    found = told(pauses=[["2025-03-17", "2025-03-20"]])
    assert (found["due_on"], found["excluded"], found["used"], found["remaining"]) == ("2025-04-03", 3, 5, 15)


def test_a_pause_on_the_last_day_moves_it_and_a_pause_after_it_cures_nothing() -> None:
    assert told(pauses=[["2025-03-31", "2025-04-08"]])["due_on"] == "2025-04-08"
    late = {"pauses": [["2025-04-01", "2025-04-03"]], "today": "2025-04-08"}
    assert figures(**late) == (25, -5, 5, "overdue")
    assert (told(**late)["due_on"], told(**late)["excluded"]) == ("2025-03-31", 0)


def test_a_pause_from_the_day_an_instant_item_is_due_uses_no_day_though_the_item_is_late() -> None:
    instant = {"limit": 0, "accepted_on": "2025-03-03", "today": "2025-03-07"}
    assert figures(**instant, pauses=[["2025-03-03", "2025-03-06"]]) == (2, -4, 4, "overdue")
    assert figures(**instant, pauses=[["2025-02-28", None]]) == (0, -4, 4, "overdue")
    assert figures(**instant, pauses=[["2025-03-04", "2025-03-06"]]) == (4, -4, 4, "overdue")


def test_a_limit_of_zero_is_due_on_the_day_itself_or_the_next_working_day() -> None:
    assert told(limit=0, today="2025-03-03") == told() | {
        "due_on": "2025-03-03", "used": 0, "remaining": 0, "light": "warning",
    }  # fmt: skip
    saturday = told(limit=0, accepted_on="2025-03-08", today="2025-03-08")
    assert (saturday["due_on"], saturday["remaining"], saturday["light"]) == ("2025-03-10", 1, "warning")
    assert told(limit=0, accepted_on="2025-03-08", pauses=[["2025-03-10", "2025-03-12"]])["due_on"] == "2025-03-12"


def test_natural_days_roll_to_a_working_day_and_what_pauses_take_is_told_in_working_days() -> None:
    natural = {"unit": "ND", "limit": 5}
    assert told(**natural, today="2025-03-03") == told() | {
        "due_on": "2025-03-10", "used": 0, "remaining": 7, "light": "on_track",
    }  # fmt: skip
    paused = told(**natural, pauses=[["2025-03-05", "2025-03-11"]], today="2025-03-12")
    assert (paused["due_on"], paused["excluded"], paused["used"], paused["remaining"]) == ("2025-03-14", 4, 3, 2)
    assert figures(**natural, today="2025-03-16") == (13, -6, 6, "overdue")
    assert told(**natural, accepted_on="2025-03-07")["first_day"] == "2025-03-08"


def test_before_the_acceptance_nothing_is_used() -> None:
    assert figures(today="2025-02-20") == (0, 20, 0, "on_track")


def test_beyond_the_last_notice_a_due_day_is_provisional() -> None:
    december = {"accepted_on": "2026-12-24", "today": "2026-12-24"}
    assert (told(**december, limit=5)["due_on"], told(**december, limit=5)["provisional"]) == ("2026-12-31", False)
    assert (told(**december, limit=6)["due_on"], told(**december, limit=6)["provisional"]) == ("2027-01-04", True)


@pytest.mark.parametrize(
    "submitted_at, received",
    [
        ("2025-04-30T17:00", "2025-04-30"),
        ("2025-04-30T17:00:00.000001", "2025-05-06"),
        ("2025-04-30 16:59:59", "2025-04-30"),
        ("2025-04-30T09:00:00Z", "2025-04-30"),
        ("2025-04-30T09:00:01Z", "2025-05-06"),
        ("2025-04-29T23:30:00-09:30", "2025-04-30"),
        ("2025-04-30T20:00+11:00", "2025-04-30"),
        ("2025-04-29T18:00:00+0000", "2025-04-30"),
        ("2025-04-29T18:00:00-00", "2025-04-30"),
    ],
)
def test_a_moment_is_read_on_the_clocks_of_shanghai(submitted_at: str, received: str) -> None:
    found = answer({"kind": "receipt", "submitted_at": submitted_at}, CALENDAR, lambda: PRESENT)
    assert found["receipt_on"] == received


@pytest.mark.parametrize("close, received", [("18:20", "2025-04-30"), ("18:19:59", "2025-05-06"), (None, "2025-05-06")])
def test_the_close_of_business_is_the_last_minute_of_the_day(close: str | None, received: str) -> None:
    record = {"kind": "receipt", "submitted_at": "2025-04-30T18:20", "close_of_business": close}
    assert answer(record, CALENDAR, lambda: PRESENT)["receipt_on"] == received


BAD: list[tuple[str, dict[str, Any]]] = [
    ("missing", {"kind": None}),
    ("unknown_kind", {"kind": "extension"}),
    ("unknown_kind", {"kind": ["due"]}),
    ("missing", {"accepted_on": None}),
    ("missing", {"limit": None}),
    ("negative_limit", {"limit": -1}),
    ("not_a_whole_number", {"limit": "20"}),
    ("not_a_whole_number", {"limit": 2.5}),
    ("not_a_whole_number", {"limit": True}),
    ("negative_extension", {"extension": -1}),
    ("not_a_whole_number", {"extension": [1]}),
    ("unknown_unit", {"unit": "wd"}),
    ("unknown_unit", {"unit": 1}),
    ("not_a_day", {"accepted_on": "2025-02-30"}),
    ("not_a_day", {"accepted_on": "0000-01-01"}),
    ("not_a_day", {"accepted_on": "20250303"}),
    ("not_a_day", {"accepted_on": "2025-03-03T10:00"}),
    ("not_a_day", {"accepted_on": "２０２５-03-03"}),
    ("not_a_day", {"accepted_on": 20250303}),
    ("not_a_day", {"today": "yesterday" * 50}),
    ("not_a_day", {"decided_on": {}}),
    ("not_pauses", {"pauses": "2025-03-05"}),
    ("not_pauses", {"pauses": {"from": "2025-03-05"}}),
    ("not_pauses", {"pauses": ["2025-03-05"]}),
    ("not_pauses", {"pauses": [["2025-03-05"]]}),
    ("not_pauses", {"pauses": [["2025-03-05", None, None]]}),
    ("missing", {"pauses": [[None, "2025-03-05"]]}),
    ("not_a_day", {"pauses": [["2025-03-05", 7]]}),
    ("resumed_before_paused", {"pauses": [["2025-03-05", "2025-03-04"]]}),
    ("decided_before_accepted", {"decided_on": "2025-03-02"}),
    ("out_of_range", {"limit": 10**30}),
    ("out_of_range", {"limit": 10**30, "unit": "ND"}),
    ("out_of_range", {"limit": 3_000_000}),
    ("out_of_range", {"extension": 10**12}),
    ("out_of_range", {"accepted_on": "9999-12-31", "limit": 0}),
    ("out_of_range", {"pauses": [["2025-03-05", "9999-12-31"]]}),
    ("out_of_range", {"pauses": [["2025-03-05", None]], "today": "9999-12-31"}),
    ("missing", {"kind": "receipt"}),
    ("not_a_moment", {"kind": "receipt", "submitted_at": "2025-04-30"}),
    ("not_a_moment", {"kind": "receipt", "submitted_at": "2025-04-30T25:00"}),
    ("not_a_moment", {"kind": "receipt", "submitted_at": 1746000000}),
    ("not_an_hour", {"kind": "receipt", "submitted_at": "2025-04-30T10:00", "close_of_business": "5pm"}),
    ("not_an_hour", {"kind": "receipt", "submitted_at": "2025-04-30T10:00", "close_of_business": "24:30"}),
    ("not_an_hour", {"kind": "receipt", "submitted_at": "2025-04-30T10:00", "close_of_business": 17}),
    ("out_of_range", {"kind": "receipt", "submitted_at": "9999-12-31T23:00:00-05:00"}),
    ("out_of_range", {"kind": "receipt", "submitted_at": "9999-12-30T10:00"}),
]


@pytest.mark.parametrize("code, changed", BAD, ids=lambda value: str(value)[:60])
def test_a_bad_line_is_refused_by_name(code: str, changed: dict[str, Any]) -> None:
    found = told(**changed)
    assert list(found) == ["id", "error"]
    assert found["id"] == "A"
    assert found["error"].startswith(f"{code}: ")
    assert len(found["error"]) < 200


@pytest.mark.parametrize("line", [None, [], "due", 5, [PLAIN]], ids=str)
def test_a_line_that_is_no_object_is_refused(line: object) -> None:
    found = answer(line, CALENDAR, lambda: PRESENT)
    assert found == {"id": None, "error": "not_an_object: a line is a JSON object"}


def test_the_last_day_of_all_can_be_today() -> None:
    assert told(today="9999-12-31")["light"] == "overdue"


def test_the_calendar_of_the_batch_is_the_one_of_the_vectors() -> None:
    named = json.loads((Path(__file__).parents[2] / "data" / "clock-vectors.json").read_text(encoding="utf-8"))[
        "calendar"
    ]
    assert "2024/2025/2026" in named
    assert max(CALENDAR.published_years) == 2026
