"""What stands beside a track: the other items of its case, and those whose result it waits for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock import Reading
from approvals.domain.states import TrackState
from approvals.models.cases import Decision, Pause, Proposal, Track, TrackUpstream
from approvals.queries.clocks import reading_of
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import Item
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department


@dataclass(frozen=True)
class BesideRow:
    """Another item of the same case. `opinion` is what its signed decision said; empty before."""

    id: int
    item: Item
    department_zh: str
    department_en: str
    phone: str
    state: TrackState
    reading: Reading | None
    opinion: str
    decided_on: dt.date | None
    needed_for: str

    @property
    def is_upstream(self) -> bool:
        """This track waits for its result (`needed_for` says for what)."""
        return bool(self.needed_for)


def beside(
    session: Session, track: Track, catalogue: Catalogue, calendar: WorkingCalendar, today: dt.date
) -> tuple[BesideRow, ...]:
    """The other tracks of the case in catalogue order, in four statements."""
    rows = session.execute(
        select(Track, Department.name_zh, Department.name_en, Department.phone)
        .join(Department, Department.id == Track.department_id)
        .where(Track.case_id == track.case_id, Track.id != track.id)
    ).all()
    ids = [other.id for other, *_ in rows]
    pauses = _pauses(session, ids)
    opinions = _opinions(session, ids)
    needed = {
        row.upstream_id: row.needed_for
        for row in session.execute(
            select(TrackUpstream.upstream_id, TrackUpstream.needed_for).where(TrackUpstream.track_id == track.id)
        )
    }
    order = {code: place for place, code in enumerate(catalogue.items)}
    found = [
        BesideRow(
            id=other.id,
            item=catalogue.items[other.item_code],
            department_zh=name_zh,
            department_en=name_en,
            phone=phone,
            state=other.state,
            reading=reading_of(other, pauses[other.id], calendar, today),
            opinion=opinions.get(other.id, ""),
            decided_on=other.decided_on,
            needed_for=needed.get(other.id, ""),
        )
        for other, name_zh, name_en, phone in rows
    ]
    return tuple(sorted(found, key=lambda row: order[row.item.code]))


def _pauses(session: Session, ids: Collection[int]) -> Mapping[int, list[Pause]]:
    found: dict[int, list[Pause]] = defaultdict(list)
    for pause in session.scalars(select(Pause).where(Pause.track_id.in_(ids)).order_by(Pause.id)):
        found[pause.track_id].append(pause)
    return found


def _opinions(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    """What each signed decision asks of the project: its conditions, else its findings; the latest round wins."""
    rows = session.execute(
        select(Decision.track_id, Proposal.conditions, Proposal.findings)
        .join(Proposal, Proposal.id == Decision.proposal_id)
        .where(Decision.track_id.in_(ids))
        .order_by(Decision.round)
    )
    return {track_id: conditions or findings for track_id, conditions, findings in rows}
