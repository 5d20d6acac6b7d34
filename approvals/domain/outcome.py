"""What stands between a track and its decision.

A blocker stops a grant, never a refusal and never the examination. The page names every blocker, so none hides another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.domain.states import GRANTED, UNDECIDED, LineState, Outcome, Supply, TrackState, Verdict

_ARRIVES_BY_ITSELF = frozenset({Supply.FORM, Supply.SHARED, Supply.UPSTREAM, Supply.HELD})
SITE_VISIT_OFFICERS = 2
"""Whoever checks substance on the spot comes in twos (行政许可法 34)."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a grant must wait; `params` are facts for the sentence (names in both languages, days, states)."""

    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PaperFact:
    """One paper that the item demands. `verdict` is the latest one on the latest version; `has_version`: it is there.

    `producers` are the items whose result it is; `promised_on` is the due day of this item's own promise line.
    """

    code: str
    name_zh: str
    name_en: str
    required: bool
    supply: Supply
    has_version: bool
    verdict: Verdict | None = None
    producers: tuple[str, ...] = ()
    promise: LineState | None = None
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class UpstreamFact:
    """Another item of the project that this one's decision waits for.

    `state` is None for one that lies in no case of the project: it was never applied for.
    `rests_on_document`: the applicant has handed in an existing document in its place.
    """

    item: str
    name_zh: str
    name_en: str
    state: TrackState | None
    rests_on_document: bool = False


@dataclass(frozen=True, slots=True)
class OpenPause:
    kind: str
    started_on: date


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """Everything a grant depends on. `visit_officers` is None while no visit is recorded; `signer` while nobody signs."""

    papers: tuple[PaperFact, ...] = ()
    upstream: tuple[UpstreamFact, ...] = ()
    open_pauses: tuple[OpenPause, ...] = ()
    needs_site_visit: bool = False
    visit_officers: int | None = None
    proposer: int | None = None
    signer: int | None = None


def decision_blockers(outcome: Outcome, facts: GrantFacts) -> tuple[Blocker, ...]:
    """What stops this decision from being signed: for a refusal only that four eyes must see it."""
    return grant_blockers(facts) if outcome is Outcome.GRANT else tuple(_four_eyes(facts))


def grant_blockers(facts: GrantFacts) -> tuple[Blocker, ...]:
    """Every reason why this item cannot be granted now; empty when it can."""
    upstream = tuple(_upstream(facts.upstream))
    waiting = {fact.item for fact in facts.upstream if _blocks(fact)}
    papers = (blocker for paper in facts.papers for blocker in _paper(paper, waiting))
    pauses = (
        Blocker("pause_open", {"kind": pause.kind, "started_on": pause.started_on}) for pause in facts.open_pauses
    )
    return (*upstream, *papers, *pauses, *_site_visit(facts), *_four_eyes(facts))


def _upstream(facts: tuple[UpstreamFact, ...]) -> Iterator[Blocker]:
    for fact in facts:
        if _blocks(fact):
            code = "upstream_pending" if fact.state in UNDECIDED else "upstream_failed"
            code = "upstream_absent" if fact.state is None else code
            params = {"item": fact.item, "item_zh": fact.name_zh, "item_en": fact.name_en, "state": fact.state}
            yield Blocker(code, params)


def _blocks(fact: UpstreamFact) -> bool:
    """An item that turned out not to be required is no prerequisite; a failed one may be replaced by a document."""
    if fact.state in GRANTED or fact.state is TrackState.NOT_REQUIRED:
        return False
    return fact.state in UNDECIDED or not fact.rests_on_document


def _paper(paper: PaperFact, waiting: set[str]) -> Iterator[Blocker]:
    """At most one blocker per paper. A paper that a blocking upstream item will produce is named there already."""
    params = {"paper": paper.code, "paper_zh": paper.name_zh, "paper_en": paper.name_en}
    promised = paper.promise in (LineState.OPEN, LineState.BROKEN)
    code = "promise_open" if paper.promise is LineState.OPEN else "promise_broken"
    owed = Blocker(code, params | {"due_on": paper.promised_on})
    if not paper.has_version:
        if promised:
            yield owed
        elif paper.required and not waiting.intersection(paper.producers):
            yield Blocker("paper_missing", params)
    elif paper.verdict is Verdict.RETURNED and (paper.required or promised):
        yield Blocker("paper_returned", params)
    elif paper.verdict is None and paper.supply not in _ARRIVES_BY_ITSELF and (paper.required or promised):
        yield Blocker("paper_not_accepted", params)
    elif promised:
        yield owed


def _site_visit(facts: GrantFacts) -> Iterator[Blocker]:
    if facts.needs_site_visit and facts.visit_officers is None:
        yield Blocker("site_visit_missing", {})
    elif facts.needs_site_visit and (facts.visit_officers or 0) < SITE_VISIT_OFFICERS:
        yield Blocker("second_officer_missing", {})


def is_own(proposer: int | None, decider: int | None) -> bool:
    """Four eyes: whoever proposed neither signs the proposal nor returns it as if another had read it."""
    return decider is not None and decider == proposer


def _four_eyes(facts: GrantFacts) -> Iterator[Blocker]:
    if is_own(facts.proposer, facts.signer):
        yield Blocker("signer_proposed", {})
