"""Results that are no licences keep their own logic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from approvals.domain.letters.frame import MissingElement
from tests.letters.samples import joint_opinion, review_opinion, whole_case_confirmation


def test_a_joint_opinion_does_not_pass_while_one_department_says_no() -> None:
    passed = joint_opinion()
    one_no = (replace(passed.acceptances[0], passed=False), *passed.acceptances[1:])
    with pytest.raises(ValueError, match="joint_opinion"):
        joint_opinion(acceptances=one_no)
    with pytest.raises(MissingElement, match="outstanding"):
        joint_opinion(acceptances=one_no, passed=False)


def test_a_review_passed_on_requirements_lists_them() -> None:
    with pytest.raises(MissingElement, match="requirements"):
        review_opinion(requirements=())


def test_the_cover_of_a_case_lists_at_least_one_result() -> None:
    with pytest.raises(MissingElement, match="results"):
        whole_case_confirmation(results=())
