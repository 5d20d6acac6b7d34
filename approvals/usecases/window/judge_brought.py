"""The window doubts a result that the applicant said is there already, or takes the doubt back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.choices import Choice
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound
from approvals.domain.states import Supply
from approvals.models.cases import Case
from approvals.models.intake import HeldResult
from approvals.models.papers import CaseMaterial
from approvals.queries.draft_catalogue import catalogue_of
from approvals.usecases.desk import checked_case
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def judge_brought(*, case: str, item: str, doubt: str, actor: Actor, now: dt.datetime) -> None:
    """With a doubt, the result counts no longer: its paper is missing and its item open; without one, it counts again.

    Said twice, it stays one. Raises NotFound for an item whose result nobody brought along.
    """
    with unit_of_work() as session:
        row = checked_case(session, case, actor)
        result = session.scalar(select(HeldResult).where(HeldResult.case_id == row.id, HeldResult.item_code == item))
        if result is None or item not in row.item_choices:
            raise NotFound
        words = doubt.strip()
        if result.doubt == words:
            return
        result.doubt, result.judged_by, result.judged_at = words, actor.account_id, now
        row.item_choices = {**row.item_choices, item: (Choice.DOUBTED if words else Choice.HAVE).value}
        _turn_papers(session, row, item, Supply.MISSING if words else Supply.HELD)
        record(session, row, Tag.BROUGHT_JUDGED, actor=actor, now=now, item=item, doubted=bool(words))
        if words:
            tell(session, row, "brought_doubted", now=now, once=f"{item}:{now.isoformat()}", item=item)


def _turn_papers(session: Session, case: Case, item: str, supply: Supply) -> None:
    """What was taken as the paper of this result; what the applicant uploaded since stays."""
    materials = catalogue_of(session, case).catalogue.materials
    was = Supply.HELD if supply is Supply.MISSING else Supply.MISSING
    for paper in session.scalars(
        select(CaseMaterial).where(CaseMaterial.case_id == case.id, CaseMaterial.supply == was)
    ):
        if item in materials[paper.material_code].producers:
            paper.supply = supply
