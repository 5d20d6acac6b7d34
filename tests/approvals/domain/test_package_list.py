"""The list of similar projects: read as people keep it, refused line by line."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.package import MOST_MEMBERS
from approvals.domain.package_list import MemberLine, read_members
from approvals.domain.project_code import build

CODE = build(dt.date(2026, 3, 1), "370114", 12345)
GOOD = "明水第一小区,明水街道1号,1000.5,300,\n明水第二小区,明水街道2号"


def faults(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in read_members(text).faults]


def test_a_typed_list_gives_its_projects_in_order() -> None:
    assert read_members(GOOD).lines == (
        MemberLine(1, "明水第一小区", "明水街道1号", 1000.5, 300.0),
        MemberLine(2, "明水第二小区", "明水街道2号"),
    )


def test_a_first_line_may_name_the_columns_in_any_order_with_their_units() -> None:
    text = f"\ufeff项目代码\t小区名称\t地址\t面积（平方米）\n{CODE}\t甲小区\t一号\t12\n\n\t乙小区\t二号\t１，３００"
    assert read_members(text).lines == (
        MemberLine(2, "甲小区", "一号", 12.0, None, CODE),
        MemberLine(4, "乙小区", "二号", 1300.0),
    )


def test_chinese_commas_separate_like_others() -> None:
    assert read_members("甲小区，一号\n乙小区，二号").lines[1] == MemberLine(2, "乙小区", "二号")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",一号", "member_no_name"),
        ("甲小区", "member_no_place"),
        ("甲" * 129 + ",一号", "member_long_name"),
        ("甲小区," + "号" * 256, "member_long_place"),
        ("甲小区,一号,很大", "member_area"),
        ("甲小区,一号,-3", "member_area"),
        ("甲小区,一号,nan", "member_area"),
        ("甲小区,一号,1,∞", "member_investment"),
        ("甲小区,一号,1,2,3701", "project_code_length"),
        ("甲小区,一号,1,2,,还有", "member_too_many_cells"),
        ("明水第一小区,明水街道1号", "member_twice"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_others_are_read(line: str, code: str) -> None:
    found = read_members(f"{GOOD}\n{line}\n丙小区,三号")
    assert [(one.line, one.code) for one in found.faults] == [(3, code)]
    assert [one.line for one in found.lines if one.line != 3] == [1, 2, 4]


def test_every_fault_of_a_line_is_said_at_once_and_a_code_stands_once() -> None:
    assert faults(f"{GOOD}\n,,多,少") == [
        (3, "member_no_name"), (3, "member_no_place"), (3, "member_area"), (3, "member_investment"),
    ]  # fmt: skip
    assert faults(f"甲,一号,,,{CODE}\n乙,二号,,,{CODE}") == [(2, "member_code_twice")]


def test_one_project_is_no_package_and_five_hundred_are_the_most() -> None:
    assert faults("甲小区,一号") == [(0, "member_too_few")]
    assert faults("") == [(0, "member_too_few")]
    many = "\n".join(f"第{number}小区,{number}号" for number in range(1, MOST_MEMBERS + 5))
    assert faults(many) == [(MOST_MEMBERS + 1, "member_too_many")]


@given(st.text(alphabet=st.sampled_from(',"，\t\n\r甲1.- e\x1c\u2028'), max_size=60))
def test_whatever_is_pasted_is_read_without_an_error(text: str) -> None:
    found = read_members(text)
    assert found.faults or len(found.lines) >= 2
