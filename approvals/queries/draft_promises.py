"""What a draft can promise and would sign: real days for deferred papers, and what the organ tells before a commitment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from approvals.domain.legal_days import notice_due_on, promise_due_on, receipt_on
from approvals.domain.letters.notification import STATEMENTS
from approvals.domain.letters.notification_terms import notification_terms
from approvals.domain.promise_choice import WHOLE, Offer
from approvals.queries.enterprise_draft import Draft
from departments.domain.catalogue import Item, Material
from departments.queries.calendar import load_calendar


@dataclass(frozen=True)
class DayLine:
    """One deferred paper for one item: the day chosen and the last day, if it is accepted on the day assumed."""

    paper: Material
    item: Item
    days_wd: int
    most_wd: int
    chosen_on: dt.date
    last_on: dt.date


@dataclass(frozen=True)
class Card:
    """One notification-commitment on offer: the papers it spares, what is told, and whether it is chosen."""

    item: Item
    material: Material | None
    papers: tuple[Material, ...]
    told: Mapping[str, Any]
    is_chosen: bool

    @property
    def key(self) -> str:
        """Its name on the page."""
        return f"{self.item.code}-{self.material.code if self.material else 'all'}"


@dataclass(frozen=True)
class Sheet:
    """One letter as it would be signed: both its parts."""

    item: Item
    told: Mapping[str, Any]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class DraftPromises:
    """`accepted_on`: the day of acceptance that the dates assume, the last day for an answer to a filing of now."""

    accepted_on: dt.date
    lines: tuple[DayLine, ...]
    cards: tuple[Card, ...]
    sheets: tuple[Sheet, ...]


def draft_promises(
    session: Session, draft: Draft, *, moment_local: dt.datetime, close_of_business: dt.time, verify_wd: int
) -> DraftPromises:
    """Everything the promises of a draft say; `verify_wd` as in the settings."""
    calendar, catalogue = load_calendar(session), draft.catalogue
    accepted = notice_due_on(receipt_on(moment_local, close_of_business, calendar), calendar)
    lines = tuple(
        DayLine(
            paper.material, catalogue.items[item], days, paper.deferrable_for[item],
            promise_due_on(accepted, days, days, calendar),
            promise_due_on(accepted, paper.deferrable_for[item], paper.deferrable_for[item], calendar),
        )
        for paper, item, days in draft.promise_lines
    )  # fmt: skip
    taken = draft.vouched
    return DraftPromises(
        accepted,
        lines,
        tuple(_card(draft, offer, taken, verify_wd) for offer in draft.offers),
        tuple(
            _sheet(draft, [offer for offer in taken if offer.item == item], verify_wd)
            for item in dict.fromkeys(offer.item for offer in taken)
        ),
    )


def _card(draft: Draft, offer: Offer, taken: tuple[Offer, ...], verify_wd: int) -> Card:
    item, materials = draft.catalogue.items[offer.item], draft.catalogue.materials
    papers = tuple(materials[code] for code in offer.papers)
    told = notification_terms(item, papers, is_whole=offer.material == WHOLE, verify_wd=verify_wd)
    return Card(item, materials.get(offer.material), papers, told, offer in taken)


def _sheet(draft: Draft, mine: list[Offer], verify_wd: int) -> Sheet:
    item = draft.catalogue.items[mine[0].item]
    papers = [draft.catalogue.materials[code] for offer in mine for code in offer.papers]
    is_whole = any(offer.material == WHOLE for offer in mine)
    return Sheet(item, notification_terms(item, papers, is_whole=is_whole, verify_wd=verify_wd), STATEMENTS)
