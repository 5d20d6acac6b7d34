from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.web.presenters.day_words import (
    DAYS,
    day_look,
    day_reason,
    due_words,
    number_words,
    pair_dues,
    pair_look,
    pair_reason,
    run_reason,
)
from approvals.domain.clock_facts import ClockName
from approvals.domain.day_statement import DayCode, DayLine, DayPair


def line(
    code: DayCode, number: int | None = None, *, due: bool = False, provisional: bool = False, **params: str
) -> DayLine:
    return DayLine(dt.date(2026, 3, 18), number, code, params, due, provisional)


def test_every_reason_of_the_domain_has_words() -> None:
    assert set(DAYS) == set(DayCode)


@pytest.mark.usefixtures("chinese")
def test_a_paused_day_names_procedure_and_letter() -> None:
    paused = line(DayCode.PAUSED, kind="EXPERT_REVIEW", letter_no="章水特〔2026〕3号")

    assert day_reason(paused) == "暂停计时：专家评审（章水特〔2026〕3号）"


@pytest.mark.usefixtures("english")
def test_the_chinese_name_of_a_holiday_is_left_out_of_an_english_page() -> None:
    assert day_reason(line(DayCode.HOLIDAY, name="国庆节")) == "Holiday, not counted"


@pytest.mark.usefixtures("chinese")
def test_the_due_day_is_marked_by_its_clock() -> None:
    due = line(DayCode.COUNTED, 5, due=True, provisional=True)

    assert due_words(due, ClockName.COMMITTED) == "承诺到期（暂定）"
    assert day_look(due, ClockName.COMMITTED, is_today=True, is_future=False) == "is-due is-today"
    assert day_look(due, ClockName.STATUTORY, is_today=False, is_future=True) == "is-next is-law"
    assert day_look(line(DayCode.WEEKEND), ClockName.STATUTORY, is_today=False, is_future=True) == "is-off"


@pytest.mark.usefixtures("chinese")
def test_both_clocks_are_named_only_where_they_differ() -> None:
    counted, paused = line(DayCode.COUNTED, 3), line(DayCode.PAUSED, kind="HEARING")
    day = counted.day

    assert pair_reason(DayPair(day, counted, counted)) == "工作日"
    assert pair_reason(DayPair(day, None, paused)) == "暂停计时：听证"
    assert pair_reason(DayPair(day, counted, paused)) == "法定：工作日；承诺：暂停计时：听证"


@pytest.mark.usefixtures("chinese")
def test_a_day_off_within_a_stop_keeps_its_reason_and_names_the_stop_where_it_holds_both() -> None:
    held, free = line(DayCode.WEEKEND, kind="HEARING"), line(DayCode.WEEKEND)

    assert pair_reason(DayPair(held.day, held, held)) == "周末，不算，听证期间"
    assert pair_reason(DayPair(held.day, free, held)) == "周末，不算"
    assert run_reason(DayPair(held.day, held, held)) == "暂停计时：听证"


@pytest.mark.usefixtures("chinese")
def test_days_past_the_limit_and_of_an_extension_say_so() -> None:
    late = replace(line(DayCode.LATE, 8), overdue=2)
    more = replace(line(DayCode.COUNTED, 12), extended=True)

    assert (day_reason(late), number_words(late)) == ("超期第 2 日", "超 2")
    assert (day_reason(more), number_words(more)) == ("工作日，延长的期限内", "12")
    assert (number_words(line(DayCode.WEEKEND)), number_words(None)) == ("—", "")


@pytest.mark.usefixtures("chinese")
def test_a_row_is_off_only_when_no_clock_counts_it() -> None:
    counted, off = line(DayCode.COUNTED, 3, due=True), line(DayCode.PAUSED)
    today = counted.day

    assert pair_look(DayPair(today, counted, off), today) == "is-law is-today"
    assert pair_look(DayPair(today, off, off), today) == "is-off is-today"
    assert pair_dues(DayPair(today, counted, off)) == ["法定到期"]
