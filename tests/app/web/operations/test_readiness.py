"""When the house is ready."""

from __future__ import annotations

import pytest

from app.adapters.bell import QueueState
from app.foundation.schema import known, newest
from app.web.operations.readiness import judge

ALIVE = (QueueState("clock", 0, 1), QueueState("paper", 2, 1))


def test_a_house_with_workers_and_no_old_row_is_ready() -> None:
    assert judge(oldest_due_seconds=60.0, revision=newest(), states=ALIVE).ok


@pytest.mark.parametrize(
    ("oldest", "revision", "states", "red"),
    [
        (60.1, newest(), ALIVE, {"oldest_due_seconds"}),
        (None, None, ALIVE, {"database", "schema", "oldest_due_seconds"}),
        (0.0, known()[-1], ALIVE, {"schema"}),
        (0.0, newest(), None, {"redis", "workers"}),
        (0.0, newest(), (), {"workers"}),
        (0.0, newest(), (*ALIVE, QueueState("notice", 0, 0)), {"workers"}),
    ],
)
def test_each_thing_that_is_missing_turns_its_check_red(
    oldest: float | None, revision: str | None, states: tuple[QueueState, ...] | None, red: set[str]
) -> None:
    found = judge(oldest_due_seconds=oldest, revision=revision, states=states)
    assert {check.name for check in found.checks if not check.ok} == red
    assert not found.ok
