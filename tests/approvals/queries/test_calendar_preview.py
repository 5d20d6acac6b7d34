"""The totals of a preview: what really moves is said to move, also where a told day held and became a day off."""

from __future__ import annotations

from datetime import date

from approvals.domain.calendar_moves import Deadline, Move
from approvals.queries.calendar_preview import Tally, Total


def move(old: int, counted: int, new: int) -> Move:
    return Move(Deadline.STATUTORY, 1, 1, 1, date(2026, 11, old), date(2026, 11, counted), date(2026, 11, new))


def test_a_told_day_that_became_a_day_off_moves_later_and_is_not_said_to_stay() -> None:
    tally = Tally((), allow_earlier=False)
    for one in (move(26, 27, 27), move(28, 26, 30), move(27, 25, 27)):
        tally.add(one)
    assert tally.totals() == (Total(Deadline.STATUTORY, later=2, earlier=0, kept=1),)
    assert tally.floors == 2  # both would come earlier if a person let them


def test_a_day_let_come_earlier_is_earlier() -> None:
    tally = Tally((), allow_earlier=True)
    tally.add(move(27, 25, 25))
    assert tally.totals() == (Total(Deadline.STATUTORY, later=0, earlier=1, kept=0),)
    assert tally.floors == 0
