"""A project is handed to another enterprise while its items run: who has to say yes, what goes along and what does not.

The clock is the items' own and does not move (design: change_applicant, with consent, same clock). What was decided
before stays in the name it was given to: a licence passes to nobody by itself (行政许可法 9), its change is a matter of
its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from approvals.domain.refusals import NotAllowed, Refusal
from approvals.domain.states import DECIDED, UNDECIDED, LineState, TrackState


class Party(StrEnum):
    """Who has a say in it."""

    FORMER = "former"
    SUCCESSOR = "successor"
    WINDOW = "window"


CARRIED = frozenset({LineState.OPEN, LineState.VOUCHED})
"""Promises that bind whoever is the applicant."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the project's filings as it stands, by the id of its track."""

    track: int
    code: str
    state: TrackState


@dataclass(frozen=True, slots=True)
class Promised:
    """One line that somebody owes, by its id."""

    line: int
    state: LineState


@dataclass(frozen=True, slots=True)
class Passing:
    """What the agreement is about: items that go on under the new name, items decided before, and promises to be taken
    over."""

    going: tuple[Item, ...]
    staying: tuple[Item, ...]
    lines: tuple[int, ...]

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that differ whenever what is agreed to differs; a step inside an item is no difference."""
        said = [[one.track for one in self.going], [one.track for one in self.staying], sorted(self.lines)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def passing(items: Iterable[Item], promised: Iterable[Promised]) -> Passing:
    """What goes along today. Raises Refusal 'nothing_runs' when every item has ended, 'promise_settled_first' while a
    broken promise waits for a decision: whoever broke it answers for it."""
    known, owed = tuple(items), tuple(promised)
    going = tuple(one for one in known if one.state in UNDECIDED)
    if not going:
        raise Refusal("nothing_runs")
    if any(one.state is LineState.BROKEN for one in owed):
        raise Refusal("promise_settled_first")
    staying = tuple(one for one in known if one.state in DECIDED)
    return Passing(going, staying, tuple(one.line for one in owed if one.state in CARRIED))


def check_taken(promised: Sequence[int], ticked: Collection[int]) -> None:
    """The successor takes every line upon itself, one by one. Raises Refusal 'promises_not_taken' with how many it left
    out: none may be left without somebody who owes it."""
    left_out = set(promised) - set(ticked)
    if left_out:
        raise Refusal("promises_not_taken", field="lines", count=len(left_out))


def check_signed(promised: Collection[int], signed: Collection[int]) -> None:
    """What is promised by now was signed for. A line kept since is no difference; raises Refusal 'handover_changed'."""
    if not set(promised) <= set(signed):
        raise Refusal("handover_changed")


def require_party(parties: Collection[Party], wanted: Party) -> None:
    """Raises NotAllowed 'successor_only' or 'window_only' for one of the others."""
    if wanted not in parties:
        raise NotAllowed("successor_only" if wanted is Party.SUCCESSOR else "window_only")


def ends_as_taken_back(party: Party, *, consented: bool) -> bool:
    """Whether ending it is taking one's own word back: that of who asked, or of who had consented. Else it is a no."""
    return party is Party.FORMER or (party is Party.SUCCESSOR and consented)
