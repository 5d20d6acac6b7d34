"""Letters of the window say the days they set, or do not exist."""

from __future__ import annotations

from datetime import date

import pytest

from approvals.domain.letters.admission import AcceptedItem, CorrectionLine
from approvals.domain.letters.frame import Limit, MissingElement, PaperRef
from tests.letters.samples import LX01, LX05, acceptance_notice, correction_notice, inadmissible_decision


def test_an_accepted_item_has_both_due_days() -> None:
    with pytest.raises(MissingElement, match=r"committed due date of LX-05"):
        AcceptedItem(
            item=LX05,
            department="区自然资源局",
            statutory=Limit(days=5, due_on=date(2026, 5, 9)),
            committed=Limit(days=3),
        )


def test_an_item_that_waits_for_another_has_no_due_day_yet() -> None:
    waiting = AcceptedItem(
        item=LX05, department="区自然资源局", statutory=Limit(days=5), committed=Limit(days=3), waits_for=(LX01,)
    )
    assert waiting.committed.due_on is None


def test_with_deferred_papers_the_notice_says_so_and_rests_on_the_local_rule() -> None:
    assert acceptance_notice().subtitle == "（容缺受理）"
    assert "《济南市优化营商环境条例》第二十八条" in acceptance_notice().full_basis
    assert acceptance_notice(deferred=()).subtitle == ""
    assert "《济南市优化营商环境条例》第二十八条" not in acceptance_notice(deferred=()).full_basis


def test_a_deferred_paper_belongs_to_an_item_accepted_here() -> None:
    with pytest.raises(ValueError, match="LX-13"):
        acceptance_notice(items=acceptance_notice().items[:1])


@pytest.mark.parametrize("element", ["defect", "requirement", "basis"])
def test_a_correction_names_defect_cure_and_basis(element: str) -> None:
    line = {"defect": "缺签字", "requirement": "补签", "basis": "办事指南", element: " "}
    with pytest.raises(MissingElement, match=element):
        CorrectionLine(paper=PaperRef(name_zh="申请表"), items=("LX-05",), **line)


def test_a_correction_notice_without_a_single_defect_cannot_be_made() -> None:
    with pytest.raises(MissingElement, match="lines"):
        correction_notice(lines=())


def test_whoever_is_sent_away_is_told_where_to_go() -> None:
    with pytest.raises(MissingElement, match="competent_organ"):
        inadmissible_decision(competent_organ=None)
    assert inadmissible_decision(ground="not_required", competent_organ=None).title == "不受理告知书"
