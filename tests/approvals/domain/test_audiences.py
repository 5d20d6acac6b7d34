"""Who is told what."""

from __future__ import annotations

import pytest

from approvals.domain.audiences import BY_TEXT_MESSAGE, CONCERNED, Audience, audiences_of


def test_nothing_is_told_to_nobody() -> None:
    assert all(CONCERNED.values())
    assert set(CONCERNED) >= BY_TEXT_MESSAGE


def test_supervisors_hear_of_an_overdue_item_from_the_yellow_level_on() -> None:
    assert [Audience.SUPERVISOR in audiences_of("alarm_overdue", level) for level in (1, 2, 3)] == [False, True, True]


def test_a_level_escalates_nothing_else() -> None:
    assert audiences_of("alarm_warning", 3) == CONCERNED["alarm_warning"]


def test_an_unknown_code_is_a_fault() -> None:
    with pytest.raises(KeyError):
        audiences_of("no such code")
