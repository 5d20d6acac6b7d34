"""What may follow what: the one table of an item's moves, read from both ends."""

from __future__ import annotations

import pytest

from approvals.domain.refusals import Refusal
from approvals.domain.states import ENDED, GRANTED, UNDECIDED, TrackState
from approvals.domain.track_flow import FLOW, REOPENABLE, next_state

TAKING_BACK = {"revoke": TrackState.REVOKED, "recall": TrackState.RECALLED, "cancel": TrackState.CANCELLED}


def from_which(verb: str) -> set[TrackState]:
    return {state for state, known in FLOW if known == verb}


@pytest.mark.parametrize(("verb", "end"), TAKING_BACK.items())
def test_only_what_was_granted_can_be_taken_back(verb: str, end: TrackState) -> None:
    assert from_which(verb) == set(GRANTED)
    assert {next_state(state, verb) for state in GRANTED} == {end}


def test_only_what_is_undecided_is_terminated_or_withdrawn() -> None:
    assert from_which("terminate") == from_which("withdraw") == set(UNDECIDED)


def test_an_act_of_the_department_is_decided_anew_and_an_act_of_the_applicant_is_not() -> None:
    assert from_which("reopen") == set(REOPENABLE)
    assert not {TrackState.WITHDRAWN, TrackState.LAPSED, TrackState.NOT_REQUIRED, TrackState.INADMISSIBLE} & REOPENABLE
    assert {next_state(state, "reopen") for state in REOPENABLE} == {TrackState.QUEUED}


def test_from_an_end_nothing_leads_on_but_a_verb_that_changes_what_was_decided() -> None:
    assert {verb for state, verb in FLOW if state in ENDED} == {*TAKING_BACK, "reopen"}
    with pytest.raises(Refusal, match="no_such_move"):
        next_state(TrackState.REVOKED, "revoke")
