"""Verdicts on papers and the lines of a one-time notice, without a database."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from approvals.domain.window_check import NoticeGap, blocked_items, merge_gaps, opinion_needed_on, same_words
from departments.domain.working_calendar import WorkingCalendar


def gap(key: str, paper: str, asks: str, *, by: tuple[int, ...] = (), defect: str = "缺页。") -> NoticeGap:
    return NoticeGap(key, paper, defect, asks, by, not by)


def test_a_failing_paper_blocks_every_item_that_requires_it_and_no_other() -> None:
    required = {"LX-01": ["M001", "M002"], "LX-02": ["M002"], "LX-03": ["M003"], "LX-04": []}
    assert blocked_items(required, {"M002"}) == {"LX-01": ["M002"], "LX-02": ["M002"]}
    assert blocked_items(required, {"M003", "M001"}) == {"LX-01": ["M001"], "LX-03": ["M003"]}


def test_a_failing_paper_that_no_item_requires_blocks_nothing() -> None:
    assert blocked_items({"LX-01": ["M001"]}, {"M099"}) == {}
    assert blocked_items({"LX-01": ["M001"]}, ()) == {}


def test_the_blocking_papers_stand_in_the_order_of_the_item() -> None:
    assert blocked_items({"LX-01": ["M003", "M001", "M002"]}, {"M001", "M003"}) == {"LX-01": ["M003", "M001"]}


def test_the_same_request_of_two_departments_is_one_line_that_names_both() -> None:
    (line,) = merge_gaps([gap("a", "M001", "请盖章。", by=(3,)), gap("b", "M001", "请盖章", by=(7,))])
    assert (line.key, line.asked_by, line.by_window) == ("a", (3, 7), False)


def test_the_window_and_a_department_that_ask_the_same_stand_in_one_line() -> None:
    (line,) = merge_gaps([gap("w", "M001", "请盖章。"), gap("b", "M001", " 请盖章 。", by=(7,))])
    assert line.by_window and line.asked_by == (7,)


def test_one_paper_with_two_requests_has_two_lines_and_two_papers_with_one_request_too() -> None:
    assert len(merge_gaps([gap("a", "M001", "请盖章。"), gap("b", "M001", "请补第三页。")])) == 2
    assert len(merge_gaps([gap("a", "M001", "请盖章。"), gap("b", "M002", "请盖章。")])) == 2


def test_every_defect_is_told_and_the_same_defect_once() -> None:
    asked = [
        gap("a", "M001", "重交", by=(1,), defect="第3页缺章。"),
        gap("b", "M001", "重交", by=(2,), defect="第3页缺章"),
        gap("c", "M001", "重交", by=(3,), defect="日期写错。"),
    ]
    (line,) = merge_gaps(asked)
    assert line.defect == "第3页缺章。\n日期写错。"


def test_in_whatever_order_they_come_nobody_and_no_request_is_lost() -> None:
    asked = [
        gap("a", "M1", "x", by=(1,)),
        gap("b", "M1", "x", by=(2,)),
        gap("c", "M2", "x"),
        gap("d", "M1", "y", by=(1,)),
    ]
    for order in permutations(asked):
        merged = merge_gaps(order)
        assert {(one.paper, one.requirement) for one in merged} == {("M1", "x"), ("M1", "y"), ("M2", "x")}
        assert {(one.paper, one.requirement, who) for one in merged for who in one.asked_by} == {
            ("M1", "x", 1), ("M1", "x", 2), ("M1", "y", 1),
        }  # fmt: skip


def test_merging_what_is_merged_changes_nothing() -> None:
    once = merge_gaps(
        [gap("a", "M1", "x", by=(1,)), gap("b", "M1", "x。", by=(2,), defect="别的"), gap("c", "M2", "x")]
    )
    assert merge_gaps(once) == once


@pytest.mark.parametrize("text", ["请盖章", " 请 盖章。", "请盖章；", "请盖章\r\n", "请　盖章！"])
def test_blanks_and_the_last_stop_say_nothing(text: str) -> None:
    assert same_words(text) == "请盖章"


@pytest.mark.parametrize(
    "today, needed", [("2026-03-09", "2026-03-13"), ("2026-03-13", "2026-03-13"), ("2026-03-16", "2026-03-16")]
)
def test_a_word_is_needed_the_working_day_before_the_notice_must_go(today: str, needed: str) -> None:
    due = date(2026, 3, 16)
    calendar = WorkingCalendar([], published=[2026])
    assert opinion_needed_on(date.fromisoformat(today), due, calendar) == date.fromisoformat(needed)
