"""The verdict: the register first, the seal second, and never a yes for bytes the register does not know."""

from __future__ import annotations

from itertools import product

from approvals.domain.states import DocumentState
from approvals.domain.verification import BY_STATE, Evidence, Finding, Seal, Step, Verdict, judge, steps

EVERY = [
    Evidence(
        state=state, same_bytes=same, seal=seal, same_organ=organ, same_facts=facts, is_sealed_by_us=ours,
    )
    for state, same, seal, organ, facts, ours in product(
        (None, *DocumentState), (None, True, False), Seal, (None, True, False), (None, True, False), (True, False)
    )
]  # fmt: skip


def test_every_state_of_a_document_has_its_verdict() -> None:
    assert set(BY_STATE) == set(DocumentState)


def test_bytes_the_register_does_not_know_are_never_valid() -> None:
    told = {judge(each) for each in EVERY if each.same_bytes is False}
    assert told == {Verdict.ALTERED, Verdict.UNKNOWN}


def test_nothing_the_register_does_not_have_is_valid() -> None:
    assert {judge(each) for each in EVERY if each.state is None} == {Verdict.ALTERED, Verdict.UNKNOWN}


def test_a_valid_file_has_no_step_that_says_no() -> None:
    for each in EVERY:
        if judge(each) is Verdict.VALID:
            assert Finding.NO not in [finding for _, finding in steps(each)], each


def test_a_seal_of_ours_that_does_not_hold_makes_even_known_bytes_doubtful() -> None:
    for seal in (Seal.BROKEN, Seal.FOREIGN, Seal.NONE):
        assert judge(Evidence(state=DocumentState.ISSUED, same_bytes=True, seal=seal)) is Verdict.DOUBTFUL
    for seal in (Seal.UNREAD, Seal.HOLDS):
        assert judge(Evidence(state=DocumentState.ISSUED, same_bytes=True, seal=seal)) is Verdict.VALID


def test_what_we_did_not_seal_is_not_asked_for_our_seal() -> None:
    own = Evidence(state=DocumentState.ISSUED, same_bytes=True, seal=Seal.NONE, is_sealed_by_us=False)
    assert judge(own) is Verdict.VALID
    assert [step for step, _ in steps(own)] == [Step.REGISTER, Step.FINGERPRINT, Step.STANDING]


def test_a_broken_seal_of_ours_without_a_name_is_still_called_altered() -> None:
    assert judge(Evidence(state=None, same_bytes=False, seal=Seal.BROKEN)) is Verdict.ALTERED


def test_number_and_code_alone_check_the_register_and_the_standing() -> None:
    found = Evidence(state=DocumentState.REVOKED)
    assert steps(found) == ((Step.REGISTER, Finding.YES), (Step.STANDING, Finding.NO))
    assert judge(found) is Verdict.REVOKED
