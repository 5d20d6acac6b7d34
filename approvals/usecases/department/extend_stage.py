"""整个阶段延期: the head of the government gives joint handling more days, once; the lead department records it (Art. 42 ¶2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import ExtensionFact
from approvals.domain.date_change import Move
from approvals.domain.date_reasons import LONGEST_BASIS, Change, require_reason
from approvals.domain.events import Tag
from approvals.domain.letters.dates import StageExtensionNotice
from approvals.domain.refusals import Invalid, NotAllowed
from approvals.domain.states import WITH_DEPARTMENT
from approvals.models.cases import Case, Track
from approvals.models.dates import StageExtension
from approvals.queries.stage_extension import find_led_case, require_lead_head, stage_moved
from approvals.usecases.desk import require, stale
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.moved_days import Why
from approvals.usecases.stage_timing import set_stage_due
from departments.domain.actor import Actor
from departments.domain.permissions import may

LONGEST_NAME = 64


@dataclass(frozen=True)
class Approval:
    """`approver`, head of the government at the same level, approved `days` more (working days) on that day by that paper."""

    days: int
    approved_on: dt.date
    approver: str
    paper: str

    @property
    def fact(self) -> ExtensionFact:
        """What the stage clock reads of it."""
        return ExtensionFact(self.days, self.approved_on)


def extend_stage(
    *,
    case: str,
    version: int,
    approval: Approval,
    reason_code: str,
    reason: str,
    basis: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Move the joint limit of the stage of `case` and tell the applicant why, by letter; nobody but a head of the
    department that leads the stage, which need hold none of its items.

    Raises the refusals of `stage_moved`, Invalid of `require_reason` or for no approver or paper, NotAllowed
    'decide_only' or 'stage_lead_only', Stale.
    """
    if not may(actor, "decide"):
        raise NotAllowed("decide_only")
    with unit_of_work() as session:
        row, lead = find_led_case(session, case, actor, lock=True)
        require_lead_head(actor, lead)
        if row.version != version:
            raise stale(session, row)
        given, file = require_approval(approval), open_file(session, row)
        move = stage_moved(session, row, given.fact, file.calendar, local_day(now))
        chosen = require_reason(Change.STAGE, reason_code, reason, basis)
        granted = Granted(given, move, Why(chosen, reason.strip(), basis.strip()))
        session.add(_row(row, granted, actor, now))
        row.version += 1
        set_stage_due(session, row, file.calendar)
        record(session, row, Tag.STAGE_EXTENDED, actor=actor, now=now, **granted.facts)
        _print(session, file, lead, granted, actor, now)
        tell(session, row, "stage_extended", now=now, **granted.facts | granted.reason)


@dataclass(frozen=True)
class Granted:
    """The approval with what it moves and why."""

    approval: Approval
    move: Move
    why: Why

    @property
    def facts(self) -> dict[str, Any]:
        """What the event keeps: days and codes, no words."""
        return {
            "days": self.approval.days, "approved_on": self.approval.approved_on.isoformat(),
            "reason": self.why.chosen.code, "old_due_on": self.move.old_due_on.isoformat(),
            "due_on": self.move.new_due_on.isoformat(),
        }  # fmt: skip

    @property
    def reason(self) -> dict[str, str]:
        """The reason as the message says it: from the list, or the words where the list has none."""
        chosen, other = self.why.chosen, self.why.words if self.why.chosen.code == "other" else ""
        return {"reason_zh": other or chosen.name_zh, "reason_en": other or chosen.name_en}


def _row(case: Case, granted: Granted, actor: Actor, now: dt.datetime) -> StageExtension:
    approval, move, why = granted.approval, granted.move, granted.why
    return StageExtension(
        case_id=case.id, days=approval.days, approved_on=approval.approved_on, approval=approval.paper,
        approver=approval.approver, old_due_on=move.old_due_on, new_due_on=move.new_due_on,
        reason_code=why.chosen.code, reason=why.words, basis=why.basis, approved_by=actor.account_id, approved_at=now,
    )  # fmt: skip


def _print(session: Session, file: CaseFile, lead: int, granted: Granted, actor: Actor, now: dt.datetime) -> None:
    """The letter to the applicant; it lies in the file of every item that is still in hand."""
    organ = file.departments[lead]
    with_desks = select(Track).where(Track.case_id == file.case.id, Track.state.in_(list(WITH_DEPARTMENT)))
    tracks = session.scalars(with_desks.order_by(Track.id)).all()
    said = {
        **file.frame(organ, local_day(now)),
        **_of_the_stage(file),
        **_of_the_approval(granted),
        "items": tuple(file.item_ref(track.item_code) for track in tracks),
    }

    def build(numbered: Numbered) -> StageExtensionNotice:
        return StageExtensionNotice(**said, **numbered.stamp)

    kind = StageExtensionNotice.kind
    issue(session, file, kind=kind, organ=organ, build=build, actor=actor, now=now, tracks=tracks)


def _of_the_stage(file: CaseFile) -> dict[str, Any]:
    """What the letter says of the stage and of the government at its level."""
    return {
        "stage_zh": file.stage.name_zh,
        "stage_en": file.stage.name_en,
        "accepted_on": file.case.admitted_on or file.received_on,
        "limit_days": file.catalogue.themes[file.case.theme_code].joint_statutory_wd,
        "government": f"{file.division.name_zh}人民政府",
        "government_en": f"People's Government of {file.division.name_en}",
    }


def _of_the_approval(granted: Granted) -> dict[str, Any]:
    """Who approved how many days, by what, and why; words that are no entry of the list stand in its place."""
    approval, move, why = granted.approval, granted.move, granted.why
    other = why.chosen.code == "other"
    return {
        "old_due_on": move.old_due_on,
        "days": approval.days,
        "new_due_on": move.new_due_on,
        "reason": why.words if other else why.chosen.name_zh,
        "reason_en": "" if other else why.chosen.name_en,
        "explanation": "" if other else why.words,
        "approver": approval.approver,
        "approval": approval.paper,
        "approved_on": approval.approved_on,
        "basis": (why.basis,),
    }


def require_approval(approval: Approval) -> Approval:
    """The approval with its words tidied; raises Invalid for an approver or a paper that is missing or too long."""
    given = replace(approval, approver=approval.approver.strip(), paper=approval.paper.strip())
    require(approver=given.approver, approval=given.paper)
    for name, words, most in (("approver", given.approver, LONGEST_NAME), ("approval", given.paper, LONGEST_BASIS)):
        if len(words) > most:
            raise Invalid({name: ("too_long", {"most": most})})
    return given
