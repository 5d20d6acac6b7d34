"""GB/T 9704-2012 with a ruler: 28 × 22, heads, seal, page numbers, tables over pages (fact sheet 4.3)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pymupdf
import pytest

from app.adapters.pdf import PdfPrinter
from approvals.domain.letters.admission import ReceivedPaper
from approvals.domain.letters.frame import LetterFacts, PaperRef, Row
from tests.letters.measure import BLOCK, EM, LINE, find, lines_of, red_box, text_without_frame, words_of
from tests.letters.more_samples import monthly_bulletin
from tests.letters.samples import (
    acceptance_notice,
    confirmation_result,
    licence_decision,
    receipt,
    refusal_decision,
    whole_case_confirmation,
)
from tests.support.places import FONTS

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "proof"
LEFT, TOP, RIGHT, BOTTOM = BLOCK


@lru_cache(maxsize=1)
def printer() -> PdfPrinter:
    return PdfPrinter(FONTS)


def sheets(facts: LetterFacts) -> list[Any]:
    paper = pymupdf.open(stream=printer().print_letter(facts.kind, facts))
    return list(paper)


@pytest.fixture(scope="module")
def refusal() -> list[Any]:
    """A decision whose second page is nothing but text."""
    return sheets(refusal_decision(findings=("国" * (28 * 40 - 3),), number="章审不许〔2026〕21号"))


@pytest.fixture(scope="module")
def notice() -> list[Any]:
    return sheets(acceptance_notice())


def test_a_full_page_has_22_lines_of_28_characters_in_the_block(refusal: list[Any]) -> None:
    lines = [line for line in lines_of(refusal[1]) if words_of(line)]
    assert len(lines) == 22
    for line, below in pairwise(lines):
        assert below[0].baseline - line[0].baseline == pytest.approx(LINE, abs=0.03)
    full = [line for line in lines if words_of(line) == "国" * 28]
    assert len(full) >= 18
    for line in full:
        assert line[0].x0 == pytest.approx(LEFT, abs=0.2)
        assert line[-1].x1 == pytest.approx(LEFT + 28 * EM, abs=0.2)
    assert lines[0][0].baseline > TOP and lines[-1][0].baseline < BOTTOM


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(refusal: list[Any]) -> None:
    one_in = 14 * 25.4 / 72
    for number, sheet in enumerate(refusal, 1):
        (line,) = [line for line in lines_of(sheet, 14) if words_of(line) == f"— {number} —"]
        if number % 2:
            assert line[-1].x1 == pytest.approx(RIGHT - one_in, abs=0.6)
        else:
            assert line[0].x0 == pytest.approx(LEFT + one_in, abs=0.6)
        assert BOTTOM + 7 < line[0].baseline < BOTTOM + 14


def test_a_notice_in_letter_format_has_no_number_on_its_first_page(notice: list[Any]) -> None:
    assert "— 1 —" not in notice[0].get_text()
    assert "— 2 —" in notice[1].get_text()


def test_the_red_head_of_a_decision_stands_35_mm_below_the_blocks_top(refusal: list[Any]) -> None:
    _, top, _, _ = red_box(refusal[0], (28, 50, 184, 95))
    assert top == pytest.approx(TOP + 35, abs=1)
    number, rule = find(refusal[0], "〔2026〕21号"), red_box(refusal[0], (28, 105, 184, 140))
    assert rule[2] - rule[0] == pytest.approx(156, abs=1)
    assert 2 < rule[1] - number.y1 + (number.height - 15.75 * 25.4 / 72) / 2 < 6  # 4 mm below the characters


def test_the_head_and_the_double_rules_of_a_notice_stand_where_the_letter_format_wants_them(notice: list[Any]) -> None:
    _, top, _, _ = red_box(notice[0], (20, 20, 195, 43))
    assert top == pytest.approx(30, abs=1)
    upper, lower = red_box(notice[0], (10, 43, 200, 60)), red_box(notice[0], (10, 265, 200, 290))
    for rule in (upper, lower):
        assert rule[2] - rule[0] == pytest.approx(170, abs=0.6)
        assert (rule[0] + rule[2]) / 2 == pytest.approx(105, abs=0.6)
    assert 297 - lower[3] == pytest.approx(20, abs=1)


def test_the_seal_covers_organ_and_date_which_lie_just_below_its_middle(refusal: list[Any]) -> None:
    (sheet,) = [one for one in refusal if "扫码核验真伪" in one.get_text()]
    left, top, right, bottom = red_box(sheet, (90, 37, 200, 290))
    day, organ = find(sheet, "2026年8月18日"), find(sheet, "济南市章丘区自然资源局")
    middle = ((left + right) / 2, (top + bottom) / 2)
    assert 40 < right - left < 44 and abs((right - left) - (bottom - top)) < 0.5
    for box in (day, organ):
        assert (box.x0 + box.x1) / 2 == pytest.approx(middle[0], abs=1.5)
    assert (organ.y0 + day.y1) / 2 > middle[1] and day.y1 < bottom and organ.y0 > top
    assert day.x1 == pytest.approx(RIGHT - 4 * EM, abs=0.8)
    above = [line for line in lines_of(sheet) if words_of(line) and line[0].baseline < organ.y0]
    assert top - above[-1][0].baseline < LINE + 1, "the seal's top lies within one line of the text"


def lengths() -> Iterator[int]:
    """Numbers of extra lines: every one over two pages in the proof, else those around the ends of a page."""
    return iter(range(46)) if THOROUGH else iter((3, 8, 9, 10, 14))


@pytest.mark.parametrize("extra", list(lengths()))
def test_a_seal_never_stands_on_a_page_without_text(extra: int) -> None:
    plain = refusal_decision(findings=("国" * (28 * (extra + 1) - 3),))
    rows = tuple(Row(label=f"第{n}项", text="内容") for n in range(extra + 1))
    table = confirmation_result(content=rows, notes=(), attachments=("平面图", "说明")[: extra % 3])
    for facts in (plain, table) if THOROUGH or extra % 2 else (plain,):
        for sheet in sheets(facts):
            if f"{facts.dated_on.year}年" in sheet.get_text() and "扫码核验真伪" in sheet.get_text():
                closing = f"{facts.organ}{facts.dated_on.year}年{facts.dated_on.month}月{facts.dated_on.day}日"
                body = text_without_frame(sheet).split(closing)[0]
                assert len(body) >= 6, f"{extra} lines: {body!r}"
                return
        raise AssertionError("no page carries the closing")


def test_a_table_breaks_across_pages_with_its_head_on_each() -> None:
    papers = tuple(
        ReceivedPaper(paper=PaperRef(name_zh=f"材料{n:02d}", code=f"M{n:03d}"), form="电子件") for n in range(70)
    )
    pages = [re.sub(r"\s", "", sheet.get_text()) for sheet in sheets(receipt(papers=papers))]
    carrying = [page for page in pages if re.search(r"材料\d\d", page)]
    assert len(carrying) >= 3
    assert all("材料及编码" in page for page in carrying)
    assert "".join(re.findall(r"材料(\d\d)", "".join(pages))) == "".join(f"{n:02d}" for n in range(70))


def test_the_imprint_closes_the_last_page_with_organ_and_day() -> None:
    pages = sheets(monthly_bulletin())
    for sheet in pages[:-1]:
        assert "抄送" not in sheet.get_text()
    printed = find(pages[-1], "2026年6月9日印发")
    assert printed.x1 <= RIGHT and BOTTOM - 12 < printed.y1 < BOTTOM + 1
    assert find(pages[-1], "抄送：").x0 == pytest.approx(LEFT + 14 * 25.4 / 72, abs=1.2)


def test_a_long_title_is_shaped_and_centred() -> None:
    (sheet, *_) = sheets(whole_case_confirmation())
    title = [line for line in lines_of(sheet, 22) if words_of(line)]
    assert "".join(words_of(line) for line in title).endswith("统一确认书") and len(title) == 2
    for line in title:
        assert (line[0].x0 + line[-1].x1) / 2 == pytest.approx(106, abs=1)


def test_an_attachment_note_wraps_under_the_name() -> None:
    long = "建设用地规划许可证附图（含用地红线图、规划控制线图、竖向规划图）及其技术说明"
    facts = licence_decision(attachments=(long, "送达回证"), dated_on=date(2026, 5, 7))
    (sheet,) = [one for one in sheets(facts) if "附件：" in one.get_text()]
    note = [line for line in lines_of(sheet) if words_of(line)]
    first = next(index for index, line in enumerate(note) if words_of(line).startswith("附件：1."))
    name = next(char for char in note[first] if char.text == "建")
    assert note[first][0].x0 == pytest.approx(LEFT + 2 * EM, abs=0.3)
    assert note[first + 1][0].x0 == pytest.approx(name.x0, abs=0.8 * EM)
    assert words_of(note[first + 2]).startswith("2.")


def test_a_certificate_is_a_look_alike_without_a_seal_that_says_so_whoever_prints_it() -> None:
    (page,) = [one for one in sheets(licence_decision()) if "证照样式" in one.get_text()]
    assert "样张　不具法律效力" in page.get_text()
    real = PdfPrinter(FONTS, sample=False).print_letter("licence_decision", licence_decision())
    with pymupdf.open(stream=real) as paper:
        (page,) = [one for one in paper if "证照样式" in one.get_text()]
        text = text_without_frame(page)
    assert text.count("样张") == 3 and "不是证照，不具有证照的效力，不加盖印章" in text
    plain = sheets(licence_decision(licence_name="固定资产投资项目节能审查意见"))
    assert all("证照样式" not in one.get_text() for one in plain)
