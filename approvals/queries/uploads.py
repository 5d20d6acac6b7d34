"""Files on their way, for the person who sends them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.refusals import NotFound, Refusal
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.models.uploads import Upload
from departments.domain.actor import Actor

SECOND_PRESS = dt.timedelta(seconds=30)


@dataclass(frozen=True)
class OpenUpload:
    """One file on its way; sizes in bytes."""

    public_id: str
    material_code: str
    display_name: str
    declared_size: int
    received: int
    expires_at: dt.datetime

    @property
    def is_finished(self) -> bool:
        return self.received == self.declared_size

    @property
    def percent(self) -> int:
        return self.received * 100 // max(1, self.declared_size)


def upload_of(session: Session, public_id: str, actor: Actor, now: dt.datetime) -> OpenUpload:
    """The actor's own upload; NotFound for anybody else's and for one whose time is over."""
    row = session.scalar(
        select(Upload).where(
            Upload.public_id == public_id, Upload.account_id == actor.account_id, Upload.expires_at > now
        )
    )
    if row is None:
        raise NotFound
    return _row(row)


def finished_uploads(session: Session, named: Sequence[str], case: str, actor: Actor) -> list[OpenUpload]:
    """These uploads in this order; raises Refusal 'upload_unknown' or 'upload_unfinished'."""
    if not named:
        return []
    rows = {
        row.public_id: row
        for row in session.scalars(
            select(Upload)
            .join(Case, Case.id == Upload.case_id)
            .where(Upload.public_id.in_(named), Upload.account_id == actor.account_id, Case.public_id == case)
        )
    }
    if len(rows) != len(named):
        raise Refusal("upload_unknown", field="file")
    found = [_row(rows[name]) for name in named]
    for one in found:
        if not one.is_finished:
            raise Refusal("upload_unfinished", field="file", name=one.display_name)
    return found


def have_just_arrived(
    session: Session, named: Collection[str], case: str, code: str, actor: Actor, now: dt.datetime
) -> bool:
    """None of these uploads is there any more, and this person's version of the paper came a moment ago: a second press."""
    if not named or known_uploads(session, named):
        return False
    came = (
        select(MaterialVersion.id)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(
            Case.public_id == case, CaseMaterial.material_code == code,
            MaterialVersion.supplied_by == actor.account_id, MaterialVersion.supplied_at > now - SECOND_PRESS,
        )
    )  # fmt: skip
    return session.scalar(came.limit(1)) is not None


def open_uploads(session: Session, case: str, actor: Actor, now: dt.datetime) -> dict[str, list[OpenUpload]]:
    """What the actor has begun to send for a case, by paper."""
    found: dict[str, list[OpenUpload]] = {}
    for row in session.scalars(
        select(Upload)
        .join(Case, Case.id == Upload.case_id)
        .where(Case.public_id == case, Upload.account_id == actor.account_id, Upload.expires_at > now)
        .order_by(Upload.id)
    ):
        found.setdefault(row.material_code, []).append(_row(row))
    return found


def known_uploads(session: Session, named: Collection[str]) -> set[str]:
    """Those of the public ids that have a row."""
    if not named:
        return set()
    return set(session.scalars(select(Upload.public_id).where(Upload.public_id.in_(list(named)))))


def _row(row: Upload) -> OpenUpload:
    return OpenUpload(
        row.public_id, row.material_code, row.display_name, row.declared_size, row.received, row.expires_at
    )
