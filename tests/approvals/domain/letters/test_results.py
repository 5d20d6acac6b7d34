"""Results that are no licences keep their own logic."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from approvals.domain.letters.frame import MissingElement
from approvals.domain.letters.results import all_passed
from tests.letters.samples import acceptances, joint_opinion, review_opinion, whole_case_confirmation


@pytest.mark.parametrize(
    "answer", [("not_passed", "章审不许〔2028〕1号", date(2028, 6, 13)), ("outstanding", "", None)]
)
def test_a_joint_opinion_does_not_pass_while_one_department_has_not(answer: Any) -> None:
    one_no = acceptances(YS_02=answer)
    with pytest.raises(ValueError, match="joint_opinion"):
        joint_opinion(acceptances=one_no)
    with pytest.raises(MissingElement, match="outstanding"):
        joint_opinion(acceptances=one_no, passed=False, outstanding=())


def test_what_is_not_needed_does_not_stand_in_the_way_but_something_was_examined() -> None:
    assert all_passed(acceptances())
    needless = [one for one in acceptances() if one.outcome == "not_needed"]
    assert needless and not all_passed(needless)


@pytest.mark.parametrize("answer", [("passed", "", date(2028, 6, 13)), ("not_passed", "章审不许〔2028〕1号", None)])
def test_a_conclusion_has_its_number_and_its_day(answer: Any) -> None:
    with pytest.raises(MissingElement, match="YS-02"):
        acceptances(YS_02=answer)


def test_a_review_passed_on_requirements_lists_them() -> None:
    with pytest.raises(MissingElement, match="requirements"):
        review_opinion(requirements=())


def test_the_cover_of_a_case_lists_at_least_one_result() -> None:
    with pytest.raises(MissingElement, match="results"):
        whole_case_confirmation(results=())
