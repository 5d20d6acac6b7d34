"""A year on its way into the calendar: every fault at once, each with its line."""

from datetime import date
from pathlib import Path

import pytest

from departments.domain.calendar_import import (
    Fault,
    ImportRefused,
    Mark,
    Row,
    YearImport,
    decoded,
    marks_of_csv,
    marks_of_rows,
    refuse_published,
    take_year,
)

NOTICE = "国办发明电〔2026〕9号"
SEED = Path(__file__).parents[3] / "departments" / "data" / "calendar-2004-2026.csv"
NEW_YEAR = Mark(1, date(2027, 1, 1), False, "元旦")


def codes(found: pytest.ExceptionInfo[ImportRefused]) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in found.value.faults]


def test_weekends_inside_a_holiday_are_no_entries() -> None:
    marks = [Mark(1, date(2027, 1, day), False, "元旦") for day in (1, 2, 3)]
    assert [entry.day.day for entry in take_year(2027, NOTICE, marks).entries] == [1]


def test_every_fault_is_named_at_once_with_its_line() -> None:
    marks = [
        NEW_YEAR,
        Mark(2, date(2027, 1, 1), False, "元旦"),
        Mark(3, date(2027, 2, 3), True, "春节"),
        Mark(4, date(2028, 1, 1), False, "元旦"),
        Mark(5, date(2026, 12, 1), False, "元旦"),
    ]
    with pytest.raises(ImportRefused) as refused:
        take_year(2027, " ", marks, [Fault(6, "bad_day")])
    assert codes(refused) == [
        (0, "no_notice"), (2, "twice"), (3, "worked_no_weekend"), (4, "outside_year"), (5, "outside_year"), (6, "bad_day"),
    ]  # fmt: skip


def test_the_end_of_the_year_before_belongs_to_the_notice() -> None:
    taken = take_year(2027, NOTICE, [Mark(1, date(2026, 12, 31), False, "元旦"), NEW_YEAR])
    assert [entry.day for entry in taken.entries] == [date(2026, 12, 31), date(2027, 1, 1)]


def test_a_holiday_that_nobody_mentions_is_pointed_out() -> None:
    assert take_year(2027, NOTICE, [NEW_YEAR]).missing == ("春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


def test_a_year_that_is_published_already_with_these_days_is_refused_and_a_changed_one_is_not() -> None:
    published = take_year(2027, NOTICE, [NEW_YEAR])
    with pytest.raises(ImportRefused) as refused:
        refuse_published(take_year(2027, NOTICE, [NEW_YEAR]), published)
    assert codes(refused) == [(0, "already_published")]
    longer = take_year(2027, NOTICE, [NEW_YEAR, Mark(2, date(2027, 1, 4), False, "元旦")])
    renamed = take_year(2027, "国办发明电〔2027〕1号", [NEW_YEAR])
    for other, known in ((longer, published), (renamed, published), (published, None)):
        refuse_published(other, known)


@pytest.mark.parametrize("year", [None, 1999, 2101])
def test_a_year_out_of_range_is_refused(year: int | None) -> None:
    with pytest.raises(ImportRefused) as refused:
        take_year(year, NOTICE, [NEW_YEAR])
    assert codes(refused) == [(0, "no_year")]


def test_a_file_shaped_like_the_seed_is_read() -> None:
    lines = SEED.read_text(encoding="utf-8").splitlines()
    text = "\ufeff" + "\n".join([lines[0], *(line for line in lines if line.startswith("2025-"))])
    marks, faults, notice = marks_of_csv(text)
    taken = take_year(2025, notice, marks, faults)
    assert (len(taken.entries), taken.notice) == (23, "国办发明电〔2024〕12号")


def test_every_bad_line_of_a_file_is_named() -> None:
    text = "day,is_working,name,notice\n2027-1-1,0,元旦,a\n2027-01-04,2,元旦,b\n2027-01-05,0\n\n2027-02-30,0,春节,a\n"
    _, faults, notice = marks_of_csv(text)
    assert notice == "a"
    assert [(one.line, one.code) for one in faults] == [
        (2, "bad_day"), (3, "bad_mark"), (4, "csv_cells"), (6, "bad_day"), (3, "two_notices"),
    ]  # fmt: skip
    assert [(one.line, one.code) for one in marks_of_csv("date,what\n")[1]] == [(1, "csv_columns")]


def test_lines_of_the_form_are_days_and_spans() -> None:
    marks, faults = marks_of_rows(
        [
            Row(1, "2027-01-01", "2027-01-03", False, "元旦"),
            Row(2, "2027-02-06", "", True, "春节"),
            Row(3, "2027-02-12", "2027-02-10", False, "春节"),
            Row(4, "morgen", "", False, "春节"),
            Row(5, "2027-04-05", "", False, " "),
        ]
    )
    assert [mark.day.day for mark in marks] == [1, 2, 3, 6, 5]
    assert [(one.line, one.code) for one in faults] == [(3, "bad_span"), (4, "bad_day"), (5, "no_name")]


def test_what_was_taken_is_a_value() -> None:
    assert take_year(2027, NOTICE, [NEW_YEAR]) == YearImport(
        2027,
        NOTICE,
        take_year(2027, NOTICE, [NEW_YEAR]).entries,
        ("春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"),
    )


def test_what_the_tables_cannot_hold_is_named_and_not_left_to_them() -> None:
    with pytest.raises(ImportRefused) as refused:
        take_year(2027, "号" * 129, [Mark(3, date(2027, 1, 4), False, "元" * 65)])
    assert codes(refused) == [(0, "notice_too_long"), (3, "name_too_long")]


def test_a_file_is_read_as_spreadsheets_write_it() -> None:
    text = "day,is_working,name,notice\r\n2027/1/4,0,元旦,国办发明电〔2026〕9号\r\n"
    for content in (text.encode(), text.encode("utf-8-sig"), text.encode("gb18030")):
        marks, faults, notice = marks_of_csv(decoded(content) or "")
        assert ([mark.day for mark in marks], faults, notice) == ([date(2027, 1, 4)], [], "国办发明电〔2026〕9号")
    assert decoded("day".encode("utf-16")) is None and decoded(b"day\0") is None
