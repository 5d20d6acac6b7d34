from __future__ import annotations

import datetime as dt

import pytest

from app.web.presenters.dates import bare_day, day, moment, short_day, short_moment, span, working_days

MONDAY = dt.date(2026, 3, 9)
LATE_ON_SUNDAY = dt.datetime(2026, 3, 8, 17, 5, tzinfo=dt.UTC)  # already Monday in Shanghai


@pytest.mark.usefixtures("chinese")
def test_a_chinese_day_has_its_year_and_weekday() -> None:
    assert day(MONDAY) == "2026年3月9日（周一）"
    assert short_day(MONDAY) == "3月9日（周一）"
    assert bare_day(MONDAY) == "3月9日"
    assert day(dt.date(2026, 3, 15)) == "2026年3月15日（周日）"


@pytest.mark.usefixtures("english")
def test_an_english_day_has_its_year_and_weekday() -> None:
    assert day(MONDAY) == "9 Mar 2026 (Mon)"
    assert short_day(MONDAY) == "9 Mar (Mon)"


@pytest.mark.usefixtures("chinese")
def test_a_moment_is_told_as_it_was_in_shanghai() -> None:
    assert moment(LATE_ON_SUNDAY) == "2026年3月9日（周一）01:05"
    assert short_moment(LATE_ON_SUNDAY) == "3月9日 01:05"
    assert day(LATE_ON_SUNDAY) == "2026年3月9日（周一）"


@pytest.mark.usefixtures("english")
def test_an_english_moment_keeps_a_space_before_the_time() -> None:
    assert moment(LATE_ON_SUNDAY) == "9 Mar 2026 (Mon) 01:05"


@pytest.mark.usefixtures("chinese")
def test_no_day_is_a_dash() -> None:
    assert (day(None), moment(None), short_day(None)) == ("—", "—", "—")


@pytest.mark.usefixtures("english")
def test_one_working_day_is_singular() -> None:
    assert (working_days(1), working_days(5)) == ("1 working day", "5 working days")


@pytest.mark.usefixtures("chinese")
def test_a_span_says_its_unit() -> None:
    assert [span(0), span(7), span(7, "ND")] == ["当天", "7 个工作日", "7 个自然日"]
