"""A list of key projects is read whole or refused with every fault."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.domain.key_projects import MOST_LINES, read_list
from approvals.domain.project_code import build

FIRST, SECOND = build(dt.date(2026, 3, 1), "370114", 1), build(dt.date(2026, 3, 1), "370114", 2)


def test_csv_and_a_pasted_sheet_say_the_same_with_or_without_heads() -> None:
    typed = read_list(f"项目代码,理由\n{FIRST},省重点项目\n\n{SECOND.replace('-', '')},招商引资\n")
    pasted = read_list(f"\ufeff{FIRST}\t省重点项目\n{SECOND}\t招商引资")
    assert typed == pasted == read_list(f"项目代码，理由\n{FIRST}，省重点项目\n{SECOND} ，招商引资")
    assert [(line.code, line.reason) for line in typed.lines] == [(FIRST, "省重点项目"), (SECOND, "招商引资")]
    assert not typed.faults


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{FIRST},", "key_no_reason"),
        (f"{FIRST},{'长' * 256}", "key_long_reason"),
        (f"{FIRST[:-1]}{(int(FIRST[-1]) + 1) % 10},省重点", "project_code_check_digit"),
        (",省重点", "project_code_empty"),
        ("abc,省重点", "project_code_characters"),
    ],
)
def test_a_line_that_cannot_stand_is_named_with_its_number(line: str, code: str) -> None:
    found = read_list(f"{SECOND},好\n{line}\n")
    assert [(fault.line, fault.code) for fault in found.faults] == [(2, code)]


def test_a_project_stands_once() -> None:
    assert [fault.code for fault in read_list(f"{FIRST},一\n{FIRST},二").faults] == ["key_twice"]


def test_an_endless_list_is_refused_once() -> None:
    found = read_list("x,y\n" * (MOST_LINES + 50))
    assert found.faults[-1].code == "key_too_many"
    assert len(found.faults) == MOST_LINES + 1


def test_reason_with_commas_stays_whole() -> None:
    assert read_list(f"{FIRST},省重点,链主企业").lines[0].reason == "省重点，链主企业"


def test_a_quotation_mark_that_is_never_closed_is_a_fault_of_its_line_and_no_accident() -> None:
    found = read_list(f'{SECOND},好\n{FIRST},"{"长" * 140_000}')
    assert [(fault.line, fault.code) for fault in found.faults] == [(2, "key_long_reason")]
