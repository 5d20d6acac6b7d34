"""Named places where a process may be made to die, so that it can be shown that nothing is lost there.

Nothing happens at them by itself, and no setting changes that: only a program that wraps the house, as the harness in
tests/chaos does, can say what happens when a process passes one.
"""

from __future__ import annotations

from collections.abc import Callable

Passing = Callable[[str], object]
_passing: Passing | None = None


def crash_point(name: str) -> None:
    """The process passes `name`, which stands in one place of the house only."""
    if _passing is not None:
        _passing(name)


def arm(passing: Passing | None) -> None:
    """From now on call `passing` with the name of every point that this process passes; None: nothing any more."""
    global _passing
    _passing = passing
