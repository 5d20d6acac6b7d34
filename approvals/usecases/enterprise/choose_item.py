"""The applicant says of one item that applies: now, later, or that its result is there already."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.choices import Brought, Choice, check_brought
from approvals.domain.refusals import Invalid, Refusal
from approvals.models.cases import Case
from approvals.models.intake import HeldResult
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.paper_versions import keep_file
from approvals.usecases.enterprise.planning import plan_of
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor


def choose_item(
    *,
    case: str,
    item: str,
    choice: Choice,
    brought: Brought | None = None,
    stored: Stored | None = None,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Note the choice in the draft; chosen twice alike, it stays one. `brought` and its file belong to HAVE.

    Raises Invalid for a number, day or organ that cannot be right; Refusal 'choice_not_open' for an item that does not
    apply, or that the project holds or has in handling already.
    """
    with unit_of_work() as session:
        draft = own_draft(session, case, actor)
        planned = plan_of(session, draft)
        open_items = {one.code for one in planned.items} | {
            one.item.code
            for one in planned.left_out
            if (one.brought or one.later) and one.item.code in draft.item_choices
        }
        if item not in open_items or choice is Choice.DOUBTED:
            raise Refusal("choice_not_open", item=item)
        if choice is Choice.HAVE:
            _declare(session, draft, item, brought or Brought("", None, ""), stored, actor, now)
        choices = {code: word for code, word in draft.item_choices.items() if code != item}
        draft.item_choices = choices if choice is Choice.NOW else {**choices, item: choice.value}
        draft.version += 1


def _declare(
    session: Session, draft: Case, item: str, brought: Brought, stored: Stored | None, actor: Actor, now: dt.datetime
) -> None:
    wrong = check_brought(brought, local_day(now))
    if wrong or brought.issued_on is None:
        raise Invalid(wrong)
    row = session.scalar(select(HeldResult).where(HeldResult.case_id == draft.id, HeldResult.item_code == item))
    if row is None:
        row = HeldResult(case_id=draft.id, item_code=item)
        session.add(row)
    row.number, row.issued_on, row.organ = brought.number.strip(), brought.issued_on, brought.organ.strip()
    row.declared_by, row.declared_at = actor.account_id, now
    row.doubt, row.judged_by, row.judged_at = "", None, None
    if stored is not None:
        row.file_id = keep_file(session, stored, now).id
