"""What an item needs of the project beyond its own case: a granted, living result of an earlier filing (Art. 26 ¶2 joins
departments, it does not let a later stage run ahead of what it rests on)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from approvals.domain.states import GRANTED, UNDECIDED, TrackState
from departments.domain.catalogue import Catalogue, Item
from departments.domain.condition import Answers, evaluate

Standings = Mapping[str, Sequence[TrackState]]
"""Item code → the states of its tracks in the whole project, the newest first."""
MET = GRANTED.union((TrackState.NOT_REQUIRED,))


def with_brought(standings: Standings, brought: Collection[str]) -> Standings:
    """A result that the applicant has from elsewhere stands like one that was granted here."""
    if not brought:
        return standings
    return {**standings, **{code: (TrackState.GRANTED, *standings.get(code, ())) for code in brought}}


def applied_again(own: TrackState, states: Sequence[TrackState]) -> TrackState:
    """How an item of the case stands: once it ended without a grant, what another case of the project made of it counts.

    `states` are those of its tracks in the whole project.
    """
    if own in MET or own in UNDECIDED:
        return own
    met = next((state for state in states if state in MET), None)
    return met or next((state for state in states if state in UNDECIDED), own)


def unmet(
    catalogue: Catalogue, item: Item, inside: Collection[str], standings: Standings, answers: Answers
) -> Iterator[tuple[str, TrackState | None]]:
    """Prerequisites outside the case that hold no granted result, with how they stand; None: never applied for.

    `inside` are the items the case itself waits for; they are followed there. What was never applied for is needed only
    when the project's answers say that it applies: an answer nobody gave makes no prerequisite.
    """
    for prerequisite in item.prerequisites:
        code = prerequisite.item
        if code not in inside:
            states = standings.get(code, ())
            applies = evaluate(catalogue.items[code].condition, answers)
            running = next((state for state in states if state in UNDECIDED), None)
            if MET.intersection(states):
                continue
            if running is not None or (applies is not False and states) or applies:
                yield code, running or next(iter(states), None)
