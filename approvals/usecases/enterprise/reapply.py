"""An item that was refused, or ended otherwise without a grant, is applied for again: a new case, no paper twice."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.fan_out import check_answers
from approvals.domain.plan import Plan
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.reapplying import AGAIN, choices_for
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState, Supply
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial
from approvals.queries.draft_catalogue import stage_is_gone
from approvals.queries.prerequisites import draft_plan, project_files
from approvals.queries.reuse import reusable
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.taking_over import take_over
from approvals.usecases.journal import record
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue
from departments.queries.catalogue import current_catalogue


def reapply(*, case: str, track: str, actor: Actor, now: dt.datetime) -> str:
    """Open the draft for this item, answers filled in and papers taken over; returns its public id.

    An open draft of the stage is the one returned, as it is: what somebody is writing is not overwritten. What was
    promised or declared is not taken over: it is signed anew. Raises NotFound, Refusal 'not_to_reapply' for an item that
    did not end without a grant, 'item_already_running', 'stage_gone'.
    """
    with unit_of_work() as session:
        former = own_case(session, case, actor)
        item = session.scalar(select(Track).where(Track.case_id == former.id, Track.public_id == track))
        if item is None:
            raise NotFound
        if item.state not in AGAIN:
            raise Refusal("not_to_reapply")
        filed = project_files(session, [former.project_id])[former.project_id]
        if item.item_code in filed.held:
            raise Refusal("item_already_running", items=[item.item_code])
        published = current_catalogue(session)
        if stage_is_gone(published, former):
            raise Refusal("stage_gone")
        there = _draft_of(session, former)
        if there is not None:
            return there.public_id
        draft = _begin(session, former, published.catalogue, published.version_id, actor, now)
        whole = draft_plan(published.catalogue, draft, filed)
        draft.item_choices = choices_for(item.item_code, [one.code for one in whole.items], former.item_choices)
        planned = draft_plan(published.catalogue, draft, filed)
        _take_over_papers(session, draft, former, planned, published.catalogue, actor, now)
        record(session, draft, Tag.CASE_DRAFTED, actor=actor, now=now, stage=draft.stage_code, again=item.id)
        return draft.public_id


def _draft_of(session: Session, former: Case) -> Case | None:
    return session.scalar(
        select(Case).where(
            Case.project_id == former.project_id, Case.stage_code == former.stage_code, Case.state == CaseState.DRAFT
        )
    )


def _begin(
    session: Session, former: Case, catalogue: Catalogue, version_id: int, actor: Actor, now: dt.datetime
) -> Case:
    """The answers of the former filing, as far as the catalogue of today can read them."""
    wrong = {one.field for one in check_answers(catalogue, former.answers)}
    draft = Case(
        project_id=former.project_id, catalogue_version_id=version_id, theme_code=former.theme_code,
        stage_code=former.stage_code, state=CaseState.DRAFT,
        answers={key: value for key, value in former.answers.items() if key not in wrong},
        created_by=actor.account_id, created_at=now, event_count=0, chain_head="0" * 64,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    return draft


def _take_over_papers(
    session: Session, draft: Case, former: Case, planned: Plan, catalogue: Catalogue, actor: Actor, now: dt.datetime
) -> None:
    """Every paper the item wants that the enterprise has handed in before and that still holds; never a returned one."""
    today = local_day(now)
    wanted = {paper.code: paper for paper in planned.papers if paper.supply is PlannedSupply.UPLOAD}
    there = reusable(session, former.project.enterprise_id, draft.id, list(wanted), catalogue, today)
    for code, paper in wanted.items():
        chosen = next((one for one in there.get(code, ()) if not one.is_expired(today)), None)
        if chosen is None:
            continue
        row = CaseMaterial(
            case_id=draft.id, material_code=code, is_required=paper.required, supply=Supply.UPLOADED, source_note=""
        )
        session.add(row)
        session.flush()
        row.source_note = take_over(session, row, chosen, actor, now).source_note
