"""Was this very thing done a moment ago? A double click is one result, also where the browser runs no script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from approvals.domain.states import Supply
from approvals.models.applicants import Project
from approvals.models.cases import Case, Question, Reminder, Track
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.queries.version_files import files_of_versions
from departments.domain.actor import Actor

MOMENT = dt.timedelta(seconds=30)


def twin_project(session: Session, enterprise_id: int, name: str, theme_code: str, now: dt.datetime) -> str | None:
    """The public id of a project of this name and kind that the enterprise set up a moment ago."""
    return session.scalar(
        select(Project.public_id).where(
            Project.enterprise_id == enterprise_id,
            Project.name == name,
            Project.theme_code == theme_code,
            Project.created_at > now - MOMENT,
        )
    )


def is_twin_question(session: Session, case: str, text: str, actor: Actor, now: dt.datetime) -> bool:
    """The same person asked the same a moment ago."""
    statement = (
        select(Question.id)
        .join(Case, Case.id == Question.case_id)
        .where(
            Case.public_id == case,
            Question.asked_by == actor.account_id,
            Question.text == text,
        )
    )
    return _happened(session, statement, Question.asked_at, now)


def is_twin_paper(session: Session, case: str, material_code: str, shas: Sequence[str], now: dt.datetime) -> bool:
    """The same bytes came for the same paper a moment ago, last of all, and nobody has said since that it comes later."""
    newest = session.scalar(
        select(MaterialVersion)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(
            Case.public_id == case,
            CaseMaterial.material_code == material_code,
            CaseMaterial.supply == Supply.UPLOADED,
        )
        .order_by(MaterialVersion.number.desc())
        .limit(1)
    )
    if newest is None or newest.is_barred or newest.supplied_at <= now - MOMENT:
        return False
    there = [file.sha256 for file in files_of_versions(session, [newest.id]).get(newest.id, ())]
    return there[-len(shas) :] == list(shas)


def is_twin_reminder(session: Session, track: str, text: str, actor: Actor, now: dt.datetime) -> bool:
    """The same person reminded of the same a moment ago."""
    statement = (
        select(Reminder.id)
        .join(Track, Track.id == Reminder.track_id)
        .where(
            Track.public_id == track,
            Reminder.sent_by == actor.account_id,
            Reminder.text == text,
        )
    )
    return _happened(session, statement, Reminder.sent_at, now)


def _happened(
    session: Session, statement: Select[Any], when: InstrumentedAttribute[dt.datetime], now: dt.datetime
) -> bool:
    return session.scalar(statement.where(when > now - MOMENT).limit(1)) is not None
