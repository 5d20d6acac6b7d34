"""What departments are asked, and said, before the one-time notice: for the window, and for their own queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from approvals.domain.refusals import NotFound
from approvals.domain.states import TrackState
from approvals.domain.window_check import CORRECTABLE, NoticeGap
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CorrectionNotice
from approvals.models.window import NoticeOpinion, NoticeOpinionLine
from approvals.queries.department_file import PaperFile, paper_in
from approvals.queries.department_form import AnswerRow, form_of
from approvals.queries.department_papers import PaperRow, papers_of
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import Item, Stage
from departments.models.people import Account, Department
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class OpinionRow:
    """A department that was asked; `lines` gaps, none with `given_at`: nothing is lacking."""

    department_id: int
    name_zh: str
    name_en: str
    needed_on: dt.date
    given_by: str
    given_at: dt.datetime | None
    lines: int


@dataclass(frozen=True)
class OpinionTask:
    """What waits for a department: say what is lacking, by `needed_on`."""

    opinion: str
    project: str
    enterprise: str
    case_no: str
    needed_on: dt.date


@dataclass(frozen=True)
class OpinionPage:
    """One task with what it takes: the form, the papers of the department's own items, and what was said."""

    task: OpinionTask
    department_id: int
    stage: Stage
    items: tuple[Item, ...]
    answers: tuple[AnswerRow, ...]
    papers: tuple[PaperRow, ...]
    said: dict[str, tuple[str, str]]
    given_at: dt.datetime | None
    is_open: bool


def opinions_of(session: Session, case_id: int) -> tuple[OpinionRow, ...]:
    """Every department that was asked about a case."""
    rows = session.execute(
        select(NoticeOpinion, Department.name_zh, Department.name_en, Account.name)
        .join(Department, Department.id == NoticeOpinion.department_id)
        .outerjoin(Account, Account.id == NoticeOpinion.given_by)
        .where(NoticeOpinion.case_id == case_id)
        .order_by(NoticeOpinion.id)
    ).all()
    named = [line.opinion_id for line in _lines(session, [row[0].id for row in rows])]
    return tuple(
        OpinionRow(
            one.department_id, zh, en, one.needed_on, name or "", one.given_at, named.count(one.id)
        )
        for one, zh, en, name in rows
    )  # fmt: skip


def gaps_of(session: Session, case_id: int, papers: Sequence[PaperRow]) -> tuple[NoticeGap, ...]:
    """What the departments want in the notice, line by line, the papers by their public ids."""
    by_id = {paper.id: paper.paper for paper in papers}
    found = session.execute(
        select(NoticeOpinionLine, NoticeOpinion.department_id)
        .join(NoticeOpinion, NoticeOpinion.id == NoticeOpinionLine.opinion_id)
        .where(NoticeOpinion.case_id == case_id)
        .order_by(NoticeOpinionLine.case_material_id, NoticeOpinionLine.id)
    )
    return tuple(
        NoticeGap(f"said-{line.id}", by_id[line.case_material_id], line.defect, line.requirement, (department,))
        for line, department in found
        if line.case_material_id in by_id
    )


def opinion_tasks(session: Session, actor: Actor) -> tuple[OpinionTask, ...]:
    """What waits for the actor's departments, the most urgent first; a notice that went out ends the waiting."""
    rows = session.execute(
        _task().where(NoticeOpinion.given_at.is_(None), *_still_open(), _own(actor)).order_by(NoticeOpinion.needed_on)
    )
    return tuple(_shown(*row) for row in rows)


def opinion_page(session: Session, opinion: str, actor: Actor) -> OpinionPage:
    """One task of the actor's own department; it may be read after it was answered."""
    row = session.execute(_task().where(NoticeOpinion.public_id == opinion, _own(actor))).one_or_none()
    if row is None:
        raise NotFound
    one, case = row[0], row[1]
    catalogue = catalogue_version(session, case.catalogue_version_id)
    tracks = session.execute(
        select(Track.id, Track.item_code, Track.state).where(
            Track.case_id == case.id, Track.department_id == one.department_id
        )
    ).all()
    mine = {track.id for track in tracks}
    papers = papers_of(session, case.id, catalogue)
    by_id = {paper.id: paper.paper for paper in papers}
    sent = session.scalar(select(exists().where(CorrectionNotice.case_id == case.id)))
    lines = _lines(session, [one.id])
    return OpinionPage(
        task=_shown(*row),
        department_id=one.department_id,
        stage=catalogue.stages[case.stage_code],
        items=tuple(catalogue.items[track.item_code] for track in tracks),
        answers=form_of(catalogue, case.theme_code, case.stage_code, case.answers),
        papers=tuple(
            paper
            for paper in papers
            if paper.supply in CORRECTABLE and any(want.track_id in mine for want in paper.wants)
        ),
        said={by_id[line.case_material_id]: (line.defect, line.requirement) for line in lines},
        given_at=one.given_at,
        is_open=not sent and any(track.state is TrackState.FILED for track in tracks),
    )


def paper_of_opinion(session: Session, opinion: str, paper: str, number: int, position: int, actor: Actor) -> PaperFile:
    """One file of a paper that the asked department's items want, before they are admitted."""
    page = opinion_page(session, opinion, actor)
    found = next((each for each in page.papers if each.paper == paper), None)
    if found is None:
        raise NotFound
    return paper_in(session, found.id, number, position)


def _task() -> Select[NoticeOpinion, Case, str, str]:
    return (
        select(NoticeOpinion, Case, Project.name, Enterprise.name)
        .join(Case, Case.id == NoticeOpinion.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
    )


def _shown(one: NoticeOpinion, case: Case, project: str, enterprise: str) -> OpinionTask:
    return OpinionTask(one.public_id, project, enterprise, case.case_no or "", one.needed_on)


def _own(actor: Actor) -> ColumnElement[bool]:
    return NoticeOpinion.department_id.in_(actor.department_ids)


def _still_open() -> tuple[ColumnElement[bool], ...]:
    waiting = exists().where(
        Track.case_id == NoticeOpinion.case_id,
        Track.department_id == NoticeOpinion.department_id,
        Track.state == TrackState.FILED,
    )
    return waiting, ~exists().where(CorrectionNotice.case_id == NoticeOpinion.case_id)


def _lines(session: Session, opinions: Sequence[int]) -> Sequence[NoticeOpinionLine]:
    return session.scalars(
        select(NoticeOpinionLine).where(NoticeOpinionLine.opinion_id.in_(opinions)).order_by(NoticeOpinionLine.id)
    ).all()
