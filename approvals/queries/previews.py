"""A draft that somebody ordered, for nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import LETTERS
from approvals.domain.refusals import NotFound
from approvals.models.letters import DraftPreview
from approvals.queries.outbox import gave_up
from departments.domain.actor import Actor


@dataclass(frozen=True)
class Preview:
    """`title` as the letter would be headed; not ready while the worker prints. `is_given_up`: it tries no more."""

    public_id: str
    title_zh: str
    title_en: str
    back: str
    is_ready: bool
    has_failed: bool
    is_given_up: bool


def preview_of(session: Session, public_id: str, actor: Actor) -> Preview:
    """One's own preview, without its bytes; NotFound for anybody else's and for one that was let go."""
    found = session.execute(
        select(
            DraftPreview.public_id,
            DraftPreview.kind,
            DraftPreview.facts,
            DraftPreview.back,
            DraftPreview.pdf.is_not(None),
            DraftPreview.failure != "",
            gave_up("preview", DraftPreview.public_id),
        ).where(DraftPreview.public_id == public_id, DraftPreview.ordered_by == actor.account_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    name, kind, plain, back, is_ready, has_failed, is_given_up = found
    facts: LetterFacts = LETTERS[kind].facts.from_plain(plain)
    return Preview(name, facts.title, facts.english_title, back, is_ready, has_failed, is_given_up)


def preview_bytes(session: Session, public_id: str, actor: Actor) -> bytes:
    """The PDF of one's own draft; NotFound until it is printed."""
    pdf = session.scalar(
        select(DraftPreview.pdf).where(DraftPreview.public_id == public_id, DraftPreview.ordered_by == actor.account_id)
    )
    if pdf is None:
        raise NotFound
    return pdf
