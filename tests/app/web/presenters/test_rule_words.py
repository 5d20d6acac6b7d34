from __future__ import annotations

import datetime as dt

import pytest

from app.web.presenters.rule_words import WORDS, why
from approvals.domain.clock import read_clock
from approvals.domain.clock_facts import ClockName, Limit, PauseFact, TrackFacts
from approvals.domain.clock_rules import RuleCode
from departments.domain.working_calendar import WorkingCalendar

MONDAY = dt.date(2026, 3, 9)
FACTS = TrackFacts(MONDAY, MONDAY, Limit(10), 5, (PauseFact(dt.date(2026, 3, 11), dt.date(2026, 3, 13)),))


def said(clock: ClockName, figure: str) -> list[tuple[str, str]]:
    reading = read_clock(FACTS, clock, WorkingCalendar([]), dt.date(2026, 3, 16))
    assert reading is not None
    return [(one.words, one.law) for one in why(reading.rules, figure, clock)]


def test_every_rule_of_the_domain_has_words() -> None:
    assert set(WORDS) == set(RuleCode)


@pytest.mark.usefixtures("chinese")
def test_a_figure_names_its_rule_and_law() -> None:
    assert said(ClockName.STATUTORY, "first_day") == [
        ("从受理之日 3月9日（周一） 起算", "行政许可法第四十二条"),
        ("当天不算，3月10日（周二） 是第 1 日", "参照民法典第二百零一条"),
    ]
    assert ("特别程序不计入 2 个工作日，到期日往后移", "行政许可法第四十五条") in said(ClockName.STATUTORY, "due")


@pytest.mark.usefixtures("chinese")
def test_what_the_department_promised_rests_on_its_promise_not_on_the_law() -> None:
    laws = {law for _, law in said(ClockName.COMMITTED, "due")}
    assert laws == {"优化营商环境条例第三十六条", "部门公开的承诺规则"}


@pytest.mark.usefixtures("english")
def test_an_english_page_names_the_law_in_english() -> None:
    assert said(ClockName.STATUTORY, "first_day")[1][1] == "by analogy with the Civil Code, Art. 201"
