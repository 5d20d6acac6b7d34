"""What waits for the applicant besides papers: a notice to hand in, a change to answer, an intention to speak to, an
order to put right what was vouched for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from approvals.domain.amendment import Side
from approvals.domain.states import GRANTED, UNDECIDED, VerificationState
from approvals.models.applicants import Project
from approvals.models.cases import Track
from approvals.models.rounds import Hearing
from approvals.models.verification import VerificationTask
from approvals.queries.amendment_page import waiting_amendments
from approvals.queries.arrivals import hearings_told
from approvals.queries.enterprise_todo import Days, Notice
from approvals.queries.enterprise_tracks import TrackLine


@dataclass(frozen=True)
class Errand:
    """`kind`: hand_in (every line of the notice is answered), amendment (the window proposes a change), intention (a
    department means to decide against the holder of `track`), rectify (what was vouched for `track` proved false, and
    `words` say what to put right). `days_left` counts working days.
    """

    kind: str
    due_on: dt.date | None = None
    days_left: int | None = None
    track: TrackLine | None = None
    words: str = ""


def errands_of(
    session: Session,
    notices: Mapping[int, Notice | None],
    tracks: Mapping[int, Iterable[TrackLine]],
    days: Days,
) -> dict[int, tuple[Errand, ...]]:
    """By case, the most pressing first; four statements however many cases."""
    found: dict[int, list[Errand]] = defaultdict(list)
    for case_id, notice in notices.items():
        if notice is not None and notice.is_complete:
            found[case_id].append(Errand("hand_in", notice.respond_by, days.left(notice.respond_by)))
    lines = {line.id: line for found_lines in tracks.values() for line in found_lines}
    for case_id, track_id, ask_by in _intentions(session, list(notices), days):
        if track_id in lines:
            found[case_id].append(Errand("intention", ask_by, days.left(ask_by), lines[track_id]))
    for task in session.scalars(_to_rectify().where(VerificationTask.case_id.in_(list(notices)))):
        if task.track_id in lines:
            left = days.left(task.rectify_by)
            found[task.case_id].append(Errand("rectify", task.rectify_by, left, lines[task.track_id], task.requirement))
    for case_id, amendment in waiting_amendments(session, list(notices)).items():
        if amendment.side is Side.WINDOW:
            found[case_id].append(Errand("amendment"))
    return {case_id: tuple(sorted(ones, key=lambda one: one.due_on or dt.date.max)) for case_id, ones in found.items()}


def _to_rectify() -> Select[VerificationTask]:
    return (
        select(VerificationTask)
        .join(Track, Track.id == VerificationTask.track_id)
        .where(VerificationTask.state == VerificationState.RECTIFYING, Track.state.in_(GRANTED))
        .order_by(VerificationTask.id)
    )


def cases_after_the_grant(enterprise_ids: Collection[int]) -> Select[int]:
    """Cases of theirs in which something granted is in question, also when everything of the case is decided."""
    theirs = Project.enterprise_id.in_(enterprise_ids)
    orders = _to_rectify().with_only_columns(VerificationTask.case_id).order_by(None)
    orders = orders.join(Project, Project.id == Track.project_id).where(theirs)
    intentions = (
        select(Track.case_id)
        .join(Hearing, Hearing.track_id == Track.id)
        .join(Project, Project.id == Track.project_id)
        .where(theirs, Track.state.in_(GRANTED), Hearing.closed_on.is_(None), Hearing.verb != "")
    )
    return select(orders.union(intentions).subquery().c.case_id)


def _intentions(session: Session, case_ids: Collection[int], days: Days) -> Iterable[tuple[int, int, dt.date]]:
    """What departments mean to decide against the holder and nobody has answered, while it may still be answered; a
    notice that has not arrived leaves at least as long as if it came today.
    """
    rows = session.execute(
        select(Track.case_id, Hearing)
        .join(Hearing, Hearing.track_id == Track.id)
        .where(
            Track.case_id.in_(case_ids), Track.state.in_(UNDECIDED | GRANTED), Hearing.closed_on.is_(None),
            Hearing.verb != "", Hearing.answered_on.is_(None),
        )
        .order_by(Hearing.id)
    ).all()  # fmt: skip
    told = hearings_told(session, [row.Hearing for row in rows], days.calendar)
    last = [
        (row.case_id, row.Hearing.track_id, told[row.Hearing.id].by(row.Hearing.ask_by, days.today)) for row in rows
    ]
    return [found for found in last if found[2] >= days.today]
