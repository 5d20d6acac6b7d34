"""整个阶段延期: the head of the government gives joint handling more days, once; the lead department records it (Art. 42 ¶2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import ExtensionFact
from approvals.domain.date_change import Move
from approvals.domain.date_reasons import LONGEST_BASIS, Change, require_reason
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotAllowed
from approvals.models.cases import Case
from approvals.models.dates import StageExtension
from approvals.queries.stage_extension import leads_stage, stage_moved
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.journal import record, tell
from approvals.usecases.moved_days import Why
from approvals.usecases.stage_timing import set_stage_due
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


@dataclass(frozen=True)
class Approval:
    """What the head of the government at the same level approved: `days` more (working days), on which day, by which paper."""

    days: int
    approved_on: dt.date
    paper: str

    @property
    def fact(self) -> ExtensionFact:
        """What the stage clock reads of it."""
        return ExtensionFact(self.days, self.approved_on)


def extend_stage(
    *,
    track: str,
    version: int,
    approval: Approval,
    reason_code: str,
    reason: str,
    basis: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Move the joint limit of the stage of `track`, an item of the department that leads it, and tell the applicant why.

    Raises the refusals of `stage_moved`, Invalid of `require_reason` or for no paper, NotAllowed 'stage_lead_only' or
    for anybody but a head, Stale.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        if not leads_stage(session, row, case, actor):
            raise NotAllowed("stage_lead_only")
        paper, calendar = require_paper(approval.paper), load_calendar(session)
        move = stage_moved(session, case, approval.fact, calendar, local_day(now))
        chosen = require_reason(Change.STAGE, reason_code, reason, basis)
        why = Why(chosen, reason.strip(), basis.strip())
        _store(session, case, approval, paper, move, why, actor, now)
        row.version += 1
        set_stage_due(session, case, calendar)
        facts: dict[str, Any] = {
            "days": approval.days, "approved_on": approval.approved_on.isoformat(), "reason": chosen.code,
            "old_due_on": move.old_due_on.isoformat(), "due_on": move.new_due_on.isoformat(),
        }  # fmt: skip
        record(session, case, Tag.STAGE_EXTENDED, actor=actor, now=now, track=row, **facts)
        other = why.words if chosen.code == "other" else ""
        names = {"reason_zh": other or chosen.name_zh, "reason_en": other or chosen.name_en}
        tell(session, case, "stage_extended", now=now, **facts | names)


def _store(
    session: Session,
    case: Case,
    approval: Approval,
    paper: str,
    move: Move,
    why: Why,
    actor: Actor,
    now: dt.datetime,
) -> None:
    session.add(
        StageExtension(
            case_id=case.id, days=approval.days, approved_on=approval.approved_on, approval=paper,
            old_due_on=move.old_due_on, new_due_on=move.new_due_on, reason_code=why.chosen.code,
            reason=why.words, basis=why.basis, approved_by=actor.account_id, approved_at=now,
        )
    )  # fmt: skip


def require_paper(paper: str) -> str:
    """The number of the approving paper without blanks around it; raises Invalid for none or one that is too long."""
    require(approval=paper)
    if len(paper.strip()) > LONGEST_BASIS:
        raise Invalid({"approval": ("too_long", {"most": LONGEST_BASIS})})
    return paper.strip()
