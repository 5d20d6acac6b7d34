"""A decision without what the law demands of it cannot be made."""

from __future__ import annotations

from typing import Any

import pytest

from approvals.domain.letters.frame import MissingElement
from tests.letters.samples import licence_decision, refusal_decision, termination_decision


@pytest.mark.parametrize("element", ["findings", "reasons", "basis", "remedies", "reapply"])
@pytest.mark.parametrize("nothing", [(), ("",), (" ",), None])
def test_a_refusal_names_facts_reasons_basis_and_remedies(element: str, nothing: Any) -> None:
    with pytest.raises(MissingElement) as missing:
        refusal_decision(**{element: nothing})
    assert missing.value.element == element


@pytest.mark.parametrize("element", ["findings", "basis", "licence_name", "validity", "deliver_by"])
def test_a_grant_names_findings_basis_licence_validity_and_delivery(element: str) -> None:
    with pytest.raises(MissingElement, match=element):
        licence_decision(**{element: None})


def test_a_refused_filing_is_not_called_a_refused_licence() -> None:
    assert refusal_decision(matter="filing").title == "不予备案决定书"
    assert refusal_decision().title == "不予行政许可决定书"


def test_a_broken_promise_ends_an_item_only_with_the_paper_named_and_the_applicant_heard() -> None:
    with pytest.raises(MissingElement, match="broken"):
        termination_decision(broken=())
    with pytest.raises(MissingElement, match="heard"):
        termination_decision(heard="")
