"""The head concludes a rectification: put right, or not — then the credit record says so and the licence is revoked."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.commitment_checks import conclude
from approvals.domain.credit import CreditKind
from approvals.domain.events import Tag
from approvals.domain.states import LineState, VerificationState
from approvals.models.papers import CommitmentLine
from approvals.usecases.desk import require
from approvals.usecases.framing import open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.promises.ending_promises import enter, who_promised
from approvals.usecases.promises.planned_checks import settle_watch
from approvals.usecases.promises.verify_commitment import keep_line, task_at_desk
from departments.domain.actor import Actor


def close_rectification(
    *, task: str, version: int, is_rectified: bool, note: str, actor: Actor, now: dt.datetime
) -> None:
    """Not rectified, the commitment is false: it is broken and entered; revoking follows by its own verb.

    Raises Refusal 'not_rectifying', 'rectify_running' while the day given has not passed; Invalid, Stale, NotFound.
    """
    require(note=note)
    with unit_of_work() as session:
        row, case, track = task_at_desk(session, task, version, actor, permission="decide")
        today = local_day(now)
        row.state = conclude(row.state, is_rectified, row.rectify_by, today)
        row.closed_by, row.closed_on, row.closing_note = actor.account_id, today, note.strip()
        row.version += 1
        facts = {"task": row.id, "state": row.state.value}
        if row.state is VerificationState.RECTIFIED:
            keep_line(session, row, today)
        else:
            session.get_one(CommitmentLine, row.line_id).state = LineState.BROKEN
            file = open_file(session, case)
            item = file.catalogue.items[track.item_code].name_zh
            reason = f"办件 {case.case_no}“{item}”的告知承诺经核查不实，责令改正后没有改正"
            who = who_promised(session, row.line_id)
            facts["credit"] = enter(session, file, track, CreditKind.FALSE_COMMITMENT, reason, actor, now, who).id
        settle_watch(session, track, actor, now)
        record(session, case, Tag.VERIFICATION_CLOSED, actor=actor, now=now, track=track, **facts)
        code = "rectified" if row.state is VerificationState.RECTIFIED else "commitment_false"
        tell(session, case, code, now=now, track=track, once=str(row.id))
