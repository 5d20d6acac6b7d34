"""Somebody looks at a letter before it goes: the paper worker prints the draft, for this person and for a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, func, select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.refusals import NotAllowed, Refusal
from approvals.models.letters import DraftPreview
from approvals.usecases.journal import post
from approvals.usecases.turns import DRAFTS
from departments.domain.actor import Actor

MOST_OF_ONE = 20
"""Previews of one person that are kept: an older one makes room."""
MOST_WAITING = 5
"""Drafts of one person that wait for the press at once: letters that are signed come first."""


def order_preview(*, letter: LetterFacts, back: str, actor: Actor, now: dt.datetime) -> str:
    """Keep the facts and ask for printing; returns the public id. `back` is the address of the page it was asked from.

    Nothing is numbered, no event is written: a draft is nobody's business but the person's who looks at it. Raises
    Refusal 'drafts_waiting' while enough of this person's are not printed yet.
    """
    if actor.account_id is None:
        raise NotAllowed("not_allowed")
    with unit_of_work() as session:
        waiting = select(func.count()).where(
            DraftPreview.ordered_by == actor.account_id, DraftPreview.pdf.is_(None), DraftPreview.failure == ""
        )
        if (session.scalar(waiting) or 0) >= MOST_WAITING:
            raise Refusal("drafts_waiting")
        mine = select(DraftPreview.id).where(DraftPreview.ordered_by == actor.account_id)
        kept = session.scalars(mine.order_by(DraftPreview.id.desc()).limit(MOST_OF_ONE - 1)).all()
        session.execute(
            delete(DraftPreview).where(DraftPreview.ordered_by == actor.account_id, DraftPreview.id.not_in(kept))
        )
        row = DraftPreview(
            kind=letter.kind, facts=letter.to_plain(), back=back, ordered_by=actor.account_id, ordered_at=now
        )
        session.add(row)
        session.flush()
        key = f"preview:{row.public_id}"
        post(session, queue="paper", kind="preview", key=key, now=now, turn=DRAFTS, preview_id=row.id)
        return row.public_id
