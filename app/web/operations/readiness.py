"""When the house is ready: the database answers and has our tables, Redis answers, workers live, nothing due is old."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.adapters.bell import QueueState
from app.foundation.schema import is_behind

OLDEST_SECONDS = 60.0


@dataclass(frozen=True)
class Check:
    """One question and what was seen."""

    name: str
    ok: bool
    seen: Any


@dataclass(frozen=True)
class Readiness:
    """All checks; ready when each of them is."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: {"ready": bool, "checks": {name: {"ok": bool, "seen": …}}}."""
        return {"ready": self.ok, "checks": {check.name: {"ok": check.ok, "seen": check.seen} for check in self.checks}}


def judge(*, oldest_due_seconds: float | None, revision: str | None, states: Iterable[QueueState] | None) -> Readiness:
    """The verdict; None means that the database, or Redis, could not be asked."""
    known = tuple(states or ())
    idle = sorted(state.name for state in known if not state.workers)
    oldest = None if oldest_due_seconds is None else round(oldest_due_seconds, 1)
    return Readiness(
        (
            Check("database", oldest is not None, oldest is not None),
            Check("schema", not is_behind(revision), revision),
            Check("oldest_due_seconds", oldest is not None and oldest <= OLDEST_SECONDS, oldest),
            Check("redis", states is not None, states is not None),
            Check("workers", bool(known) and not idle, {state.name: state.workers for state in known}),
        )
    )
