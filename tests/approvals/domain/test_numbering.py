"""Numbers as the catalogue's patterns have them, one register per pattern and period."""

import dataclasses
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.numbering import (
    CODE_ALPHABET,
    PERMIT_DIGITS,
    NumberContext,
    case_no,
    format_number,
    grouped_code,
    normalise_code,
    read_permit,
    register_key,
    verification_code,
    works_class,
)
from approvals.domain.refusals import Refusal

CONTEXT = NumberContext(
    day=date(2026, 3, 9),
    region6="370114",
    department="ZRZY",
    project_code="2603-370114-04-01-123453",
    uscc="914403001922038216",
)


@pytest.mark.parametrize(
    "pattern, number, register, period",
    [
        ("章水许字〔{year}〕{n}号", "章水许字〔2026〕12号", "章水许字〔2026〕{n}号", "2026"),
        ("章消检字〔{year}〕第{n4}号", "章消检字〔2026〕第0012号", "章消检字〔2026〕第{n4}号", "2026"),
        ("地字第{region6}{year}{n5}号", "地字第370114202600012号", "地字第3701142026{n5}号", "2026"),
        ("{region6}{yyyymmdd}{n2}{kind2}", "370114202603091201", "37011420260309{n2}{kind2}", "20260309"),
        ("{dept}-BZ-{year}-{n5}", "ZRZY-BZ-2026-00012", "ZRZY-BZ-2026-{n5}", "2026"),
        ("JY{n14}", "JY00000000000012", "JY{n14}", ""),
        ("{region6}{n6}", "370114000012", "370114{n6}", ""),
    ],
)
def test_a_number_and_its_register_follow_the_pattern(pattern: str, number: str, register: str, period: str) -> None:
    key = register_key(pattern, CONTEXT)
    assert (key.register, key.period) == (register, period)
    assert format_number(pattern, CONTEXT, 12) == number


@pytest.mark.parametrize(
    "pattern, number",
    [("{project_code}", "2603-370114-04-01-123453"), ("{uscc}-TAX", "914403001922038216-TAX")],
)
def test_a_number_that_is_all_context_is_a_register_of_its_own(pattern: str, number: str) -> None:
    assert register_key(pattern, CONTEXT).register == number
    assert format_number(pattern, CONTEXT, 99) == number


def test_a_missing_or_unknown_part_is_refused_and_never_printed() -> None:
    unknown_yet = NumberContext(day=CONTEXT.day, region6="370114", department="FGW")
    with pytest.raises(Refusal) as missing:
        format_number("{project_code}", unknown_yet, 1)
    assert (missing.value.code, missing.value.params["part"]) == ("number_part_missing", "project_code")
    with pytest.raises(Refusal) as unknown:
        register_key("{city}{n}", CONTEXT)
    assert unknown.value.code == "number_part_unknown"


def test_a_serial_that_outgrows_its_width_is_refused() -> None:
    assert format_number("{region6}{yyyymmdd}{n2}", CONTEXT, 99).endswith("99")
    with pytest.raises(Refusal) as full:
        format_number("{region6}{yyyymmdd}{n2}", CONTEXT, 100)
    assert full.value.code == "number_register_full"


def catalogue_patterns() -> list[str]:
    catalogue = json.loads(
        (Path(__file__).parents[3] / "departments" / "data" / "catalogue.json").read_text(encoding="utf-8")
    )
    return sorted({item["output"]["number_format"] for item in catalogue["items"]})


def test_every_pattern_of_the_catalogue_can_be_numbered() -> None:
    patterns = catalogue_patterns()
    numbers = [format_number(pattern, CONTEXT, 7) for pattern in patterns]
    assert len(set(numbers)) == len(patterns)
    assert not any("{" in number for number in numbers)


@pytest.mark.parametrize("pattern", catalogue_patterns())
def test_a_pattern_of_the_catalogue_counts_in_its_own_year_and_says_when_it_is_full(pattern: str) -> None:
    width = next((int(digits) for digits in re.findall(r"\{n(\d+)\}", pattern)), 0)
    counts = "{n" in pattern
    first, tenth = format_number(pattern, CONTEXT, 1), format_number(pattern, CONTEXT, 10)
    assert (first != tenth) is counts
    assert not set("[]［］【】()") & set(pattern)  # 〔 and 〕 only: GB/T 9704
    if counts and not width:
        assert "〔{year}〕{n}号" in pattern  # no leading zero, no 第 before an open serial
    assert register_key(pattern, CONTEXT).period == (
        "20260309" if "{yyyymmdd}" in pattern else "2026" if "{year}" in pattern else ""
    )
    if width:
        last = format_number(pattern, CONTEXT, 10**width - 1)
        assert len(last) == len(first)
        with pytest.raises(Refusal) as full:
            format_number(pattern, CONTEXT, 10**width)
        assert (full.value.code, full.value.params["serial"]) == ("number_register_full", 10**width)


@pytest.mark.parametrize("length, pattern", PERMIT_DIGITS.items())
@given(
    day=st.dates(date(2020, 1, 1), date(2050, 12, 31)),
    region=st.integers(110000, 659999),
    serial=st.integers(1, 99),
    municipal=st.booleans(),
)
def test_a_permit_number_has_its_length_and_is_read_back(
    length: int, pattern: str, day: date, region: int, serial: int, municipal: bool
) -> None:
    kind = works_class("市政基础设施工程" if municipal else "社会投资类房屋建筑工程（一般）")
    assert kind == ("02" if municipal else "01")
    context = NumberContext(day=day, region6=str(region), department="ZJ", kind2=kind)
    number = format_number(pattern, context, serial)
    assert len(number) == length
    read = read_permit(number)
    assert read is not None
    assert (read.digits, read.region6, read.year, read.serial) == (number, str(region), day.year, serial)
    assert read.dated_on == (day if length > 15 else None)
    assert read.kind2 == (kind if length == 18 else None)


def test_the_catalogue_s_permits_follow_the_national_lengths() -> None:
    bare = {
        pattern.removeprefix(f"{land}字第").removesuffix("号") for pattern in catalogue_patterns() for land in "建地用"
    }
    assert set(PERMIT_DIGITS.values()) <= bare


def test_buildings_and_municipal_works_share_the_counter_of_their_day() -> None:
    municipal = dataclasses.replace(CONTEXT, kind2="02")
    assert register_key(PERMIT_DIGITS[18], CONTEXT) == register_key(PERMIT_DIGITS[18], municipal)
    assert format_number(PERMIT_DIGITS[18], municipal, 2) == "370114202603090202"


@pytest.mark.parametrize(
    "text",
    [
        "", "370114", "3701142026000001", "370114202613091201", "370114202602300101", "370114202603090001",
        "370114202603091203", "370114202600000", "37011420260309120199", "章建〔2026〕12号", "3701142026030912O1",
    ],
)  # fmt: skip
def test_what_is_no_permit_number_is_none(text: str) -> None:
    assert read_permit(text) is None


def test_a_planning_permit_is_read_with_its_words_around_it() -> None:
    read = read_permit("建字第370114202600012号")
    assert read is not None
    assert (read.digits, read.year, read.serial) == ("370114202600012", 2026, 12)


def test_a_case_number_names_region_day_and_serial() -> None:
    assert case_no("370114", date(2026, 3, 9), 7) == "3701142026030900007"


@given(st.binary(min_size=16, max_size=16))
def test_a_code_survives_being_read_aloud_and_typed_carelessly(random_bytes: bytes) -> None:
    code = verification_code(random_bytes)
    assert len(code) == 12
    assert set(code) <= set(CODE_ALPHABET)
    careless = grouped_code(code).lower().replace("0", "o").replace("1", "l")
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else sign for sign in careless)
    assert normalise_code(code) == normalise_code(f" {careless} ") == normalise_code(wide) == code


@pytest.mark.parametrize("text", ["", "ABC", "ABCDEFGHJKMNP", "ABCD-EFGH-JKMU", "验证码验证码验证码验证码"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert normalise_code(text) is None


def test_codes_use_all_their_random_bits_and_refuse_too_few() -> None:
    assert verification_code(bytes(16)) == "000000000000"
    assert verification_code(b"\xff" * 16) == "ZZZZZZZZZZZZ"
    with pytest.raises(ValueError, match="128"):
        verification_code(b"short")
