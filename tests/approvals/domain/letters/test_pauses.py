"""Time that is not counted is told with its length, and the statutory clock stops only on a cited basis."""

from __future__ import annotations

from datetime import date

import pytest

from approvals.domain.letters.frame import MissingElement
from tests.letters.samples import pause_notice, resume_notice


def test_only_a_cited_basis_stops_the_statutory_clock() -> None:
    with pytest.raises(MissingElement, match="basis"):
        pause_notice(basis=())
    assert pause_notice(basis=(), stops_statutory=False).basis == ()


def test_a_pause_without_a_length_cannot_be_told() -> None:
    with pytest.raises(MissingElement, match="days"):
        pause_notice(days=0)


def test_a_procedure_does_not_end_before_it_began() -> None:
    with pytest.raises(ValueError, match="before"):
        resume_notice(resumed_on=date(2026, 5, 5))
