"""Counting SQL: pages must not ask more often because there is more to show."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event

from app.foundation.database import db


def statements_of(work: Callable[[], object]) -> list[str]:
    """The statements of the second of two runs: the first one fills what a process keeps (calendar, catalogue)."""
    work()
    return statements_in(work)


def statements_in(work: Callable[[], object]) -> list[str]:
    """The statements of one run, for what can happen only once."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return seen
