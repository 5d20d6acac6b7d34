"""When the house is ready."""

from __future__ import annotations

import pytest

from app.adapters.bell import QueueState
from app.web.operations.readiness import judge

ALIVE = (QueueState("clock", 0, 1), QueueState("paper", 2, 1))


def test_a_house_with_workers_and_no_old_row_is_ready() -> None:
    assert judge(oldest_due_seconds=60.0, states=ALIVE).ok


@pytest.mark.parametrize(
    ("oldest", "states", "red"),
    [
        (60.1, ALIVE, {"oldest_due_seconds"}),
        (None, ALIVE, {"database", "oldest_due_seconds"}),
        (0.0, None, {"redis", "workers"}),
        (0.0, (), {"workers"}),
        (0.0, (*ALIVE, QueueState("notice", 0, 0)), {"workers"}),
    ],
)
def test_each_thing_that_is_missing_turns_its_check_red(
    oldest: float | None, states: tuple[QueueState, ...] | None, red: set[str]
) -> None:
    found = judge(oldest_due_seconds=oldest, states=states)
    assert {check.name for check in found.checks if not check.ok} == red
    assert not found.ok
