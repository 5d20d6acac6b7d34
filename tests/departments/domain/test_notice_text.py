"""Pasted notices: the known years rebuild the seed to the day; what disagrees with itself is named, line by line."""

import re
from datetime import date
from pathlib import Path

import pytest

from departments.domain.calendar_import import ImportRefused, take_year
from departments.domain.notice_text import NoticeText, read_notice
from departments.domain.working_calendar import parse_calendar_csv

SEED = Path(__file__).parents[3] / "departments" / "data" / "calendar-2004-2026.csv"
ENTRIES = parse_calendar_csv(SEED.read_text(encoding="utf-8"))
TITLE = "国务院办公厅关于{year}年部分节假日安排的通知\n"
KNOWN = {
    2024: TITLE.format(year=2024)
    + """国办发明电〔2023〕7号
各有关单位：
　　现将2024年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日放假，与周末连休。
　　二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
　　三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
　　四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
　　五、端午节：6月10日放假，与周末连休。
　　六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
　　七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
　　节假日期间，各单位要妥善安排好值班和安全工作。
2023年10月25日
""",
    2025: TITLE.format(year=2025)
    + """国办发明电〔2024〕12号
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
""",
    2026: TITLE.format(year=2026)
    + """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。二、春节：2月15日（农历腊月二十八、周日）
至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，
共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
""",
}


def worked(found: NoticeText) -> list[str]:
    return [f"{mark.day:%m-%d}" for mark in found.marks if mark.is_working]


def off(found: NoticeText) -> list[str]:
    return [f"{mark.day:%m-%d}" for mark in found.marks if not mark.is_working]


def faults(text: str, year: int = 2023) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in read_notice(text, year).faults]


@pytest.mark.parametrize("year", sorted(KNOWN))
def test_the_notice_of_a_known_year_gives_the_seeded_days(year: int) -> None:
    found = read_notice(KNOWN[year])
    seeded = [entry for entry in ENTRIES if entry.day.year == year]
    taken = take_year(found.year, found.notice or seeded[0].notice, found.marks, found.faults)
    assert [(one.day, one.is_working, one.notice) for one in taken.entries] == [
        (one.day, one.is_working, one.notice) for one in seeded
    ]
    # where two holidays are one section of the notice, the seed knows which day is which
    assert all(one.name in taken_one.name for one, taken_one in zip(seeded, taken.entries, strict=True))
    assert (taken.year, taken.missing) == (year, ())


def test_the_number_is_read_however_its_brackets_are_written() -> None:
    for written in (
        "国办发明电〔2025〕7号",
        "国办发明电[2025]7号",
        "国办发明电［2025］7号",
        "国办发明电【２０２５】7 号",
    ):
        assert read_notice(written).notice in ("国办发明电〔2025〕7号", "")
    assert read_notice("国办发明电［2025］７号").notice == "国办发明电〔2025〕7号"


def test_advice_is_no_rule() -> None:
    found = read_notice("二、春节：2月10日至17日放假，共8天。鼓励职工在除夕（2月9日）休息。", 2024)
    assert off(found)[0] == "02-10" and len(found.marks) == 8


def test_a_new_years_holiday_reaches_into_the_year_before() -> None:
    for text in (
        "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。",
        "一、元旦：12月31日（星期六）至1月2日（星期一）放假调休，共3天。",
    ):
        found = read_notice(text, 2023)
        assert [mark.day for mark in found.marks] == [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]
        assert not found.faults


def test_a_day_off_instead_and_a_plain_weekend_are_understood() -> None:
    found = read_notice(
        "一、清明节：4月4日（星期六、农历清明当日）放假，4月6日（星期一）补休。4月5日（星期日）照常公休。", 2009
    )
    assert (off(found), found.faults) == (["04-04", "04-06"], [])


def test_what_disagrees_with_itself_is_named_with_its_line() -> None:
    text = """一、元旦：1月1日（周五）至3日放假调休，共3天。
二、春节：1月21日至27日放假调休，共8天。
三、清明节：2月30日放假。
四、劳动节：5月3日放假，与周末连休。
五、端午节：6月22日至24日放假调休，共3天。6月25日（周日）晚上值班上班。
六、中秋节：9月29日至28日放假。"""
    assert faults(text) == [
        (1, "weekday_disagrees"),
        (2, "count_disagrees"),
        (3, "bad_day"),
        (4, "joins_no_weekend"),
        (5, "not_understood"),
        (6, "bad_span"),
    ]


def test_a_rule_that_stands_under_no_holiday_is_not_guessed() -> None:
    assert faults("1月2日放假。") == [(1, "no_name")]


def test_the_title_of_another_year_is_said() -> None:
    assert faults(TITLE.format(year=2024), 2023) == [(0, "year_disagrees")]


def test_a_text_that_is_no_notice_gives_nothing() -> None:
    found = read_notice("今天天气很好。\n二、散步", 2027)
    assert (found.marks, found.faults) == ([], [])
    with pytest.raises(ImportRefused, match="nothing_found"):
        take_year(2027, "国办发明电〔2026〕9号", found.marks, found.faults)


@pytest.mark.parametrize("day", [entry.day for entry in ENTRIES if entry.day.year == 2026 and entry.is_working])
def test_a_make_up_day_moved_by_one_is_never_taken_silently(day: date) -> None:
    moved = re.sub(
        rf"{day.month}月{day.day}日（(周.)）(、|上班)", rf"{day.month}月{day.day + 1}日（\1）\2", KNOWN[2026], count=1
    )
    assert moved != KNOWN[2026]
    assert {fault.code for fault in read_notice(moved).faults} & {"weekday_disagrees", "bad_day"}


def test_a_notice_is_read_however_it_was_copied() -> None:
    known = read_notice(KNOWN[2026])
    copies = (
        KNOWN[2026].translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        KNOWN[2026].replace("\n", "\r\n\r\n"),
        KNOWN[2026].replace("通知\n", "通知如下。").replace("\n", "") + "国务院办公厅2025年11月4日",
        KNOWN[2026].replace("月", "月\u200b"),
        KNOWN[2026].replace("至", "—"),
        KNOWN[2026].replace("至", " ～ "),
        KNOWN[2026].replace("至", "到"),
        re.sub("([一二三四五六七])、(?=[元春清劳端中国])", r"（\1）", KNOWN[2026]),
    )
    for copied in copies:
        found = read_notice(copied)
        assert found.faults == []
        assert [(mark.day, mark.is_working) for mark in found.marks] == [
            (mark.day, mark.is_working) for mark in known.marks
        ]
