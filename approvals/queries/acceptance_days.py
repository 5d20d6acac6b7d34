"""The notices of acceptance of a case, and what moves when one of them gave a wrong day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from approvals.domain.date_change import Move, accept_facts, moves, stage_restart
from approvals.domain.events import Tag
from approvals.domain.legal_days import promise_due_on
from approvals.domain.letters.registry import ACCEPTANCES
from approvals.domain.refusals import NotFound, Stale
from approvals.domain.stage_clock import idle_spans
from approvals.domain.states import WITH_DEPARTMENT, DocumentState, LineState
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.models.traces import CaseEvent
from approvals.queries.access import find_case
from approvals.queries.clocks import facts_of
from approvals.queries.stage_items import items_of, limits_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import Item, Material
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class AcceptanceNoticeRow:
    """A notice that holds, its day, and the items of it that are still undecided."""

    notice: str
    number: str
    accepted_on: dt.date
    is_deemed: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class PromiseMove:
    """A deferred paper whose day follows the acceptance."""

    paper: Material
    item: Item
    old_due_on: dt.date
    new_due_on: dt.date


@dataclass(frozen=True)
class AcceptancePreview:
    """What the change would move: due days by item, promises, and the stage, None where its first acceptance stays."""

    items: tuple[tuple[Item, tuple[Move, ...]], ...]
    promises: tuple[PromiseMove, ...]
    stage: Move | None


def case_notices(session: Session, case: str, actor: Actor) -> tuple[AcceptanceNoticeRow, ...]:
    """The notices of a case that still hold and have an undecided item, oldest first."""
    row = find_case(session, case, actor)
    return _notices(session, row.id, catalogue_version(session, row.catalogue_version_id))


def _notices(session: Session, case_id: int, catalogue: Catalogue) -> tuple[AcceptanceNoticeRow, ...]:
    rows = session.execute(
        select(Document.public_id, Document.number, Track.item_code, Track.admitted_on, Track.is_deemed)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .join(Track, Track.id == DocumentTrack.track_id)
        .where(
            Document.case_id == case_id,
            Document.kind.in_(ACCEPTANCES),
            Document.state.in_([DocumentState.QUEUED, DocumentState.ISSUED]),
            Track.state.in_(list(WITH_DEPARTMENT)),
        )
        .order_by(Document.id, Track.id)
    ).all()
    found: dict[str, AcceptanceNoticeRow] = {}
    for row in rows:
        fresh = AcceptanceNoticeRow(row.public_id, row.number, row.admitted_on, row.is_deemed, ())
        before = found.get(row.public_id, fresh)
        found[row.public_id] = replace(before, items=(*before.items, catalogue.items[row.item_code]))
    return tuple(found.values())


def notice_in_force(session: Session, case_id: int, notice: str) -> Document:
    """The notice of this case by its public id; NotFound, or Stale with who replaced it meanwhile."""
    found = session.scalar(
        select(Document).where(
            Document.case_id == case_id, Document.public_id == notice, Document.kind.in_(ACCEPTANCES)
        )
    )
    if found is None:
        raise NotFound
    if found.state in (DocumentState.QUEUED, DocumentState.ISSUED):
        return found
    tag = Tag.ACCEPTANCE_CORRECTED.value
    event = session.scalar(
        select(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.tag == tag).order_by(CaseEvent.seq.desc())
    )
    raise Stale(tag=tag, actor_id=event.actor_id if event else None, at=event.at if event else None)


def tracks_of_notice(session: Session, document_id: int) -> Sequence[Track]:
    """The undecided items a notice accepted, with their pauses."""
    return session.scalars(
        select(Track)
        .join(DocumentTrack, DocumentTrack.track_id == Track.id)
        # a later round has its own day zero, which the notice did not tell
        .where(DocumentTrack.document_id == document_id, Track.state.in_(list(WITH_DEPARTMENT)), Track.round == 1)
        .options(selectinload(Track.pauses))
        .order_by(Track.id)
    ).all()


def acceptance_moves(
    session: Session, document_id: int, accepted_on: dt.date, calendar: WorkingCalendar, today: dt.date
) -> dict[int, tuple[Move, ...]]:
    """What moves, by track; nothing for one whose clocks wait for another item, or began when that one ended.

    Raises the refusals of `accept_facts` for any item: the notice is right for all of them, or for none.
    """
    tracks = tracks_of_notice(session, document_id)
    behind = _released(session, [track.id for track in tracks])
    found: dict[int, tuple[Move, ...]] = {}
    for track in tracks:
        before = facts_of(track, track.pauses)
        if before is None:
            continue
        waits = track.accepted_on is None or track.id in behind
        known = replace(before, accepted_on=track.admitted_on, pauses=()) if waits else before
        if track.id in behind:  # its receipt is the day the other item ended; the case's own is what counts here
            known = replace(known, receipt_on=min(known.receipt_on, track.case.receipt_on or known.receipt_on))
        after = accept_facts(known, accepted_on, is_deemed=track.is_deemed, calendar=calendar, today=today)
        found[track.id] = () if waits else moves(before, after, calendar, today)
    return found


def later_promise(line: CommitmentLine, track: Track, accepted_on: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The day of a promise counted from the true acceptance; never before the one the applicant was told."""
    due_on = promise_due_on(accepted_on, line.days_wd, track.committed_wd or line.days_wd, calendar)
    return max(due_on, line.due_on or due_on)


def acceptance_preview(
    session: Session,
    case: str,
    notice: str,
    accepted_on: dt.date,
    actor: Actor,
    calendar: WorkingCalendar,
    today: dt.date,
) -> AcceptancePreview:
    """What `correct_acceptance` would move; raises what it would raise. NotFound for a notice that does not hold."""
    row = find_case(session, case, actor)
    catalogue = catalogue_version(session, row.catalogue_version_id)
    document = notice_in_force(session, row.id, notice)
    found = acceptance_moves(session, document.id, accepted_on, calendar, today)
    tracks = {track.id: track for track in tracks_of_notice(session, document.id)}
    items = tuple((catalogue.items[tracks[one].item_code], moved) for one, moved in found.items())
    promises = _promises(session, tracks, catalogue, accepted_on, calendar)
    return AcceptancePreview(items, promises, _stage(session, row, tracks, accepted_on, calendar, today))


def _stage(
    session: Session,
    case: Case,
    moved: Collection[int],
    accepted_on: dt.date,
    calendar: WorkingCalendar,
    today: dt.date,
) -> Move | None:
    """The joint limit runs from the first acceptance of the case, whichever notice told it."""
    kept = select(func.min(Track.admitted_on)).where(Track.case_id == case.id, Track.id.not_in(moved))
    first = min(day for day in (accepted_on, session.scalar(kept)) if day is not None)
    limits = limits_of(session, [case])[case.id]
    stops = idle_spans([item.facts for item in items_of(session, [case], calendar)[case.id].values()])
    return stage_restart(limits, stops, first, calendar, today)


def _promises(
    session: Session, tracks: dict[int, Track], catalogue: Catalogue, accepted_on: dt.date, calendar: WorkingCalendar
) -> tuple[PromiseMove, ...]:
    rows = session.execute(
        select(CommitmentLine, CaseMaterial.material_code)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(CommitmentLine.track_id.in_(list(tracks)), CommitmentLine.state == LineState.OPEN)
        .order_by(CommitmentLine.id)
    )
    return tuple(
        PromiseMove(
            catalogue.materials[code],
            catalogue.items[tracks[line.track_id].item_code],
            line.due_on or accepted_on,
            later_promise(line, tracks[line.track_id], accepted_on, calendar),
        )
        for line, code in rows
    )


def _released(session: Session, track_ids: Sequence[int]) -> frozenset[int]:
    """Tracks whose clocks began when the item before them ended."""
    return frozenset(
        track_id
        for track_id in session.scalars(
            select(CaseEvent.track_id).where(
                CaseEvent.track_id.in_(track_ids), CaseEvent.tag == Tag.TRACK_RELEASED_UPSTREAM.value
            )
        )
        if track_id is not None
    )
