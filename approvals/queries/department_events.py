"""What happened to a filing, newest first, with the names its sentences say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from approvals.models.cases import Track
from approvals.models.traces import CaseEvent
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import Item
from departments.models.people import Account


@dataclass(frozen=True)
class EventRow:
    """One event; `item` is the item it belongs to, None for the whole case and on the page of that one item."""

    tag: str
    params: Mapping[str, Any]
    at: dt.datetime
    who: str
    item: Item | None


def events_of(
    session: Session, case_id: int, catalogue: Catalogue, track_id: int | None = None, limit: int = 60
) -> tuple[EventRow, ...]:
    """Events of a case, or of one track and of the case as a whole; one statement."""
    statement = (
        select(CaseEvent.tag, CaseEvent.facts, CaseEvent.at, Account.name, Track.item_code)
        .outerjoin(Account, Account.id == CaseEvent.actor_id)
        .outerjoin(Track, Track.id == CaseEvent.track_id)
        .where(CaseEvent.case_id == case_id)
        .order_by(CaseEvent.seq.desc())
        .limit(limit)
    )
    if track_id is not None:
        statement = statement.where(or_(CaseEvent.track_id == track_id, CaseEvent.track_id.is_(None)))
    return tuple(
        EventRow(tag, _named(facts, catalogue), at, name or "", None if track_id else catalogue.items.get(code or ""))
        for tag, facts, at, name, code in session.execute(statement)
    )


def last_done_at(session: Session, track: str, tag: str, account_id: int | None) -> dt.datetime | None:
    """When this person last did this to the track (public id)."""
    return session.scalar(
        select(func.max(CaseEvent.at))
        .join(Track, Track.id == CaseEvent.track_id)
        .where(Track.public_id == track, CaseEvent.tag == tag, CaseEvent.actor_id == account_id)
    )


def _named(facts: Mapping[str, Any], catalogue: Catalogue) -> Mapping[str, Any]:
    """The facts with the names of the papers they mention by code."""
    judged = facts.get("papers")
    codes = [facts["material"]] if facts.get("material") else list(judged) if isinstance(judged, dict) else []
    papers = [catalogue.materials[code] for code in codes if code in catalogue.materials]
    if not papers or len(papers) > 2:
        return facts
    names = {"paper_zh": [each.name_zh for each in papers]}
    return {**facts, **names, "paper_en": [each.name_en for each in papers]}
