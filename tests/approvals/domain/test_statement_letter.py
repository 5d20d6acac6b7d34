"""The printed statement says what the clock says, with the stops by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from approvals.domain.clock import read
from approvals.domain.clock_facts import ExtensionFact, Limit, PauseFact, TrackFacts
from approvals.domain.day_statement import both_statements
from approvals.domain.letters.day_statement import DayStatement
from approvals.domain.statement_letter import ProcedureName, stated
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import DayEntry, WorkingCalendar
from tests.letters.samples import day_statement

CALENDAR = WorkingCalendar([DayEntry(date(2026, 4, 6), False, "清明节", "国办发明电〔2025〕7号")])
MONDAY = date(2026, 3, 9)
HEARING = PauseFact(date(2026, 3, 13), date(2026, 3, 17), kind="HEARING", letter_no="章审特〔2026〕2号")
FACTS = TrackFacts(MONDAY, MONDAY, Limit(20), 5, (HEARING,))
NAMES = {"HEARING": ProcedureName("听证", "hearing", "《中华人民共和国行政许可法》第四十六条")}


def letter(facts: TrackFacts = FACTS, today: date = date(2026, 3, 18)) -> DayStatement:
    return day_statement(**stated(facts, read(facts, CALENDAR, today), CALENDAR, NAMES))


def test_the_days_and_numbers_are_those_of_the_page() -> None:
    today = date(2026, 3, 18)
    found, pairs = letter(today=today), both_statements(FACTS, CALENDAR, today)
    assert [day.day for day in found.days] == [pair.day for pair in pairs]
    for day, pair in zip(found.days, pairs, strict=True):
        for mark, line in ((day.statutory, pair.statutory), (day.committed, pair.committed)):
            assert (mark is None) == (line is None)
            if mark and line:
                assert (mark.number, mark.code, mark.due) == (line.number, line.code.value, line.is_due_day)


def test_a_stop_is_told_once_with_its_letter_and_every_day_points_to_it() -> None:
    found = letter()
    (stop,) = found.stops
    assert (stop.procedure_zh, stop.letter_no, stop.until) == ("听证", "章审特〔2026〕2号", date(2026, 3, 17))
    held = [day.day.day for day in found.days if day.statutory and day.statutory.stop == 0]
    assert held == [13, 14, 15, 16]


def test_a_stop_of_one_clock_leaves_the_weekend_plain() -> None:
    facts = replace(FACTS, pauses=(replace(HEARING, stops_statutory=False),))
    days = {day.day.day: day for day in letter(facts).days if day.day.month == 3}
    assert not days[13].is_plain and len(days[13].told) == 2
    assert days[14].is_plain and days[14].told[0][1].stop is None


def test_extension_floor_receipt_and_natural_days_reach_the_paper() -> None:
    facts = TrackFacts(
        MONDAY, MONDAY, Limit(7, Unit.NATURAL_DAYS, CountsFrom.RECEIPT), 5,
        statutory_extension=ExtensionFact(3, MONDAY), committed_floor_on=date(2026, 3, 20),
    )  # fmt: skip
    statutory, committed = letter(facts).clocks
    assert (statutory.unit, statutory.counts_from, statutory.extension_days) == ("ND", "receipt", 3)
    assert (committed.kept_on, committed.due_on) == (date(2026, 3, 20), date(2026, 3, 20))


def test_the_paper_comes_back_from_its_own_facts() -> None:
    found = letter()
    assert type(found).from_json(found.to_json()) == found
    assert found.notices == ("国办发明电〔2025〕7号",)
