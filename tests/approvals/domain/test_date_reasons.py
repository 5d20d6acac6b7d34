"""A reason comes from a list, says enough, and a change in the organ's favour needs one that can carry it."""

from __future__ import annotations

import pytest

from approvals.domain.date_reasons import REASONS, REGULATION_36, Change, name_of, require_reason
from approvals.domain.refusals import Invalid


def errors_of(*given: object, **more: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        require_reason(*given, **more)  # type: ignore[arg-type]
    return {field: code for field, (code, _) in refused.value.errors.items()}


def test_every_list_has_both_languages_and_no_code_twice() -> None:
    for change, entries in REASONS.items():
        assert len({one.code for one in entries}) == len(entries), change
        assert all(one.name_zh and one.name_en and len(one.code) <= 32 for one in entries)


def test_a_code_outside_the_list_a_bare_other_and_no_basis_are_refused_together() -> None:
    assert errors_of(Change.EXTENSION, "because", "", " ") == {"reason_code": "not_offered", "basis": "required"}
    assert errors_of(Change.EXTENSION, "other", "  ", REGULATION_36) == {"reason": "required"}
    assert errors_of(Change.OVERDUE, "workload", "长" * 2001) == {"reason": "too_long"}
    assert errors_of(Change.PAUSE, "slip", "x", "依" * 256) == {"basis": "too_long"}


def test_a_reason_for_an_earlier_day_cannot_carry_a_later_one() -> None:
    assert require_reason(Change.ACCEPTANCE, "complete_earlier", "", "x").code == "complete_earlier"
    assert errors_of(Change.ACCEPTANCE, "complete_earlier", "", "x", delays=True) == {
        "reason_code": "reason_cannot_delay"
    }
    assert require_reason(Change.ACCEPTANCE, "slip", "写错了一天", "x", delays=True).needs_words


def test_a_code_of_an_older_list_still_prints() -> None:
    assert name_of(Change.OVERDUE, "gone").name_zh == "gone"
    assert name_of(Change.OVERDUE, "workload").name_en.startswith("Too many")
