"""A large file sets out: its name and size are noted, and room is kept for it until its time is over."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.orm import public_id
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.models.uploads import Upload
from approvals.usecases.desk import own_case
from departments.domain.actor import Actor

MEGABYTE = 1024 * 1024
LONGEST_CODE = 16
MOST_AT_ONCE = 60
"""Uploads one enterprise has under way."""


def begin_upload(
    *,
    case: str,
    material_code: str,
    name: str,
    size: int,
    largest: int,
    quota: int,
    hours: int,
    actor: Actor,
    now: dt.datetime,
) -> str:
    """Note one file for a paper of the actor's case; returns its public id. Sizes in bytes.

    Raises Refusal 'file_empty', 'file_too_large_mb' beyond `largest`, 'upload_quota' when the enterprise has too much
    on its way.
    """  # fmt: skip
    if size < 1:
        raise Refusal("file_empty", field="file", name=name)
    if size > largest:
        raise Refusal("file_too_large_mb", field="file", name=name, most=largest // MEGABYTE)
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        enterprise_id = row.project.enterprise_id
        _keep_room(session, enterprise_id, size, quota, now)
        upload = Upload(
            public_id=public_id(), account_id=actor.account_id, enterprise_id=enterprise_id, case_id=row.id,
            material_code=material_code[:LONGEST_CODE], display_name=name, declared_size=size, received=0,
            created_at=now, expires_at=now + dt.timedelta(hours=hours),
        )  # fmt: skip
        session.add(upload)
        return upload.public_id


def _keep_room(session: Session, enterprise_id: int, size: int, quota: int, now: dt.datetime) -> None:
    count, declared = session.execute(
        select(func.count(), func.coalesce(func.sum(Upload.declared_size), 0)).where(
            Upload.enterprise_id == enterprise_id, Upload.expires_at > now
        )
    ).one()
    if count >= MOST_AT_ONCE or declared + size > quota:
        raise Refusal("upload_quota", field="file", most=quota // MEGABYTE)
