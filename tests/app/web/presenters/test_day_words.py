from __future__ import annotations

import datetime as dt

import pytest

from app.web.presenters.day_words import DAYS, day_look, day_reason, due_words
from approvals.domain.clock_facts import ClockName
from approvals.domain.day_statement import DayCode, DayLine


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
