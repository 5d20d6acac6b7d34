"""The department answers a notice of the supervisors, with a paper that proves it where there is one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound
from approvals.models.oversight import SupervisionNotice, SupervisionReply
from approvals.models.papers import StoredFile
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from approvals.usecases.oversight.finding import open_notice
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor
from departments.domain.permissions import may, may_at


def answer_supervision(*, notice: str, text: str, stored: Stored | None, actor: Actor, now: dt.datetime) -> None:
    """Add an answer to an open notice; the same words with the same paper twice are one answer.

    Raises Invalid without words, NotFound for another department, Refusal 'supervision_closed'.
    """
    if not may(actor, "examine") or actor.account_id is None:
        raise NotAllowed("examine_only")
    require(text=text)
    with unit_of_work() as session:
        case, track, row = open_notice(session, notice, actor)
        if not may_at(actor, "examine", row.department_id):
            raise NotFound
        if _is_said(session, row, text.strip(), stored, actor):
            return
        reply = SupervisionReply(
            notice_id=row.id, text=text.strip(), file_id=_kept(session, stored, now), replied_by=actor.account_id,
            replied_at=now,
        )  # fmt: skip
        session.add(reply)
        session.flush()
        facts = {"notice": row.id, "reply": reply.id}
        record(session, case, Tag.SUPERVISION_ANSWERED, actor=actor, now=now, track=track, **facts)
        tell(session, case, "supervision_answered", now=now, track=track, once=str(reply.id))


def _is_said(session: Session, notice: SupervisionNotice, text: str, stored: Stored | None, actor: Actor) -> bool:
    """Last of all, by the same person, with the same bytes."""
    newest = (
        select(SupervisionReply.text, SupervisionReply.replied_by, StoredFile.sha256)
        .outerjoin(StoredFile, StoredFile.id == SupervisionReply.file_id)
        .where(SupervisionReply.notice_id == notice.id)
        .order_by(SupervisionReply.id.desc())
        .limit(1)
    )
    return session.execute(newest).first() == (text, actor.account_id, stored.sha256 if stored else None)


def _kept(session: Session, stored: Stored | None, now: dt.datetime) -> int | None:
    if stored is None:
        return None
    file = StoredFile(
        sha256=stored.sha256, size=stored.size, media_type=stored.media_type, display_name=stored.display_name,
        stored_at=now,
    )  # fmt: skip
    session.add(file)
    session.flush()
    return file.id
