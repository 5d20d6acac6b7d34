"""Every calendar day is accounted for, and the numbers are the clock's."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.domain.clock import read_clock
from approvals.domain.clock_facts import ClockName, ExtensionFact, Limit, PauseFact, TrackFacts
from approvals.domain.day_statement import DayCode, DayLine, both_statements, day_statement, tally
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import DayEntry, WorkingCalendar
from tests.approvals.domain.plain_calendar import PlainCalendar

NOTICE = "国办发明电〔2024〕12号"
PLAIN_CALENDAR = PlainCalendar()
CALENDAR = WorkingCalendar(
    [DayEntry(day, False, "节日", NOTICE) for day in PLAIN_CALENDAR.off]
    + [DayEntry(day, True, "节日", NOTICE) for day in PLAIN_CALENDAR.worked]
)
DAY = timedelta(days=1)
FRIDAY = date(2025, 1, 24)
SPRING = TrackFacts(FRIDAY, FRIDAY, Limit(5), None)


def lines(facts: TrackFacts, today: date) -> tuple[DayLine, ...]:
    return day_statement(facts, ClockName.STATUTORY, CALENDAR, today)


def told(statement: tuple[DayLine, ...]) -> list[tuple[str, int | None, str]]:
    return [(line.day.strftime("%m-%d"), line.number, line.code.value) for line in statement]


def test_spring_festival_is_told_day_by_day() -> None:
    statement = lines(SPRING, FRIDAY)
    assert told(statement) == [
        ("01-24", 0, "accepted"),
        ("01-25", None, "weekend"),
        ("01-26", 1, "make_up"),
        ("01-27", 2, "counted"),
        *[(f"01-{day}", None, "holiday") for day in (28, 29, 30, 31)],
        *[(f"02-0{day}", None, "holiday") for day in (1, 2, 3, 4)],
        ("02-05", 3, "counted"),
        ("02-06", 4, "counted"),
        ("02-07", 5, "counted"),
    ]
    assert [line.day for line in statement if line.is_due_day] == [date(2025, 2, 7)]
    assert statement[4].params == {"name": "节日", "notice": NOTICE}


def test_a_paused_day_names_the_procedure_and_the_letter() -> None:
    pause = PauseFact(date(2025, 2, 5), date(2025, 2, 7), kind="EXPERT_REVIEW", letter_no="章特〔2025〕1号")
    statement = lines(replace(SPRING, pauses=(pause,)), FRIDAY)
    stopped = [line for line in statement if line.code is DayCode.PAUSED]
    assert [line.day.day for line in stopped] == [5, 6]
    assert stopped[0].params == {"kind": "EXPERT_REVIEW", "letter_no": "章特〔2025〕1号", "nth": 1}
    assert [line.day.day for line in statement if line.params.get("resumed")] == [7]


def test_a_statement_with_an_open_pause_ends_today() -> None:
    statement = lines(replace(SPRING, pauses=(PauseFact(date(2025, 2, 6)),)), date(2025, 2, 20))
    assert (statement[-1].day, statement[-1].code) == (date(2025, 2, 20), DayCode.PAUSED)
    assert not any(line.is_due_day for line in statement)


def test_late_days_are_numbered_on_until_the_decision() -> None:
    statement = lines(replace(SPRING, decided_on=date(2025, 2, 11)), date(2025, 6, 1))
    assert told(statement)[-4:] == [
        ("02-08", 6, "late"),
        ("02-09", None, "weekend"),
        ("02-10", 7, "late"),
        ("02-11", 8, "late"),
    ]


def test_natural_days_that_roll_to_a_working_day_say_so() -> None:
    natural = replace(SPRING, statutory=Limit(1, Unit.NATURAL_DAYS), receipt_on=date(2025, 3, 7))
    natural = replace(natural, accepted_on=date(2025, 3, 7))
    assert told(lines(natural, date(2025, 3, 7)))[1:] == [
        ("03-08", 1, "counted"),
        ("03-09", 2, "rolled"),
        ("03-10", 3, "rolled"),
    ]


def test_a_clock_from_receipt_opens_with_the_receipt_and_no_limit_has_no_statement() -> None:
    permit = replace(SPRING, accepted_on=None, statutory=Limit(7, counts_from=CountsFrom.RECEIPT))
    assert lines(permit, FRIDAY)[0].code is DayCode.RECEIVED
    assert lines(replace(SPRING, statutory=Limit(None)), FRIDAY) == ()


def test_days_beyond_the_last_notice_are_marked_provisional() -> None:
    accepted = date(2026, 12, 30)
    statement = lines(replace(SPRING, receipt_on=accepted, accepted_on=accepted), accepted)
    assert [line.provisional for line in statement[:3]] == [False, False, True]


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2026, 6, 1)),
    st.integers(0, 30),
    st.sampled_from(Unit),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), max_size=2),
    st.integers(0, 60),
)
def test_the_statement_and_the_clock_agree(
    accepted: date, limit: int, unit: Unit, pauses: list[tuple[int, int]], waited: int
) -> None:
    spans = tuple(PauseFact(accepted + DAY * start, accepted + DAY * (start + length)) for start, length in pauses)
    facts = TrackFacts(accepted, accepted, Limit(limit, unit), None, spans)
    today = accepted + DAY * waited
    clock = read_clock(facts, ClockName.STATUTORY, CALENDAR, today)
    statement = lines(facts, today)
    assert clock is not None
    numbered = [line.number for line in statement if line.number and line.day <= today]
    assert numbered == list(range(1, clock.used + 1))
    assert [line.day for line in statement if line.is_due_day] == [clock.due_on]
    excluded = [line for line in statement if line.code is DayCode.PAUSED and line.day <= clock.not_before]
    assert len(excluded) == clock.excluded
    assert all(line.number is not None for line in statement if line.code in (DayCode.COUNTED, DayCode.ROLLED))


def test_the_days_up_to_a_due_day_that_was_told_are_said_to_be_kept() -> None:
    statement = lines(replace(SPRING, statutory_floor_on=date(2025, 2, 10)), FRIDAY)
    assert told(statement)[-4:] == [
        ("02-07", 5, "counted"),
        ("02-08", 6, "kept"),
        ("02-09", None, "weekend"),
        ("02-10", 7, "kept"),
    ]
    assert [line.day for line in statement if line.is_due_day] == [date(2025, 2, 10)]


def test_a_day_off_inside_a_stop_keeps_its_own_reason_and_names_the_procedure() -> None:
    pause = PauseFact(date(2025, 2, 6), date(2025, 2, 12), kind="HEARING", letter_no="章特〔2025〕2号")
    statement = {line.day: line for line in lines(replace(SPRING, pauses=(pause,)), FRIDAY)}
    sunday = statement[date(2025, 2, 9)]
    assert (sunday.code, sunday.params) == (DayCode.WEEKEND, {"kind": "HEARING", "letter_no": "章特〔2025〕2号"})
    assert [statement[date(2025, 2, day)].params["nth"] for day in (6, 7, 8, 10, 11)] == [1, 2, 3, 4, 5]


def test_a_stop_that_ends_on_a_day_off_runs_again_on_the_next_day_that_counts() -> None:
    pause = PauseFact(date(2025, 3, 5), date(2025, 3, 8), kind="HEARING")
    facts = TrackFacts(date(2025, 3, 3), date(2025, 3, 3), Limit(5), None, pauses=(pause,))
    assert [line.day for line in lines(facts, FRIDAY) if line.params.get("resumed")] == [date(2025, 3, 10)]


def test_days_won_by_an_extension_are_marked_and_days_after_the_limit_counted_on() -> None:
    monday = date(2025, 3, 3)
    facts = TrackFacts(monday, monday, Limit(3), None, statutory_extension=ExtensionFact(2, monday))
    statement = lines(facts, date(2025, 3, 12))
    assert [(line.day.day, line.number) for line in statement if line.extended] == [(7, 4), (10, 5)]
    assert [(line.day.day, line.overdue) for line in statement if line.code is DayCode.LATE] == [(11, 1), (12, 2)]


def test_a_day_that_was_told_is_kept_and_says_so() -> None:
    monday = date(2025, 3, 3)
    facts = TrackFacts(monday, monday, Limit(3), None, statutory_floor_on=date(2025, 3, 10))
    statement = lines(facts, monday)
    assert [(line.day.day, line.is_due_day) for line in statement if line.code is DayCode.KEPT] == [
        (7, False),
        (10, True),
    ]


def test_both_clocks_stand_side_by_side() -> None:
    both = both_statements(replace(SPRING, committed_wd=2), CALENDAR, FRIDAY)
    assert [pair.day for pair in both] == [FRIDAY + DAY * number for number in range(len(both))]
    assert [pair.day for pair in both if pair.committed and pair.committed.is_due_day] == [date(2025, 1, 27)]
    assert both[-1].committed is None and both[-1].statutory is not None and both[-1].lines == (both[-1].statutory,)


def test_the_tally_leaves_no_day_out() -> None:
    statement = lines(SPRING, FRIDAY)
    counted = tally(statement)
    assert sum(counted.values()) == len(statement) == (statement[-1].day - FRIDAY).days + 1
    assert counted[DayCode.COUNTED] + counted[DayCode.MAKE_UP] == 5
