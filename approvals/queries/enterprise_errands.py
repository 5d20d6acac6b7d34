"""What waits for the applicant besides papers: a notice to hand in, a change to answer, an intention to speak to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.amendment import Side
from approvals.domain.states import GRANTED, UNDECIDED
from approvals.models.cases import Track
from approvals.models.rounds import Hearing
from approvals.queries.amendment_page import waiting_amendments
from approvals.queries.enterprise_todo import Days, Notice
from approvals.queries.enterprise_tracks import TrackLine


@dataclass(frozen=True)
class Errand:
    """`kind`: hand_in (every line of the notice is answered), amendment (the window proposes a change), intention (a
    department means to decide against the holder of `track`). `days_left` counts working days.
    """

    kind: str
    due_on: dt.date | None = None
    days_left: int | None = None
    track: TrackLine | None = None


def errands_of(
    session: Session,
    notices: Mapping[int, Notice | None],
    tracks: Mapping[int, Iterable[TrackLine]],
    days: Days,
) -> dict[int, tuple[Errand, ...]]:
    """By case, the most pressing first; two statements however many cases."""
    found: dict[int, list[Errand]] = defaultdict(list)
    for case_id, notice in notices.items():
        if notice is not None and notice.is_complete:
            found[case_id].append(Errand("hand_in", notice.respond_by, days.left(notice.respond_by)))
    lines = {line.id: line for found_lines in tracks.values() for line in found_lines}
    for case_id, track_id, ask_by in _intentions(session, list(notices), days.today):
        if track_id in lines:
            found[case_id].append(Errand("intention", ask_by, days.left(ask_by), lines[track_id]))
    for case_id, amendment in waiting_amendments(session, list(notices)).items():
        if amendment.side is Side.WINDOW:
            found[case_id].append(Errand("amendment"))
    return {case_id: tuple(sorted(ones, key=lambda one: one.due_on or dt.date.max)) for case_id, ones in found.items()}


def _intentions(session: Session, case_ids: Collection[int], today: dt.date) -> Iterable[tuple[int, int, dt.date]]:
    """What departments mean to decide against the holder and nobody has answered, while it may still be answered."""
    rows = session.execute(
        select(Track.case_id, Track.id, Hearing.ask_by)
        .join(Hearing, Hearing.track_id == Track.id)
        .where(
            Track.case_id.in_(case_ids), Track.state.in_(UNDECIDED | GRANTED), Hearing.closed_on.is_(None),
            Hearing.verb != "", Hearing.answered_on.is_(None), Hearing.ask_by >= today,
        )
        .order_by(Hearing.id)
    )  # fmt: skip
    return [(row.case_id, row.id, row.ask_by) for row in rows]
