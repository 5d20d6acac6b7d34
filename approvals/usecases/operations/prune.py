"""Rows that only say that something was done are let go after a while, in small portions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import CursorResult, Executable, delete, func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.models.intake import GuidePrint, SavedPlan
from approvals.models.letters import DraftPreview
from approvals.models.traces import JobRun, OutboxMessage
from approvals.queries.saved_plans import KEPT_FOR
from departments.domain.actor import Actor

AT_ONCE = 1000
KEEP_DRAFTS = dt.timedelta(days=1)
"""A draft shows what was true when it was made: after a day nobody should read it as today's."""
KEEP_GUIDES = dt.timedelta(days=30)
"""A print of a guide is made again when somebody asks for it."""
GUARDED_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "print": "document.state: a letter that is issued is not printed again",
        "preview": "draft_preview.pdf: a draft that is printed is not printed again",
        "guide": "guide_print.pdf: a guide that is printed is not printed again",
        "bundle": "bundle.made_at: a bundle that is made is not made again",
        "tell": "notification.key: a person has one line per message; what is told again is guarded by its own state",
        "mail": "notification.key: written with the line, which is written once",
        "sms": "notification.key: written with the line, which is written once",
        "alarm": "alarm: one row per subject, kind and due day; this row is opened anew each time",
        "silence": "track.state: admitted once; opened anew each time",
        "file_order": "filing_order.called_at: an order is called once",
        "lapse": "correction_notice.state; opened anew each time",
        "resume": "pause.resumed_on; opened anew each time",
        "promise_due": "alarm: one row per line and due day; opened anew each time",
        "promise_late": "commitment_line.state; opened anew each time",
        "duty": "alarm: one row per duty, kind and due day; opened anew each time",
        "seal_chains": "its period has passed: only the latest is ever opened",
        "check_truth": "its period has passed",
        "check_audit": "its period has passed",
        "look_at_file": "stored_file.scan: a file that was looked through is not looked through again",
        "sweep_uploads": "its period has passed",
        "remind_of_bulletins": "notification.key: a person has one line per bulletin that is due, and one when it is late",
        "check_files": "its period has passed",
        "check_effects": "its period has passed",
        "prune": "its period has passed",
    }
)
"""Outbox kind → what keeps its effect from happening twice once the row with its unique key is gone. A kind that is not
here is kept for good."""


def prune(*, keep_days: int, limit: int = AT_ONCE, actor: Actor, now: dt.datetime) -> int:
    """Let go one portion of what was done more than `keep_days` ago; returns how many rows, less than `limit` at the end.

    Dead rows stay until somebody has looked at them, and the newest run of each job stays: it says that there is none
    since.
    """
    before = now - dt.timedelta(days=keep_days)
    with unit_of_work() as session:
        done = (
            select(OutboxMessage.id)
            .where(OutboxMessage.done_at < before, OutboxMessage.kind.in_(list(GUARDED_ELSEWHERE)))
            .order_by(OutboxMessage.id)
            .limit(limit)
        )
        gone = _rows(session, delete(OutboxMessage).where(OutboxMessage.id.in_(done)))
        newest = select(func.max(JobRun.id)).group_by(JobRun.job)
        runs = (
            select(JobRun.id)
            .where(JobRun.finished_at < before, JobRun.id.not_in(newest))
            .order_by(JobRun.id)
            .limit(max(0, limit - gone))
        )
        gone += _rows(session, delete(JobRun).where(JobRun.id.in_(runs)))
        stale = select(DraftPreview.id).where(DraftPreview.ordered_at < now - KEEP_DRAFTS).limit(max(0, limit - gone))
        gone += _rows(session, delete(DraftPreview).where(DraftPreview.id.in_(stale)))
        return gone + _let_plans_go(session, now, max(0, limit - gone))


def _let_plans_go(session: Session, now: dt.datetime, limit: int) -> int:
    """Answers kept without an account, and prints of guides that nobody has asked for since their day."""
    plans = select(SavedPlan.id).where(SavedPlan.saved_at < now - KEPT_FOR).limit(limit)
    gone = _rows(session, delete(SavedPlan).where(SavedPlan.id.in_(plans)))
    prints = select(GuidePrint.id).where(GuidePrint.ordered_at < now - KEEP_GUIDES).limit(max(0, limit - gone))
    return gone + _rows(session, delete(GuidePrint).where(GuidePrint.id.in_(prints)))


def _rows(session: Session, statement: Executable) -> int:
    done: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return done.rowcount if isinstance(done, CursorResult) else 0
