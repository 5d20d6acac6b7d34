"""No text is a number of two kinds: whoever looks one up finds one register."""

from __future__ import annotations

import itertools
import json
import re
import string
from pathlib import Path

from approvals.domain.letters.registry import LETTERS

ROOT = Path(__file__).parents[3]
DIGIT, ALNUM = frozenset(string.digits), frozenset(string.digits + string.ascii_uppercase)
# Provinces are 11 to 82 and none ends in 0 but Chongqing (50), which begins as no year does.
REGION = [frozenset("12345678"), frozenset("1234567"), *[DIGIT] * 4]
YEAR = [frozenset("2"), frozenset("0"), DIGIT, DIGIT]  # until 2099
PARTS = {
    "region6": REGION,
    "year": YEAR,
    "yyyymmdd": [*YEAR, frozenset("01"), DIGIT, frozenset("0123"), DIGIT],
    "kind2": [frozenset("0"), frozenset("12")],
    "dept": [frozenset(string.ascii_uppercase)] * 2,  # two letters or more; the dash behind them tells them apart
    "uscc": [frozenset("9"), *[ALNUM] * 17],  # who applies is an enterprise
    "project_code": [frozenset(sign) if sign == "-" else DIGIT for sign in "2603-370114-04-01-123453"],
}
CASE_NUMBER = "{region6}{yyyymmdd}{n5}"
"""Of the letters that carry no number of their own."""


def kinds() -> list[str]:
    catalogue = json.loads((ROOT / "departments" / "data" / "catalogue.json").read_text(encoding="utf-8"))
    results = {item["output"]["number_format"] for item in catalogue["items"]}
    return sorted(results | {CASE_NUMBER} | {one.number_pattern for one in LETTERS.values() if one.number_pattern})


def signs(pattern: str) -> list[frozenset[str] | None]:
    """What may stand at each place; None: more digits may follow."""
    found: list[frozenset[str] | None] = []
    for part, sign in re.findall(r"\{(\w+)\}|(.)", pattern):
        width = re.fullmatch(r"n(\d*)", part)
        if width:
            found += [DIGIT] * int(width[1]) if width[1] else [DIGIT, None]
        else:
            found += PARTS[part] if part else [frozenset(sign)]
    return found


def can_be_both(one: list[frozenset[str] | None], other: list[frozenset[str] | None]) -> bool:
    """Whether a text exists that both describe: walked place by place, from the front."""
    if not one or not other:
        return all(place is None for place in (*one, *other))
    if one[0] is None or other[0] is None:
        loop, rest = (one, other) if one[0] is None else (other, one)
        stays = rest[0] is None or rest[0] & DIGIT
        return can_be_both(loop[1:], rest) or (bool(stays) and can_be_both(loop, rest[1:]))
    return bool(one[0] & other[0]) and can_be_both(one[1:], other[1:])


def test_the_walk_tells_what_can_be_both_from_what_cannot() -> None:
    assert can_be_both(signs("{region6}{year}{n6}"), signs("{region6}{yyyymmdd}{n2}"))
    assert can_be_both(signs("章〔{year}〕{n}号"), signs("章〔{year}〕{n2}号"))
    assert not can_be_both(signs("章〔{year}〕{n}号"), signs("章〔{year}〕第{n4}号"))
    assert not can_be_both(signs("{region6}{n6}"), signs("{region6}{n8}"))


def test_two_kinds_of_numbers_have_no_text_in_common() -> None:
    pairs = itertools.combinations(kinds(), 2)
    assert [pair for pair in pairs if can_be_both(signs(pair[0]), signs(pair[1]))] == []
