"""What blocks a grant, what never blocks a refusal, and when a case is done."""

from dataclasses import replace
from datetime import date

import pytest

from approvals.domain.outcome import (
    GrantFacts,
    OpenPause,
    PaperFact,
    UpstreamFact,
    decision_blockers,
    grant_blockers,
)
from approvals.domain.states import LineState, Outcome, Supply, TrackState, Verdict

PLAN = PaperFact("M018", "用地红线图", "Red-line drawing", True, Supply.UPLOADED, True, Verdict.ACCEPTED)
RECORD = PaperFact("M010", "备案证明", "Filing certificate", True, Supply.UPSTREAM, False, producers=("LX-01",))
FILING = UpstreamFact("LX-01", "企业投资项目备案", "Investment filing", TrackState.IN_REVIEW)


def codes(facts: GrantFacts) -> list[str]:
    return [blocker.code for blocker in grant_blockers(facts)]


def paper(**changes: object) -> list[str]:
    return codes(GrantFacts(papers=(replace(PLAN, **changes),)))  # type: ignore[arg-type]


def test_planning_waits_for_the_filing_and_for_the_promised_drawing_and_for_nothing_else() -> None:
    promised = replace(
        PLAN, supply=Supply.DEFERRED, has_version=False, verdict=None, promise=LineState.OPEN,
        promised_on=date(2026, 3, 11),
    )  # fmt: skip
    facts = GrantFacts(papers=(RECORD, promised), upstream=(FILING,))
    assert codes(facts) == ["upstream_pending", "promise_open"]
    named = grant_blockers(facts)
    assert (named[0].params["item_zh"], named[0].params["state"]) == ("企业投资项目备案", TrackState.IN_REVIEW)
    assert (named[1].params["paper_zh"], named[1].params["due_on"]) == ("用地红线图", date(2026, 3, 11))
    arrived = replace(promised, has_version=True, verdict=Verdict.ACCEPTED, promise=LineState.KEPT)
    issued = replace(RECORD, has_version=True)
    granted = replace(FILING, state=TrackState.GRANTED)
    assert codes(GrantFacts(papers=(issued, arrived), upstream=(granted,))) == []


def test_a_required_paper_blocks_until_it_is_there_and_accepted() -> None:
    assert paper() == []
    assert paper(supply=Supply.MISSING, has_version=False, verdict=None) == ["paper_missing"]
    assert paper(verdict=None) == ["paper_not_accepted"]
    assert paper(verdict=Verdict.RETURNED) == ["paper_returned"]
    assert paper(supply=Supply.DEFERRED, promise=LineState.OPEN, verdict=None) == ["paper_not_accepted"]


def test_an_optional_paper_never_blocks() -> None:
    for changes in ({"verdict": None}, {"verdict": Verdict.RETURNED}, {"has_version": False, "verdict": None}):
        assert paper(required=False, **changes) == []


def test_papers_of_the_form_of_sharing_and_of_other_departments_need_no_verdict_but_may_be_returned() -> None:
    for supply in (Supply.FORM, Supply.SHARED, Supply.UPSTREAM):
        assert paper(supply=supply, verdict=None) == []
        assert paper(supply=supply, verdict=Verdict.RETURNED) == ["paper_returned"]


def test_a_broken_promise_blocks_even_when_the_paper_came_late() -> None:
    assert paper(has_version=False, verdict=None, promise=LineState.BROKEN) == ["promise_broken"]
    assert paper(promise=LineState.BROKEN) == ["promise_broken"]
    assert paper(promise=LineState.RELEASED) == []


def test_a_paper_whose_producer_is_not_required_is_simply_missing() -> None:
    dropped = replace(FILING, state=TrackState.NOT_REQUIRED)
    assert codes(GrantFacts(papers=(RECORD,), upstream=(dropped,))) == ["paper_missing"]


@pytest.mark.parametrize("state", list(TrackState))
def test_every_state_of_an_upstream_item_has_an_answer(state: TrackState) -> None:
    free = {"granted", "varied", "renewed", "not_required"}
    pending = {"filed", "correction_open", "queued", "awaiting_upstream", "in_review", "proposed"}
    expected = [] if state in free else ["upstream_pending"] if state in pending else ["upstream_failed"]
    assert codes(GrantFacts(upstream=(replace(FILING, state=state),))) == expected
    on_paper = replace(FILING, state=state, rests_on_document=True)
    assert codes(GrantFacts(upstream=(on_paper,))) == (["upstream_pending"] if state in pending else [])


def test_an_open_pause_and_a_missing_second_officer_block() -> None:
    assert codes(GrantFacts(open_pauses=(OpenPause("EXPERT_REVIEW", date(2026, 3, 9)),))) == ["pause_open"]
    assert codes(GrantFacts(needs_site_visit=True)) == ["site_visit_missing"]
    assert codes(GrantFacts(needs_site_visit=True, visit_officers=1)) == ["second_officer_missing"]
    assert codes(GrantFacts(needs_site_visit=True, visit_officers=2)) == []
    assert codes(GrantFacts(visit_officers=1)) == []


def test_the_proposer_cannot_sign_and_nobody_is_blocked_before_signing() -> None:
    assert codes(GrantFacts(proposer=7, signer=7)) == ["signer_proposed"]
    assert codes(GrantFacts(proposer=7, signer=8)) == []
    assert codes(GrantFacts(proposer=7)) == codes(GrantFacts()) == []


def test_a_refusal_is_blocked_by_nothing_but_the_four_eyes() -> None:
    worst = GrantFacts((RECORD,), (FILING,), (OpenPause("HEARING", date(2026, 3, 9)),), True, None, 7, 8)
    assert len(grant_blockers(worst)) == 3
    assert decision_blockers(Outcome.GRANT, worst) == grant_blockers(worst)
    assert decision_blockers(Outcome.REFUSE, worst) == ()
    same = decision_blockers(Outcome.REFUSE, replace(worst, signer=7))
    assert [blocker.code for blocker in same] == ["signer_proposed"]
