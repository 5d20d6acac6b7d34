"""A title's lines end between words and make a trapezoid or a diamond."""

from __future__ import annotations

import pytest

from app.adapters.title_shape import WIDTH, title_lines

TITLES = (
    (
        "关于章丘国际建材家居城项目立项用地规划许可阶段审批结果的统一确认书",
        ("关于章丘国际建材家居城项目立项用地", "规划许可阶段审批结果的统一确认书"),
    ),
    (
        "济南市章丘区人民政府办公室关于2026年5月并联审批工作情况的通报",
        ("济南市章丘区人民政府办公室", "关于2026年5月并联审批工作情况的通报"),
    ),
    (
        "关于济南市章丘区双山街道某某棚户区改造项目（一期）工程建设许可阶段审批结果的统一确认书",
        ("关于济南市章丘区双山街道某某棚户区", "改造项目（一期）工程建设许可阶段", "审批结果的统一确认书"),
    ),
)


@pytest.mark.parametrize(("title", "lines"), TITLES)
def test_a_long_title_breaks_between_words(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


def test_a_short_title_stands_on_one_line_and_half_wide_digits_count_half() -> None:
    assert title_lines("竣工联合验收不予通过决定书") == ("竣工联合验收不予通过决定书",)
    assert title_lines("关于2026年5月并联审批工作情况的通报") == ("关于2026年5月并联审批工作情况的通报",)


def test_a_title_longer_than_four_lines_is_still_cut_between_words_and_never_inside_a_bracket_mark() -> None:
    title = (
        "关于济南市章丘区明水街道第七批次老旧小区综合改造提升及配套基础设施（含海绵城市、地下综合管廊、智慧停车和充电桩）"
        "建设和运营一体化工程（二期）项目立项用地规划许可阶段审批结果的统一确认书"
    )
    lines = title_lines(title)
    assert "".join(lines) == title and len(lines) > 4
    assert "（二期）" in "".join(line for line in lines if "二期" in line)
    assert not any(line.endswith("（") or line.startswith(("）", "、")) for line in lines)


@pytest.mark.parametrize("title", ["甲" * 45, "甲" * 10_000, "A" * 10_000, "关于" + "项目的" * 3_000, "（" * 50])
def test_what_has_no_words_is_cut_evenly_and_nothing_is_lost(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= 2 * WIDTH for line in lines)
    assert max(map(len, lines)) - min(map(len, lines)) <= WIDTH
