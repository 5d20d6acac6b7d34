"""Words on paper."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from app.adapters.print_words import (
    basis,
    close_up,
    code,
    en_date,
    full_stop,
    in_pieces,
    printable,
    whole,
    zh_date,
    zh_moment,
    zh_number,
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("0531-8300××××", "<span class='nowrap'>0531-8300××××</span>"),
        ("0531-8321 0020（演示）", "<span class='nowrap'>0531-8321 0020</span>（演示）"),
        ("0531 1234 转 <8>", "<span class='nowrap'>0531 1234</span> 转 &lt;8&gt;"),
        ("1" * 40, "1" * 40),
        ("总机", "总机"),
    ],
)
def test_a_telephone_number_stays_on_one_line_and_what_follows_it_need_not(written: str, printed: str) -> None:
    assert str(whole(written)) == printed


def test_dates_have_no_leading_zeros() -> None:
    assert zh_date(date(2026, 5, 7)) == "2026年5月7日"
    assert en_date(date(2026, 5, 7)) == "7 May 2026"


def test_a_moment_is_told_in_chinese_time() -> None:
    assert zh_moment(datetime(2026, 4, 20, 16, 5, tzinfo=UTC)) == "2026年4月21日0时05分"


@pytest.mark.parametrize(("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_headings_are_counted_in_chinese(number: int, word: str) -> None:
    assert zh_number(number) == word


def test_a_long_code_may_break_between_its_groups_and_reads_unchanged() -> None:
    assert code("3701142026042000012-LX-05") == "370114<wbr>20260420<wbr>00012-<wbr>LX-<wbr>05"
    assert code("91370114MA9ERK7Q5W") == "91370114<wbr>MA9ERK7Q5W"
    assert code(None) == ""


def test_a_code_is_text_and_never_markup() -> None:
    assert "<b>" not in code("<b>-1")


def test_a_law_cited_twice_is_named_once() -> None:
    assert basis(("《甲》第一条", "《甲》第二条", "《乙》第三条")) == "《甲》第一条、第二条和《乙》第三条"
    assert basis(("地方规定",)) == "地方规定"


def test_a_sentence_is_closed_once() -> None:
    assert full_stop("材料齐全。") == full_stop("材料齐全；") == full_stop("材料齐全") == "材料齐全。"


def test_marks_that_hide_or_turn_text_are_dropped() -> None:
    assert printable("甲\u202e乙\x00丙\u200b") == "甲乙丙"
    assert printable(None) == ""


def test_line_breaks_of_the_template_leave_no_gap_between_characters() -> None:
    assert close_up("<p>收到\n  材料，\n2026年</p>\n<p>a\nb</p>") == "<p>收到材料，2026年</p>\n<p>a\nb</p>"


def test_a_long_text_is_set_in_pieces_that_tear_no_sign() -> None:
    text = "甲" * 399 + "&lt;" + "葛\U000e0100" * 100
    page = f"<html><title>{text}</title><body><p>{text}</p><td>short</td></body></html>"
    done = in_pieces(page)
    assert done.replace("<bdi>", "").replace("</bdi>", "") == page
    assert f"<title>{text}</title>" in done and "<td>short</td>" in done
    pieces = re.findall("<bdi>(.*?)</bdi>", done)
    assert "".join(pieces) == text and len(pieces) == 5
    assert not any(piece.startswith(("\U000e0100", "lt;")) for piece in pieces)
    assert in_pieces(f"<body><p>{'A1' * 250}</p>").count("</bdi><wbr><bdi>") == 4
