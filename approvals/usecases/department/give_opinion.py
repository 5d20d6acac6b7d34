"""A department says what it finds lacking before the one-time notice, or that nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import TrackState
from approvals.domain.window_check import CORRECTABLE
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand
from approvals.models.window import NoticeOpinion, NoticeOpinionLine
from approvals.usecases.journal import record
from approvals.usecases.window.request_correction import require_untold
from departments.domain.actor import Actor
from departments.domain.permissions import may, may_at


def give_opinion(*, opinion: str, gaps: Mapping[str, tuple[str, str]], actor: Actor, now: dt.datetime) -> None:
    """Keep the gaps, by paper: what is wrong and what is asked; none: nothing is lacking. The last word holds; said
    again by the same person it stays one.

    Raises Invalid per paper without words; NotFound for another department's task or a paper its items do not want;
    Refusal 'notice_already_open' or 'notice_already_sent' once the notice is out, 'already_answered' when no item of
    the department waits any more.
    """
    if not may(actor, "examine"):
        raise NotAllowed("examine_only")
    empty: dict[str, tuple[str, dict[str, Any]]] = {
        paper: ("required", {}) for paper, (defect, asks) in gaps.items() if not (defect.strip() and asks.strip())
    }
    if empty:
        raise Invalid(empty)
    with unit_of_work() as session:
        row, case = _task(session, opinion, actor)
        require_untold(session, case)
        papers = _wanted(session, case, row.department_id, gaps)
        if row.given_by == actor.account_id and _said(session, row) == _as_said(gaps, papers):
            return
        session.execute(delete(NoticeOpinionLine).where(NoticeOpinionLine.opinion_id == row.id))
        for paper, (defect, asks) in gaps.items():
            line = NoticeOpinionLine(opinion_id=row.id, case_material_id=papers[paper].id)
            line.defect, line.requirement = defect.strip(), asks.strip()
            session.add(line)
        row.given_by, row.given_at = actor.account_id, now
        codes = [papers[paper].material_code for paper in gaps]
        record(session, case, Tag.OPINION_GIVEN, actor=actor, now=now, department=row.department_id, papers=codes)


def _said(session: Session, opinion: NoticeOpinion) -> set[tuple[int, str, str]]:
    """The gaps as they were kept, by the row of the paper."""
    lines = select(NoticeOpinionLine.case_material_id, NoticeOpinionLine.defect, NoticeOpinionLine.requirement)
    rows = session.execute(lines.where(NoticeOpinionLine.opinion_id == opinion.id))
    return {(paper, defect, asks) for paper, defect, asks in rows}


def _as_said(gaps: Mapping[str, tuple[str, str]], papers: Mapping[str, CaseMaterial]) -> set[tuple[int, str, str]]:
    return {(papers[paper].id, defect.strip(), asks.strip()) for paper, (defect, asks) in gaps.items()}


def _task(session: Session, opinion: str, actor: Actor) -> tuple[NoticeOpinion, Case]:
    """The task of the actor's own department, its case locked first."""
    row = session.scalar(select(NoticeOpinion).where(NoticeOpinion.public_id == opinion))
    if row is None or not may_at(actor, "examine", row.department_id):
        raise NotFound
    lock = select(Case).where(Case.id == row.case_id).with_for_update(key_share=True)
    case = session.scalars(lock.execution_options(populate_existing=True)).one()
    session.refresh(row)
    return row, case


def _wanted(
    session: Session, case: Case, department_id: int, gaps: Mapping[str, tuple[str, str]]
) -> dict[str, CaseMaterial]:
    """The named papers, each wanted by an item of the department that still waits."""
    rows = session.scalars(
        select(CaseMaterial)
        .join(MaterialDemand, MaterialDemand.case_material_id == CaseMaterial.id)
        .join(Track, Track.id == MaterialDemand.track_id)
        .where(Track.case_id == case.id, Track.department_id == department_id, Track.state == TrackState.FILED)
        .where(CaseMaterial.supply.in_(CORRECTABLE))
    )
    found = {paper.public_id: paper for paper in rows}
    waits = select(Track.id).where(
        Track.case_id == case.id, Track.department_id == department_id, Track.state == TrackState.FILED
    )
    if session.scalar(waits.limit(1)) is None:
        raise Refusal("already_answered", items=[])
    if not set(gaps) <= set(found):
        raise NotFound
    return found
