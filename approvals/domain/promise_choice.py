"""What an applicant chooses to promise in a draft, laid over the plan: 容缺 and 告知承诺, never mixed (fact sheet 1.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from approvals.domain.legal_days import promise_due_on
from approvals.domain.plan import Plan, PlannedItem, PlannedPaper
from approvals.domain.refusals import Refusal
from approvals.domain.states import PromiseKind
from departments.domain.catalogue import Catalogue, Demand
from departments.domain.working_calendar import WorkingCalendar

WHOLE = ""
"""In place of a paper's code: the item as a whole."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: a day for a deferred paper (`days_wd`), or a commitment in place of a proof or of the whole item."""

    kind: PromiseKind
    item: str
    material: str
    days_wd: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One notification-commitment the catalogue lets the applicant choose: a proof, or the item (`material` is WHOLE)."""

    item: str
    material: str
    papers: tuple[str, ...]


def offers(plan: Plan, catalogue: Catalogue) -> tuple[Offer, ...]:
    """Every notification-commitment that can be chosen, whole items first, in the order of the plan."""
    return tuple(offer for planned in plan.items for offer in _of_item(planned, catalogue))


def _of_item(planned: PlannedItem, catalogue: Catalogue) -> Iterable[Offer]:
    item = planned.item
    if item.commitment.barred is not None:
        return
    asked = [demand for demand in planned.demands if not demand.upstream]
    if item.whole_item_commitment:
        yield Offer(item.code, WHOLE, tuple(one.material for one in asked if _goes_with_the_item(one, catalogue)))
    for demand in asked:
        if demand.commitment_replaceable:
            yield Offer(item.code, demand.material, (demand.material,))


def _goes_with_the_item(demand: Demand, catalogue: Catalogue) -> bool:
    """A commitment for the item spares the proofs and the secondary papers; main papers are handed in all the same."""
    return (
        demand.commitment_replaceable or demand.deferrable or catalogue.materials[demand.material].is_commitment_letter
    )


def check_choice(plan: Plan, catalogue: Catalogue, item: str, material: str) -> Offer:
    """The offer that is chosen; raises Refusal 'not_committable' when the catalogue makes none (nobody improvises)."""
    for offer in offers(plan, catalogue):
        if (offer.item, offer.material) == (item, material):
            return offer
    raise Refusal("not_committable", field=material or item, item=item, material=material)


def chosen(offered: Iterable[Offer], choices: Iterable[Choice]) -> tuple[Offer, ...]:
    """The offers in force: a choice whose item or paper went away is none, and the whole item takes in its proofs."""
    wanted = {(one.item, one.material) for one in choices if one.kind is PromiseKind.NOTIFICATION}
    found = [offer for offer in offered if (offer.item, offer.material) in wanted]
    whole = {offer.item for offer in found if offer.material == WHOLE}
    return tuple(offer for offer in found if offer.material == WHOLE or offer.item not in whole)


def with_choices(plan: Plan, catalogue: Catalogue, choices: Collection[Choice]) -> Plan:
    """The plan after the choices: what is vouched for is not asked of the applicant any more, nor may follow later."""
    taken = chosen(offers(plan, catalogue), choices)
    if not taken:
        return plan
    spared = {(offer.item, paper) for offer in taken for paper in offer.papers}
    whole = {offer.item for offer in taken if offer.material == WHOLE}
    items = tuple(
        replace(
            planned,
            is_vouched=planned.code in whole,
            demands=tuple(
                replace(one, required=one.required and (planned.code, one.material) not in spared)
                for one in planned.demands
            ),
        )
        for planned in plan.items
    )
    return replace(plan, items=items, papers=tuple(_paper(paper, items, spared) for paper in plan.papers))


def _paper(paper: PlannedPaper, items: Iterable[PlannedItem], spared: Collection[tuple[str, str]]) -> PlannedPaper:
    vouched = tuple(item for item in paper.wanted_by if (item, paper.code) in spared)
    if not vouched:
        return paper
    required = any(one.required for planned in items for one in planned.demands if one.material == paper.code)
    later = {item: days for item, days in paper.deferrable_for.items() if item not in vouched}
    return replace(paper, required=required, deferrable_for=later, vouched_for=vouched)


def deferral_days(chosen_on: date, accepted: date, most_wd: int, calendar: WorkingCalendar) -> int:
    """The working days after acceptance that a chosen day stands for, if the item is accepted on `accepted`.

    A day off counts as the next working day. Raises Refusal 'deferral_too_late' with the last day, 'deferral_too_early'
    when the day is not after the acceptance.
    """
    last = promise_due_on(accepted, most_wd, most_wd, calendar)
    if chosen_on > last:
        raise Refusal("deferral_too_late", field="day", last_on=last)
    days = calendar.count_between(accepted, calendar.next_working(chosen_on))
    if chosen_on <= accepted or days < 1:
        raise Refusal("deferral_too_early", field="day", accepted_on=accepted)
    return min(days, most_wd)


def days_of(choices: Iterable[Choice], item: str, material: str, most_wd: int) -> int:
    """The working days chosen for one line, the limit where none were or where it has become shorter since."""
    for one in choices:
        if (one.kind, one.item, one.material) == (PromiseKind.DEFERRAL, item, material) and one.days_wd:
            return min(one.days_wd, most_wd)
    return most_wd
