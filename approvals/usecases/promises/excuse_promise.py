"""不可抗力: a person finds that a promise could not be kept, and gives it a new day; the reason stays on record."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.commitment import excused_until
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import WITH_DEPARTMENT, LineState, Verdict
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialVerdict, MaterialVersion
from approvals.queries.access import find_track
from approvals.queries.scope import oversees
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may
from departments.queries.calendar import load_calendar


def excuse_promise(*, track: str, material: str, new_on: dt.date, reason: str, actor: Actor, now: dt.datetime) -> None:
    """The head of the department, or the window, gives one broken line a new day; nothing goes on the credit record.

    A paper that came late meanwhile keeps the promise. Raises Refusal 'promise_not_broken', 'excuse_too_late' (beyond
    the working days of the setting), 'excuse_too_early', 'no_such_move' when the item has ended; Invalid, NotFound.
    """
    require(reason=reason)
    with unit_of_work() as session:
        case, row = _reached(session, track, actor)
        if row.state not in WITH_DEPARTMENT:
            raise Refusal("no_such_move", state=row.state.value, verb="excuse")
        line, today = _line(session, row, material), local_day(now)
        most, old_on = settings().promises.excuse_most_wd, line.due_on
        line.due_on = due_on = excused_until(line.state, new_on, today, most, load_calendar(session))
        line.first_due_on = line.first_due_on or old_on
        line.settlement, line.settlement_note = "excused", reason.strip()
        line.settled_on, line.settled_by, line.state = today, actor.account_id, LineState.OPEN
        _keep_what_came(session, row, line, due_on)
        facts = {"line": line.id, "old_on": old_on.isoformat() if old_on else None, "due_on": due_on.isoformat()}
        record(session, case, Tag.PROMISE_EXCUSED, actor=actor, now=now, track=row, material=material, **facts)
        tell(session, case, "promise_excused", now=now, track=row, once=f"{line.id}:{due_on}", due_on=facts["due_on"])


def _reached(session: Session, track: str, actor: Actor) -> tuple[Case, Track]:
    """At the desk of the head, or at a window of the project's place."""
    if not may(actor, "check"):
        return track_at_desk(session, track, actor, permission="decide")
    row = find_track(session, track, actor, lock=True)
    if not oversees(session, actor, row.case.project.division_id, {Role.WINDOW}):
        raise NotFound
    return row.case, row


def _line(session: Session, track: Track, material: str) -> CommitmentLine:
    found = session.scalar(
        select(CommitmentLine)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(CommitmentLine.track_id == track.id, CaseMaterial.material_code == material)
    )
    if found is None:
        raise NotFound
    return found


def _keep_what_came(session: Session, track: Track, line: CommitmentLine, new_on: dt.date) -> None:
    """The newest version, unless this item sent it back, if it came by the new day."""
    newest = select(func.max(MaterialVersion.id)).where(
        MaterialVersion.case_material_id == line.case_material_id, MaterialVersion.is_barred.is_(False)
    )
    version = session.scalar(select(MaterialVersion).where(MaterialVersion.id == newest.scalar_subquery()))
    if version is None:
        return
    verdict = session.scalar(
        select(MaterialVerdict.verdict).where(
            MaterialVerdict.track_id == track.id, MaterialVerdict.material_version_id == version.id
        )
    )
    if verdict is not Verdict.RETURNED and local_day(version.supplied_at) <= new_on:
        line.state, line.kept_on, line.version_id = LineState.KEPT, local_day(version.supplied_at), version.id
