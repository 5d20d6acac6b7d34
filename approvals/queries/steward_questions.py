"""Questions of the enterprises: those nobody has answered yet, and all of one project."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from approvals.models.applicants import Project
from approvals.models.cases import Case, Question, Track
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, Item
from departments.models.people import Account
from departments.queries.catalogue import catalogue_version

_Asker, _Answerer = aliased(Account), aliased(Account)


@dataclass(frozen=True)
class QuestionRow:
    """A question and, when given, its answer; `item` is None when it is about the whole case."""

    id: int
    text: str
    asked_by: str
    asked_at: dt.datetime
    project: str
    project_name: str
    item: Item | None
    answer: str
    answered_by: str
    answered_at: dt.datetime | None


def open_questions(session: Session, actor: Actor) -> tuple[QuestionRow, ...]:
    """Unanswered questions of the steward's projects, oldest first."""
    statement = (
        _selected()
        .where(Project.steward_id == actor.account_id, Question.answered_at.is_(None))
        .order_by(Question.asked_at)
    )
    return _rows(session, statement)


def questions_of(session: Session, project_id: int) -> tuple[QuestionRow, ...]:
    """Every question of a project: the unanswered first, then the newest."""
    statement = _selected().where(Project.id == project_id)
    return _rows(session, statement.order_by(Question.answered_at.is_not(None), Question.asked_at.desc()))


def _selected() -> Select[Question, int, str, str, str, str, str]:
    return (
        select(
            Question,
            Case.catalogue_version_id.label("version_id"),
            Project.public_id.label("project"),
            Project.name.label("project_name"),
            Track.item_code,
            _Asker.name.label("asked_by"),
            _Answerer.name.label("answered_by"),
        )
        .join(Case, Case.id == Question.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(_Asker, _Asker.id == Question.asked_by)
        .outerjoin(_Answerer, _Answerer.id == Question.answered_by)
        .outerjoin(Track, Track.id == Question.track_id)
    )


def _rows(session: Session, statement: Select[Question, int, str, str, str, str, str]) -> tuple[QuestionRow, ...]:
    rows = session.execute(statement).all()
    catalogues = {id_: catalogue_version(session, id_) for id_ in {row.version_id for row in rows}}
    return tuple(
        QuestionRow(
            id=row.Question.id,
            text=row.Question.text,
            asked_by=row.asked_by,
            asked_at=row.Question.asked_at,
            project=row.project,
            project_name=row.project_name,
            item=_item(catalogues[row.version_id], row.item_code),
            answer=row.Question.answer,
            answered_by=row.answered_by or "",
            answered_at=row.Question.answered_at,
        )
        for row in rows
    )


def _item(catalogue: Catalogue, code: str | None) -> Item | None:
    return catalogue.items.get(code) if code else None
