"""A look at papers before filing: who may be asked about which papers, and when the answer still helps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from approvals.domain.plan import Plan

MOST_CHARACTERS = 2_000


class PrecheckState(StrEnum):
    """`open` until the department has answered or the applicant has taken it back."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


def askable(plan: Plan, uploaded: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The departments of the plan, each with the uploaded papers (codes) that its items want; in the plan's order.

    A department that wants none of them has nothing to look at and is left out.
    """
    found: dict[str, tuple[str, ...]] = {}
    for department in plan.departments:
        items = {planned.code for planned in plan.items if planned.item.department == department}
        papers = tuple(
            paper.code for paper in plan.papers if paper.code in uploaded and not items.isdisjoint(paper.wanted_by)
        )
        if papers:
            found[department] = papers
    return found
