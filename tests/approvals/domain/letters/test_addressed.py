"""Every kind of letter is served on the applicant or by its nature on nobody; what waits is a decision or a notice."""

from __future__ import annotations

from itertools import product

from approvals.domain.letters.addressed import CONFIRMATION, DECISIONS, NOTICES, SERVABLE, SERVED_BY_NOBODY, waits
from approvals.domain.letters.registry import LETTERS

WAITS_FOR_NOBODY = {"receipt", "day_statement", "withdrawal_confirmation", CONFIRMATION}


def test_every_kind_has_its_place() -> None:
    places = [*DECISIONS, *NOTICES, *SERVED_BY_NOBODY, *WAITS_FOR_NOBODY]
    assert sorted(places) == sorted(LETTERS) and set(SERVABLE) == {*DECISIONS, *NOTICES, *WAITS_FOR_NOBODY}


def test_a_decision_waits_for_its_proof_a_notice_for_its_arrival_and_a_receipt_for_nothing() -> None:
    for has_arrived, is_over in product((True, False), repeat=2):
        known = {"has_arrived": has_arrived, "is_over": is_over}
        assert waits("licence_decision", is_served=False, **known)
        assert waits("hearing_right_notice", is_served=False, **known) is not has_arrived
        assert waits("pause_notice", is_served=False, **known) is not (has_arrived or is_over)
        assert not waits("receipt", is_served=False, **known)
        assert not waits("correction_notice", is_served=True, **known)
