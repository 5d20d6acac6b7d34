"""The other side does not agree to changed answers, or who proposed them takes them back: nothing moves."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.amendment import AmendmentState, Side
from approvals.domain.events import Tag
from approvals.usecases.amendments.sides import close, open_amendment, running_case
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def decline_amendment(*, case: str, amendment: str, word: str, actor: Actor, now: dt.datetime) -> None:
    """End the open amendment: declined with a word by the other side, taken back (a word is not needed) by its own.

    Raises Invalid without the word, Refusal 'amendment_answered', 'filing_over'.
    """
    with unit_of_work() as session:
        row, side = running_case(session, case, actor)
        found = open_amendment(session, row, amendment)
        own = found.side is side
        if not own:
            require(word=word)
        state = AmendmentState.TAKEN_BACK if own else AmendmentState.DECLINED
        close(found, state, word.strip(), actor, now)
        tag = Tag.AMENDMENT_TAKEN_BACK if own else Tag.AMENDMENT_DECLINED
        record(session, row, tag, actor=actor, now=now, amendment=found.id, side=side.value)
        others = Side.WINDOW if side is Side.APPLICANT else Side.APPLICANT
        tell(session, row, f"{state.value}_to_{others.value}", now=now, once=found.public_id)
