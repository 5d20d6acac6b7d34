"""The applicant chooses a notification-commitment in place of a proof or of an item's conditions (告知承诺), or takes it back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.promise_choice import check_choice
from approvals.domain.states import PromiseKind
from approvals.models.cases import Case
from approvals.models.papers import PromiseChoice
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.good_standing import require_good_standing
from approvals.usecases.enterprise.planning import offered_plan
from departments.domain.actor import Actor


def choose_commitment(*, case: str, item: str, material: str, is_chosen: bool, actor: Actor, now: dt.datetime) -> None:
    """Mark it in the draft; `material` is empty for the whole item. It is voluntary: the ordinary procedure stays open.

    Raises Refusal 'not_committable' when the catalogue makes no such offer, 'deferral_barred' by the credit record.
    """
    with unit_of_work() as session:
        draft = own_draft(session, case, actor)
        if is_chosen:
            planned, catalogue = offered_plan(session, draft)
            check_choice(planned, catalogue, item, material)
            require_good_standing(session, draft.project.enterprise_id, now, field=material or item)
        forget_choice(session, draft, item, material)
        if is_chosen:
            session.add(
                PromiseChoice(
                    case_id=draft.id,
                    item_code=item,
                    material_code=material,
                    kind=PromiseKind.NOTIFICATION,
                    days_wd=None,
                )
            )
        draft.version += 1


def forget_choice(session: Session, draft: Case, item: str, material: str) -> None:
    """Whatever was chosen for this paper of this item before."""
    here = (PromiseChoice.item_code == item) & (PromiseChoice.material_code == material)
    session.execute(delete(PromiseChoice).where(PromiseChoice.case_id == draft.id, here))
