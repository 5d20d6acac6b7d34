"""Who is told what."""

from __future__ import annotations

import itertools

import pytest

from approvals.domain.audiences import BY_TEXT_MESSAGE, CONCERNED, Audience, audiences_of


def test_nothing_is_told_to_nobody() -> None:
    assert all(CONCERNED.values())
    assert set(CONCERNED) >= BY_TEXT_MESSAGE


def test_the_ladder_climbs_from_the_desk_over_head_and_steward_to_the_supervisors() -> None:
    circles = [set(audiences_of("alarm_overdue", circle)) for circle in (0, 1, 2, 3)]
    assert circles[0] == {Audience.DESK}
    assert circles[1] == {Audience.DESK, Audience.HEADS, Audience.STEWARD}
    assert all(lower <= upper for lower, upper in itertools.pairwise(circles))


def test_supervisors_hear_of_an_overdue_item_from_the_yellow_level_on() -> None:
    assert [Audience.SUPERVISOR in audiences_of("alarm_overdue", level) for level in (1, 2, 3)] == [False, True, True]


def test_a_level_escalates_nothing_else() -> None:
    assert audiences_of("alarm_warning", 3) == CONCERNED["alarm_warning"]


def test_an_unknown_code_is_a_fault() -> None:
    with pytest.raises(KeyError):
        audiences_of("no such code")
