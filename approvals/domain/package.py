"""Projects applied for together (捆绑打包): who decides what once for all of them, and what for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from approvals.domain.plan import Plan, PlannedItem, PlannedPaper
from approvals.domain.prerequisites import MET
from approvals.domain.refusals import Refusal
from approvals.domain.states import UNDECIDED, TrackState
from departments.domain.catalogue import Item
from departments.domain.catalogue_words import ResultLetter

MOST_MEMBERS = 500
FEWEST_MEMBERS = 2


class Scope(StrEnum):
    """One decision that answers every member, or one decision for each."""

    PER_PACKAGE = "per_package"
    PER_MEMBER = "per_member"


def usual_scope(item: Item) -> Scope:
    """Who nobody chose for: a licence is a paper of its own site, everything else is examined once.

    Proposal, feasibility study and budget of similar projects are one document (fact sheet, row 3.16).
    """
    return Scope.PER_MEMBER if item.result_letter is ResultLetter.LICENCE_DECISION else Scope.PER_PACKAGE


def scopes_of(items: Collection[Item], chosen: Mapping[str, Scope]) -> dict[str, Scope]:
    """Item → scope: what was chosen, else what is usual."""
    return {item.code: chosen.get(item.code, usual_scope(item)) for item in items}


def of_all(members: Sequence[Mapping[str, Sequence[TrackState]]]) -> dict[str, TrackState]:
    """How an item decided for each member stands for the package: granted once every member holds it.

    Of those that do not hold it one that runs speaks for all, else one that ended; a member that never applied keeps it
    running, because it may still apply.
    """
    found: dict[str, TrackState] = {}
    for code in {code for states in members for code in states}:
        lacking = [one for one in (states.get(code, ()) for states in members) if not MET.intersection(one)]
        ended = next((state for one in lacking for state in one if state not in UNDECIDED), None)
        runs = any(not one or UNDECIDED.intersection(one) for one in lacking)
        found[code] = TrackState.GRANTED if not lacking else TrackState.FILED if runs or ended is None else ended
    return found


def check_leaves(members: int) -> None:
    """Raises Refusal 'package_last_member' when nobody would be left of a package of so many."""
    if members <= 1:
        raise Refusal("package_last_member")


def part_of(plan: Plan, codes: Collection[str]) -> Plan:
    """The same filing with these of its items alone, and the papers that these want.

    What an item waits for in the other part is a result of another case for it (`needs_first`).
    """
    items = tuple(_alone(one, codes) for one in plan.items if one.code in codes)
    papers = tuple(_wanted(paper, items) for paper in plan.papers if set(paper.wanted_by) & set(codes))
    seats = {one.item.department for one in items}
    return replace(
        plan, items=items, papers=papers, departments=tuple(seat for seat in plan.departments if seat in seats)
    )


def _alone(planned: PlannedItem, codes: Collection[str]) -> PlannedItem:
    elsewhere = tuple(wait.item for wait in planned.waits_for if wait.item not in codes)
    waits = tuple(wait for wait in planned.waits_for if wait.item in codes)
    return replace(planned, waits_for=waits, needs_first=(*planned.needs_first, *elsewhere))


def _wanted(paper: PlannedPaper, items: Collection[PlannedItem]) -> PlannedPaper:
    codes = {one.code for one in items}
    required = any(demand.material == paper.code and demand.required for one in items for demand in one.demands)
    return replace(
        paper,
        required=required,
        wanted_by=tuple(code for code in paper.wanted_by if code in codes),
        deferrable_for={code: days for code, days in paper.deferrable_for.items() if code in codes},
        vouched_for=tuple(code for code in paper.vouched_for if code in codes),
    )
