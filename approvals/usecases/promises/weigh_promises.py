"""A verdict on a promised paper decides what its promise has come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.commitment import after_verdict, line_state
from approvals.domain.events import Tag
from approvals.domain.states import LineState, Verdict
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialVersion
from approvals.usecases.journal import record, tell
from approvals.usecases.promise_days import date_anew
from departments.domain.actor import Actor


def weigh_promises(
    session: Session, case: Case, track: Track, verdicts: Mapping[int, Verdict], actor: Actor, now: dt.datetime
) -> None:
    """`verdicts` by paper: a kept line whose paper does not pass is open again, or broken when its day is over; a second
    look that lets a paper pass which came in time keeps the promise after all. Each item weighs its own line: what
    passes for one may fail for another.
    """
    if not verdicts:
        return
    today = local_day(now)
    rows = session.execute(
        select(CommitmentLine, CaseMaterial.material_code)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(
            CommitmentLine.track_id == track.id,
            CommitmentLine.case_material_id.in_(list(verdicts)),
            CommitmentLine.state.in_([LineState.KEPT, LineState.OPEN, LineState.BROKEN]),
        )
    ).all()
    for line, material in rows:
        is_accepted = verdicts[line.case_material_id or 0] is Verdict.ACCEPTED
        if line.state is not LineState.KEPT:
            _keep(session, case, line, actor, now, is_accepted=is_accepted)
            continue
        line.state = after_verdict(line.due_on, today, is_accepted=is_accepted)
        if line.state is LineState.KEPT:
            continue
        line.kept_on = line.version_id = None
        date_anew(session, line, now)
        due_on = line.due_on.isoformat() if line.due_on else None
        facts = {"line": line.id, "paper": line.case_material_id, "due_on": due_on, "state": line.state.value}
        record(session, case, Tag.PROMISE_REJECTED, actor=actor, now=now, track=track, **facts)
        if line.state is LineState.BROKEN:
            once = f"{line.id}:{due_on}"
            tell(session, case, "promise_late", now=now, track=track, once=once, due_on=due_on, material=material)


def _keep(
    session: Session, case: Case, line: CommitmentLine, actor: Actor, now: dt.datetime, *, is_accepted: bool
) -> None:
    """A paper that passes keeps the promise if it came by its day: not the file that was put off with the promise."""
    if not is_accepted:
        return
    version = session.scalars(
        select(MaterialVersion)
        .where(MaterialVersion.case_material_id == line.case_material_id, MaterialVersion.is_barred.is_(False))
        .order_by(MaterialVersion.id.desc())
        .limit(1)
    ).one()
    came_on = local_day(version.supplied_at)
    if case.filed_at is not None and version.supplied_at <= case.filed_at:
        return
    if line_state(line.due_on, came_on, local_day(now)) is LineState.KEPT:
        line.state, line.kept_on, line.version_id = LineState.KEPT, came_on, version.id
        record(session, case, Tag.PROMISE_KEPT, actor=actor, now=now, paper=line.case_material_id, lines=[line.id])
