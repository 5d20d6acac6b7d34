"""A notice told as a table gives the very days of its text; a row that disagrees with itself is named by its line."""

import pytest

from departments.domain.notice_table import told_as_sentences
from departments.domain.notice_text import read_notice

TITLE = "国务院办公厅关于2026年部分节假日安排的通知\n国办发明电〔2025〕7号\n"
ROWS = """节日\t放假时间\t调休上班日期\t放假天数
元旦\t1月1日（周四）～3日（周六）\t1月4日（周日）\t3天
春节\t2月15日-2月23日\t2月14日（周六）、2月28日（周六）\t9天
清明节\t4月4日至6日\t无\t3
端午节\t6月19日（周五）至21日（周日）\t—\t3天
国庆节\t10月1日到7日\t9月20日 10月10日\t
"""
BARS = "| " + ROWS.replace("\t", " | ").replace("天数\n", "天数 |\n|---|---|---|---|\n")


@pytest.mark.parametrize("rows", [ROWS, BARS])
def test_every_row_gives_its_days(rows: str) -> None:
    found = read_notice(TITLE + rows)
    assert found.faults == []
    assert sum(not mark.is_working for mark in found.marks) == 3 + 9 + 3 + 3 + 7
    worked = [f"{mark.day:%m-%d} {mark.name}" for mark in found.marks if mark.is_working]
    assert worked == ["01-04 元旦", "02-14 春节", "02-28 春节", "09-20 国庆节", "10-10 国庆节"]


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("1月4日（周日）", "1月4日（周六）", (4, "weekday_disagrees")),
        ("9天", "8天", (5, "count_disagrees")),
        ("4月4日", "4月34日", (6, "bad_day")),
    ],
)
def test_a_row_that_disagrees_with_itself_is_named(right: str, wrong: str, fault: tuple[int, str]) -> None:
    found = read_notice(TITLE + ROWS.replace(right, wrong))
    assert [(one.line, one.code) for one in found.faults] == [fault]


def test_what_is_no_table_stays_as_it_is() -> None:
    text = "一、元旦：1月1日放假。\n甲\t乙\n1月2日\t1月3日"
    assert told_as_sentences(text) == text
