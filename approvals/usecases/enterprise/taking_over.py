"""A version that points at files the enterprise has handed in or been given before, and says where they came from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from approvals.domain.reuse import Candidate, ReuseSource
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.usecases.enterprise.paper_versions import point_at
from departments.domain.actor import Actor

LONGEST_NOTE = 255
_NOTES = {
    ReuseSource.FILE: "沿用企业档案里的材料（{day} 存入）",
    ReuseSource.CASE: "沿用本企业在“{name}”交过的材料（{day}）",
    ReuseSource.DOCUMENT: "沿用本平台发的批文 {name}（{day}）",
}


def take_over(
    session: Session, paper: CaseMaterial, chosen: Candidate, actor: Actor, now: dt.datetime
) -> MaterialVersion:
    """The same files as a new version of this paper, marked for everybody who reads it."""
    version = point_at(session, paper, chosen.file_ids, actor, now)
    note = _NOTES[chosen.source].format(name=chosen.name, day=chosen.supplied_on.isoformat())
    version.source, version.source_note = chosen.source.value, note[:LONGEST_NOTE]
    version.source_on = chosen.supplied_on
    session.flush()
    return version
