from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.web.presenters.clock_words import clock_badge, due_badge, due_line, reading_badge
from approvals.domain.clock import ClockReading, Light, Reading
from approvals.domain.clock_facts import ClockName
from departments.domain.catalogue_words import Unit

DUE = dt.date(2026, 3, 25)
STATUTORY = ClockReading(
    clock=ClockName.STATUTORY, limit_days=10, unit=Unit.WORKING_DAYS, day_zero=dt.date(2026, 3, 11),
    first_day=dt.date(2026, 3, 12), as_of=dt.date(2026, 3, 17), day_number=4, used=4, remaining=6, due_on=DUE,
    not_before=DUE, last_day_to_extend=DUE, extended=False, overdue_by=0, overdue_wd=0, light=Light.ON_TRACK,
    warn_on=dt.date(2026, 3, 23), excluded=0, provisional=False,
)  # fmt: skip
COMMITTED = replace(STATUTORY, clock=ClockName.COMMITTED, limit_days=5, due_on=dt.date(2026, 3, 18))


def late(reading: ClockReading, days: int) -> ClockReading:
    return replace(reading, light=Light.OVERDUE, remaining=-days, overdue_by=days, overdue_wd=days)


def both(statutory: ClockReading, committed: ClockReading, headline: ClockName) -> Reading:
    shown = statutory if headline is ClockName.STATUTORY else committed
    return Reading(shown.as_of, statutory, committed, shown.light, headline)


@pytest.mark.usefixtures("chinese")
def test_the_badge_says_what_is_left() -> None:
    today = replace(STATUTORY, light=Light.WARNING, remaining=0)

    assert reading_badge(STATUTORY).words == "剩 6 个工作日"
    assert reading_badge(STATUTORY, short=True).words == "剩 6 日"
    assert (reading_badge(today).look, reading_badge(today).words) == ("is-warn", "今天到期")


@pytest.mark.usefixtures("chinese")
def test_a_broken_commitment_is_ochre_and_a_broken_law_is_red() -> None:
    committed, statutory = reading_badge(late(COMMITTED, 2)), reading_badge(late(STATUTORY, 1))

    assert (committed.look, committed.words) == ("is-late", "超承诺 2 日")
    assert (statutory.look, statutory.words) == ("is-over", "超期 1 日")


@pytest.mark.usefixtures("chinese")
def test_a_paused_clock_says_what_will_be_left() -> None:
    paused = reading_badge(replace(STATUTORY, light=Light.PAUSED, remaining=7, due_on=None))

    assert (paused.look, paused.icon, paused.words) == ("is-paused", "pause", "暂停 · 恢复后还剩 7 个工作日")


@pytest.mark.usefixtures("chinese")
def test_past_the_commitment_the_second_line_tells_what_the_law_still_leaves() -> None:
    reading = both(replace(STATUTORY, remaining=3), late(COMMITTED, 2), ClockName.COMMITTED)

    assert clock_badge(reading, "in_review").sub == "法定剩 3 个工作日"


@pytest.mark.usefixtures("chinese")
def test_an_ended_track_shows_its_result_in_the_words_of_its_letter() -> None:
    reading = both(STATUTORY, COMMITTED, ClockName.STATUTORY)

    assert clock_badge(reading, "granted", "filing_receipt").words == "已备案"
    assert clock_badge(reading, "granted", "licence_decision").words == "已准予"
    assert clock_badge(reading, "refused", "review_opinion").words == "审查不通过"
    assert clock_badge(None, "filed").words == "待受理"


@pytest.mark.usefixtures("english")
def test_the_badge_is_english_on_an_english_page() -> None:
    assert reading_badge(STATUTORY).words == "6 working days left"
    assert reading_badge(late(COMMITTED, 1)).words == "1 day past commitment"


@pytest.mark.usefixtures("chinese")
def test_the_line_under_the_badge_names_limit_and_day() -> None:
    assert due_line(COMMITTED) == "承诺 5 个工作日，3月18日（周三） 到期"
    assert "暂定" in due_line(replace(STATUTORY, provisional=True))
    assert "最早" in due_line(replace(STATUTORY, due_on=None, light=Light.PAUSED))


@pytest.mark.usefixtures("chinese")
def test_a_promise_warns_on_its_last_day() -> None:
    assert [due_badge(3).look, due_badge(1).look, due_badge(0).words, due_badge(-2).words] == [
        "is-on",
        "is-warn",
        "今天到期",
        "超期 2 日",
    ]
