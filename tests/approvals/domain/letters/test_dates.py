"""The extension notice says what Art. 42 asks; a corrected letter names the one it replaces."""

from __future__ import annotations

from datetime import date

import pytest

from approvals.domain.letters.dates import ExtendedLimit, Replaced
from approvals.domain.letters.day_statement import StatedStage
from approvals.domain.letters.frame import MissingElement
from approvals.domain.letters.registry import facts_from_json
from tests.letters.samples import (
    acceptance_notice,
    day_statement,
    extension_notice,
    resume_notice,
    stage_extension_notice,
)

WAS = Replaced(
    number="章审受〔2026〕1号", what="acceptance", old_on=date(2026, 4, 29), new_on=date(2026, 4, 28), reason="登记笔误"
)


def test_an_extension_without_a_reason_an_approver_or_a_basis_is_no_letter() -> None:
    for element, nothing in (("reason", ""), ("approver", " "), ("basis", ()), ("limits", ())):
        with pytest.raises(MissingElement) as refused:
            extension_notice(**{element: nothing})
        assert refused.value.element == element


def test_an_extension_approved_after_the_due_day_or_of_no_day_is_no_letter() -> None:
    with pytest.raises(ValueError, match="after the committed due day"):
        extension_notice(approved_on=date(2026, 5, 8))
    with pytest.raises(MissingElement):
        ExtendedLimit(clock="statutory", old_due_on=date(2026, 5, 9), days=0, new_due_on=date(2026, 5, 9))


def test_a_corrected_letter_says_so_in_its_title_and_survives_storage() -> None:
    accepted, resumed = acceptance_notice(replaces=WAS), resume_notice(replaces=WAS)
    assert accepted.subtitle == "（容缺受理，更正）"
    assert acceptance_notice(replaces=WAS, deferred=()).subtitle == "（更正）"
    assert acceptance_notice(deferred=()).subtitle == ""
    assert accepted.english_title.endswith("(corrected)")
    assert resumed.subtitle == "（专家评审，更正）" and resumed.english_title.endswith("(corrected)")
    for facts in (accepted, resumed, extension_notice()):
        assert facts_from_json(facts.to_json()) == facts


def test_a_stage_is_extended_by_a_named_head_of_government_in_time_or_by_no_letter() -> None:
    for element, nothing in (("government", ""), ("approver", " "), ("approval", ""), ("reason", ""), ("days", 0)):
        with pytest.raises(MissingElement) as refused:
            stage_extension_notice(**{element: nothing})
        assert refused.value.element == element
    with pytest.raises(ValueError, match="after the due day"):
        stage_extension_notice(approved_on=date(2026, 7, 4))
    with pytest.raises(ValueError, match="does not move"):
        stage_extension_notice(new_due_on=date(2026, 7, 3))
    facts = stage_extension_notice(items=())
    assert facts_from_json(facts.to_json()) == facts


def test_a_day_statement_carries_the_move_of_its_stage_through_storage() -> None:
    moved = StatedStage(
        days=15, old_due_on=date(2026, 11, 20), new_due_on=date(2026, 12, 11), letter_no="章审阶延〔2026〕1号"
    )
    facts = day_statement(stage=moved)
    assert facts_from_json(facts.to_json()) == facts and day_statement().stage is None
