"""Rows of files on their way, as the verbs that use them see them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from approvals.domain.refusals import Refusal
from approvals.models.cases import Case
from approvals.models.uploads import Upload
from departments.domain.actor import Actor


def use_up(session: Session, uploads: Collection[str], case: Case, actor: Actor) -> None:
    """The files have arrived: their rows go with the verb that takes them, so that none is used twice.

    Raises Refusal 'upload_unknown' when one of them is not there, not complete, or not this person's for this case.
    """
    if not uploads:
        return
    ended = session.execute(
        delete(Upload).where(
            Upload.public_id.in_(list(uploads)),
            Upload.account_id == actor.account_id,
            Upload.case_id == case.id,
            Upload.received == Upload.declared_size,
        )
    )
    if not isinstance(ended, CursorResult) or ended.rowcount != len(set(uploads)):
        raise Refusal("upload_unknown", field="file")
