"""The window's inbox and its five-day clock, read on chosen days."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.queries.window_check import check_page
from approvals.queries.window_inbox import InboxAsked, InboxPage, inbox, notice_clock
from approvals.usecases.window.accept import accept
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.queries.calendar import load_calendar
from tests.factories.desk import MALL, PARK, WEDNESDAY, at_the_window
from tests.factories.main_job import MONDAY, accept_all, at, file_case, the_case, the_cast
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(at_the_window)


def inbox_on(today: dt.date, **asked: str) -> InboxPage:
    with reading() as session:
        return inbox(session, InboxAsked(**asked), load_calendar(session), today, the_cast().clerk)


def test_the_oldest_receipt_comes_first(in_app: Flask) -> None:
    page = inbox_on(WEDNESDAY)
    assert [row.project for row in page.rows] == [PARK, MALL]
    assert [row.waiting for row in page.rows] == [7, 7]
    assert (page.late, page.due_today) == (0, 0)


def test_the_fifth_working_day_after_receipt_is_the_last(in_app: Flask) -> None:
    clock = inbox_on(MONDAY + dt.timedelta(days=7)).rows[0].clock
    assert clock is not None
    assert (clock.day, clock.left_wd, clock.due_on) == (5, 0, MONDAY + dt.timedelta(days=7))


def test_the_day_of_receipt_is_day_nought(in_app: Flask) -> None:
    with reading() as session:
        clock = notice_clock(MONDAY, load_calendar(session), MONDAY)
    assert (clock.day, clock.left_wd) == (0, 5)


def test_what_is_past_its_five_days_is_counted_beside_what_is_due_today(in_app: Flask) -> None:
    page = inbox_on(MONDAY + dt.timedelta(days=8))
    assert (page.late, page.due_today) == (1, 1)
    assert page.rows[0].clock is not None
    assert page.rows[0].clock.left_wd == -1


def test_an_accepted_case_moves_to_the_answered_ones(in_app: Flask) -> None:
    accept_all(the_cast(), the_case(MALL), day=WEDNESDAY)
    assert [row.project for row in inbox_on(WEDNESDAY).rows] == [PARK]
    assert [row.project for row in inbox_on(WEDNESDAY, tab="answered").rows] == [MALL]


def test_a_case_that_waits_for_corrections_says_until_when(in_app: Flask) -> None:
    cast, filed = the_cast(), the_case(PARK)
    with reading() as session:
        missing = check_page(session, filed.case, cast.clerk, load_calendar(session), WEDNESDAY).missing
    lines = [CorrectionAsked(paper.paper, "没有提交。", "请提交。") for paper in missing]
    request_correction(case=filed.case, lines=lines, actor=cast.clerk, now=at(WEDNESDAY))
    others = [track for code, track in filed.tracks.items() if code != "LX-05"]
    accept(case=filed.case, tracks=others, actor=cast.clerk, now=at(WEDNESDAY))
    row = inbox_on(WEDNESDAY, tab="correcting").rows[0]
    assert (row.project, row.correcting, row.waiting) == (PARK, 1, 0)
    assert row.respond_by == dt.date(2026, 4, 9)


def test_a_word_finds_the_project(in_app: Flask) -> None:
    assert [row.project for row in inbox_on(WEDNESDAY, words="绣源河").rows] == [PARK]
    assert inbox_on(WEDNESDAY, words="没有的").total == 0


def test_the_statements_do_not_grow_with_the_filings(in_app: Flask) -> None:
    inbox_on(WEDNESDAY)  # the catalogue and the calendar are read once per process
    before = len(statements_of(lambda: inbox_on(WEDNESDAY)))
    for number in range(3):
        file_case(the_cast(), day=WEDNESDAY, name=f"项目{number}")
    assert inbox_on(WEDNESDAY).total == 5
    assert len(statements_of(lambda: inbox_on(WEDNESDAY))) == before
