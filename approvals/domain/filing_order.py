"""The next stage filed the moment the results it waits for are there (压茬), when the applicant said so before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from approvals.domain.plan import Plan
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.prerequisites import MET, Standings, unmet
from approvals.domain.refusals import Refusal
from approvals.domain.states import UNDECIDED, Supply
from departments.domain.catalogue import Catalogue, Stage
from departments.domain.condition import Answers, evaluate

FILED = "filed"
TAKEN_BACK = "taken_back"
REPLACED = "replaced"
"""How an order ends, beside the code of whatever refusal kept it from being carried out."""


def awaited(plan: Plan, standings: Standings) -> tuple[str, ...]:
    """Items of other filings that must be granted before this one is filed: what its items need first, and what is in
    handling there and makes a paper of this filing. In the order in which they are met."""
    mine = {planned.code for planned in plan.items}
    first = [code for planned in plan.items for code in planned.needs_first]
    made = [
        producer
        for paper in plan.papers
        if paper.required and paper.supply is PlannedSupply.UPSTREAM
        for producer in paper.material.producers
        if producer not in mine and not _is_met(standings.get(producer, ()))
        if UNDECIDED.intersection(standings.get(producer, ()))
    ]
    return tuple(dict.fromkeys((*first, *made)))


def is_called(awaits: Collection[str], met: Collection[str]) -> bool:
    """Whether the last result an order waits for is there."""
    return frozenset(awaits) <= frozenset(met)


def lacking(plan: Plan, papers: Mapping[str, Supply], shared: Collection[str]) -> tuple[str, ...]:
    """Required papers that would be missing if this were filed now; `shared` are those another organ has."""
    return tuple(paper.code for paper in plan.required_papers if not _comes(paper.code, plan, papers, shared))


def check_order(plan: Plan, awaits: Sequence[str], missing: Sequence[str]) -> None:
    """Filing ahead is for what is complete and waits for something. Raises Refusal 'nothing_awaited' when it could be
    filed at once, 'order_incomplete' naming the papers that are not there."""
    if not awaits:
        raise Refusal("nothing_awaited")
    check_complete(missing)


def check_complete(missing: Sequence[str]) -> None:
    """Raises Refusal 'order_incomplete': nobody is there to be warned, so what lacks a paper is not filed unseen."""
    if missing:
        raise Refusal("order_incomplete", papers=list(missing), count=len(missing))


def _comes(code: str, plan: Plan, papers: Mapping[str, Supply], shared: Collection[str]) -> bool:
    paper, supply = next(one for one in plan.papers if one.code == code), papers.get(code)
    if supply is Supply.UPLOADED or paper.supply not in (PlannedSupply.UPLOAD, PlannedSupply.SHARING):
        return True
    return code in shared or (supply is Supply.DEFERRED and bool(paper.deferrable_for))


@dataclass(frozen=True, slots=True)
class Offered:
    """A stage whose prerequisites are all there, and the items outside it whose results opened it."""

    stage: Stage
    opened_by: tuple[str, ...]


def offered(
    catalogue: Catalogue, theme: str, standings: Standings, answers: Answers, begun: Collection[str]
) -> Iterator[Offered]:
    """The stages to go on with: something was granted for them, nothing is lacking, and nobody has filed them yet.

    An item that does not apply by what was answered so far asks for nothing.
    """
    for stage in catalogue.themes[theme].stages:
        items = [one for one in catalogue.items_of(stage.code) if evaluate(one.condition, answers) is not False]
        inside = {one.code for one in items}
        outside = [each.item for one in items for each in one.prerequisites if each.item not in inside]
        met = tuple(code for code in dict.fromkeys(outside) if _is_met(standings.get(code, ())))
        is_open = not any(True for one in items for _ in unmet(catalogue, one, inside, standings, answers))
        if stage.code not in begun and met and is_open:
            yield Offered(stage, met)


def _is_met(states: Collection[object]) -> bool:
    return any(state in MET for state in states)
