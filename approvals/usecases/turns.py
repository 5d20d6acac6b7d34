"""Whose turn it is in the paper queue: a hundred letters of one case do not keep another's single letter waiting.

A letter gets the turn after the last waiting one of its own case, but none before the turn that is being served: cases
take one letter each per turn. What has failed, or was put back and waits, does not hold the count back. Drafts and
bundles stand behind every letter's turn, in the order in which they were asked for.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Table, Text, func, literal_column, or_, select
from sqlalchemy.orm import Session

from approvals.models.traces import OutboxMessage

DRAFTS = 1_000_000_000
"""The turn of every draft: no letter is ever counted so far, and somebody waits for it at a browser."""
BUNDLES = 2_000_000_000
"""The turn of every bundle, which makes many pages at once and whose page can wait."""
_TAKEN = "turns_taken"
_ROWS = cast(Table, OutboxMessage.__table__)
_NO_ERROR = literal_column("''", Text)
"""As the index of untried rows has it: of a value that is bound no database can tell that the index holds it."""


def _waiting(queue: str) -> ColumnElement[bool]:
    return (_ROWS.c.queue == queue) & _ROWS.c.done_at.is_(None) & _ROWS.c.dead_at.is_(None)


def last_turn(queue: str, share: ColumnElement[int]) -> ScalarSelect[int | None]:
    """The last waiting turn of a share, as a part of another statement; no row, no turn."""
    return (
        select(func.max(_ROWS.c.turn, type_=Integer)).where(_waiting(queue), _ROWS.c.share == share).scalar_subquery()
    )


def turn_served(queue: str, now: ColumnElement[dt.datetime]) -> ScalarSelect[int | None]:
    """The lowest turn of a letter that has not been tried yet, as a part of another statement.

    One that was put back untried counts neither while it waits for its moment (held by a promise) nor afterwards when
    something outside was away: it stays before the others, and they do not begin behind it.
    """
    has_come = or_(_ROWS.c.next_attempt_at <= now, _ROWS.c.next_attempt_at == _ROWS.c.created_at)
    is_new = (_ROWS.c.attempts == 0) & (_ROWS.c.last_error == _NO_ERROR) & (_ROWS.c.turn < DRAFTS)
    untried = _waiting(queue) & is_new & has_come
    return select(func.min(_ROWS.c.turn, type_=Integer)).where(untried).scalar_subquery()


def next_turn(session: Session, share: int | None, last: int | None, served: int | None) -> int:
    """The turn of one more row of `share`; rows of this transaction are not in the table yet, so they are counted."""
    taken: dict[int | None, int] = session.info.setdefault(_TAKEN, {})
    first = max(-1 if last is None else last, (served or 0) - 1) + 1
    turn = first + taken.get(share, 0)
    taken[share] = taken.get(share, 0) + 1
    return turn
