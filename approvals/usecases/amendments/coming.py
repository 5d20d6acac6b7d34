"""New items become items of the running filing (add_track), with a receipt and a five-day clock of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_time
from approvals.domain.legal_days import notice_due_on, receipt_on
from approvals.domain.plan import PlannedItem
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.states import UNDECIDED, Supply, TrackState
from approvals.models.cases import Track, TrackUpstream
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.usecases.amendments.moving import Move
from approvals.usecases.enterprise.filing_letters import issue_receipt
from approvals.usecases.enterprise.filing_rows import add_demands, add_papers, add_tracks


def bring_in(session: Session, move: Move, tracks: Mapping[str, Track]) -> dict[str, CaseMaterial]:
    """Add the tracks, the papers nobody has asked for yet, and what each waits for; returns the papers of the filing.

    A paper that is there already serves the new items as it is: it is never asked for twice.
    """
    papers = _papers(session, move)
    coming = [item for item in move.planned.items if item.code in move.made.coming]
    if not coming:
        return papers
    received = receipt_on(local_time(move.now), move.close_of_business, move.file.calendar)
    # who waits for whom is written below: some of those waited for are here already
    bare = replace(move.planned, items=tuple(replace(item, waits_for=()) for item in coming))
    added = add_tracks(session, move.file, bare, move.now)
    for track in added.values():
        track.receipt_on = received
    _count_from(session, move, tracks, received)
    add_demands(session, bare, added, papers)
    _wait(session, move.planned.items, {**tracks, **added}, set(added))
    _receipt(session, move, coming, papers, received)
    return papers


def _papers(session: Session, move: Move) -> dict[str, CaseMaterial]:
    """What is there stays; what is not, or is wanted for the first time, is looked for as at a filing."""
    case_id = move.file.case.id
    known = {
        row.material_code: row for row in session.scalars(select(CaseMaterial).where(CaseMaterial.case_id == case_id))
    }
    _expect_no_more(session, move, known)
    absent = {code: row for code, row in known.items() if row.supply is Supply.MISSING}
    fresh = tuple(paper for paper in move.planned.papers if paper.code not in known or paper.code in absent)
    for paper in move.planned.papers:
        if paper.code in known:
            known[paper.code].is_required = paper.required
    return known | add_papers(session, move.file, replace(move.planned, papers=fresh), absent, move.sharing)


def _expect_no_more(session: Session, move: Move, known: Mapping[str, CaseMaterial]) -> None:
    """A result that no item of the project makes any more has to be handed in, unless it came already."""
    asked = {paper.code for paper in move.planned.papers if paper.supply is PlannedSupply.UPLOAD}
    rows = [row for code, row in known.items() if code in asked and row.supply is Supply.UPSTREAM]
    came = select(MaterialVersion.case_material_id).where(
        MaterialVersion.case_material_id.in_([row.id for row in rows])
    )
    there = set(session.scalars(came)) if rows else set()
    for row in rows:
        if row.id not in there:
            row.supply = Supply.MISSING


def _count_from(session: Session, move: Move, tracks: Mapping[str, Track], received: dt.date) -> None:
    """The window's five days are shown from the new receipt, unless older items still wait for its answer."""
    if any(track.state is TrackState.FILED and track.item_code not in move.made.going for track in tracks.values()):
        return
    case = move.file.case
    case.receipt_on, case.notice_due_on = received, notice_due_on(received, move.file.calendar)


def _wait(session: Session, items: Sequence[PlannedItem], tracks: Mapping[str, Track], added: set[str]) -> None:
    """Write only pairs with a new item in them: the others are known since the filing."""
    waits = [
        {"track_id": tracks[item.code].id, "upstream_id": tracks[wait.item].id, "needed_for": wait.needed_for.value}
        for item in items
        for wait in item.waits_for
        if not added.isdisjoint((item.code, wait.item)) and wait.item in tracks and tracks[item.code].state in UNDECIDED
    ]
    if waits:
        session.execute(insert(TrackUpstream), waits)


def _receipt(
    session: Session, move: Move, coming: Sequence[PlannedItem], papers: dict[str, CaseMaterial], received: dt.date
) -> None:
    """收件凭证 for what came in addition, with the day by which the window answers it."""
    wanted = {demand.material for item in coming for demand in item.demands}
    part = replace(
        move.planned,
        items=tuple(coming),
        papers=tuple(paper for paper in move.planned.papers if paper.code in wanted),
    )
    days = (received, notice_due_on(received, move.file.calendar))
    issue_receipt(session, move.file, part, papers, move.actor, move.now, days=days)
