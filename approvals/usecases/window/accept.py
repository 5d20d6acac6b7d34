"""The window admits items; in one transaction the case fans out to its departments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import TrackState
from approvals.models.cases import Case, Track
from approvals.queries.paper_checks import failed_papers
from approvals.usecases.counter.confirmed import require_second_clerk
from approvals.usecases.desk import checked_case
from approvals.usecases.framing import open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.window.acceptance_letter import issue_acceptance
from approvals.usecases.window.admission import admit, missing_papers
from approvals.usecases.window.silence import admit_silent, refuse_late
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


def accept(*, case: str, tracks: Collection[str], actor: Actor, now: dt.datetime) -> None:
    """Admit the named items; each with its deferred papers where they were promised.

    Every admitted item is in its department's queue when the transaction ends. Raises Refusal 'papers_missing' with
    the missing papers per item or 'papers_failed' with those the window found lacking (nothing is admitted then),
    'counter_four_eyes' for the clerk who filed it on behalf of the applicant where a second one is asked for,
    NotFound for an item of another case; 'deemed_by_law' when the five days are over: the items nobody answered are
    accepted by the law then, and that is stored.
    """
    with unit_of_work() as session:
        row, calendar = checked_case(session, case, actor), load_calendar(session)
        require_second_clerk(session, row, actor)
        chosen = _chosen(session, row, tracks)
        silent = admit_silent(session, row, calendar, now)
        if not silent:
            _accept(session, row, chosen, calendar, actor, now)
    if silent:
        refuse_late(silent)


def _accept(
    session: Session, case: Case, chosen: Sequence[Track], calendar: WorkingCalendar, actor: Actor, now: dt.datetime
) -> None:
    by_id = {one.id: one.item_code for one in chosen}
    if missing := missing_papers(session, list(by_id)):
        raise Refusal("papers_missing", items={by_id[track]: codes for track, codes in missing.items()})
    if failed := failed_papers(session, list(by_id)):
        raise Refusal("papers_failed", items={by_id[track]: codes for track, codes in failed.items()})
    file, today = open_file(session, case), local_day(now)
    lines = admit(session, file, chosen, calendar, admitted_on=today, now=now, deemed=False)
    record(
        session, case, Tag.TRACKS_ACCEPTED, actor=actor, now=now, items=[one.item_code for one in chosen],
        accepted_on=today.isoformat(), deferred=[line.id for line in lines],
    )  # fmt: skip
    issue_acceptance(session, file, chosen, lines, calendar, actor=actor, now=now)
    tell(session, case, "accepted", now=now, items=[one.item_code for one in chosen])


def _chosen(session: Session, case: Case, tracks: Collection[str]) -> Sequence[Track]:
    wanted = set(tracks)
    if not wanted:
        raise Refusal("nothing_chosen")
    found = session.scalars(
        select(Track).where(Track.case_id == case.id, Track.public_id.in_(wanted)).order_by(Track.id)
    ).all()
    if len(found) != len(wanted):
        raise NotFound
    if any(one.state is not TrackState.FILED for one in found):
        raise Refusal("already_answered", items=[one.item_code for one in found if one.state is not TrackState.FILED])
    return found
