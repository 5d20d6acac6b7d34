"""Deferred papers under a signed promise (容缺受理, fact sheet 1.5): the result issues only when all are in and pass."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from approvals.domain.legal_days import promise_due_on
from approvals.domain.plan import Plan
from approvals.domain.refusals import Refusal
from approvals.domain.states import LineState
from departments.domain.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One paper owed to one item within `days_wd` working days of that item's acceptance."""

    paper: str
    item: str
    days_wd: int

    def due_on(self, accepted: date, calendar: WorkingCalendar) -> date:
        """Its own last day; `days_wd` never exceeds the item's committed limit, so no cap is needed here."""
        return promise_due_on(accepted, self.days_wd, self.days_wd, calendar)


def promise_lines(plan: Plan, deferred: Collection[str]) -> tuple[PromiseLine, ...]:
    """The lines that deferring these papers creates: one per paper and item that allows it, in the order of the plan.

    An item that wants the paper but does not allow it later gets no line: there it stays a missing paper. The days are
    the plan's, which never exceed the item's committed limit. Raises Refusal `not_deferrable` (param `material`) for a
    paper of no such plan or one that no item lets come later: main papers are fixed, nobody may improvise.
    """
    papers = {paper.code: paper for paper in plan.papers}
    for code in deferred:
        if code not in papers or not papers[code].deferrable_for:
            raise Refusal("not_deferrable", field=code, material=code)
    return tuple(
        PromiseLine(paper.code, item, days)
        for paper in plan.papers
        if paper.code in deferred
        for item, days in paper.deferrable_for.items()
    )


SIGNERS = frozenset({"owner", "representative", "signer"})
"""Roles of a member that may bind the enterprise: its legal representative, or whom that one authorised."""


def may_sign(role: str) -> bool:
    """Whether a member of this role may sign a promise for the enterprise."""
    return role in SIGNERS


def after_verdict(due_on: date | None, today: date, *, is_accepted: bool) -> LineState:
    """What a verdict makes of a line whose paper came in time: a paper that does not pass is owed again, while there is
    time; after its day the promise is broken, for "in time" means a paper that passes (fact sheet 1.5).
    """
    if is_accepted:
        return LineState.KEPT
    return LineState.OPEN if due_on is None or today <= due_on else LineState.BROKEN


def excused_until(state: LineState, new_on: date, today: date, most_wd: int, calendar: WorkingCalendar) -> date:
    """The new day that force majeure gives a broken line, for a day off the next working day; raises Refusal
    'promise_not_broken', 'excuse_too_late' with the last possible day (`most_wd` working days from today),
    'excuse_too_early'.
    """
    if state is not LineState.BROKEN:
        raise Refusal("promise_not_broken", field="new_on")
    last = calendar.add(today, most_wd)
    if new_on > last:
        raise Refusal("excuse_too_late", field="new_on", last_on=last)
    if new_on <= today:
        raise Refusal("excuse_too_early", field="new_on")
    return calendar.next_working(new_on)


def line_state(due_on: date | None, arrived_on: date | None, today: date, *, is_released: bool = False) -> LineState:
    """Open, kept, broken (late), or released with its item; the day of arrival counts, and the last day is in time.

    `due_on` is None until the item is accepted: the promise does not run yet. A broken line stays broken when the paper
    arrives after all; a person decides whether force majeure excuses it.
    """
    if is_released:
        return LineState.RELEASED
    if arrived_on is not None and (due_on is None or arrived_on <= due_on):
        return LineState.KEPT
    if due_on is not None and (arrived_on or today) > due_on:
        return LineState.BROKEN
    return LineState.OPEN
