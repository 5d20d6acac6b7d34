"""Every state and every flag has exactly one exchange code, and every code is reached."""

from itertools import combinations

import pytest

from approvals.domain.exchange_status import (
    CLOSED_WITHOUT_DECISION,
    ENDED,
    PASSED,
    Blzt,
    Flag,
    exchange_status,
    flags_of,
    states_of,
)
from approvals.domain.states import TrackState

EVERY_FLAG_SET = [set(chosen) for size in range(len(Flag) + 1) for chosen in combinations(Flag, size)]


def test_every_state_has_a_code_whatever_the_flags_and_every_code_is_reached() -> None:
    reached = {exchange_status(state, flags) for state in TrackState for flags in EVERY_FLAG_SET}
    assert reached == set(Blzt)
    assert sorted(reached) == list(range(1, 17))


@pytest.mark.parametrize(
    "state, flags, code",
    [
        ("filed", (), 1),
        ("withdrawn", (), 2),
        ("lapsed", (), 2),
        ("queued", (), 3),
        ("not_required", (), 4),
        ("inadmissible", (), 5),
        ("correction_open", (), 6),
        ("filed", ("corrected",), 7),
        ("correction_open", ("corrected",), 6),
        ("in_review", (), 8),
        ("proposed", ("deferred",), 8),
        ("in_review", ("paused",), 9),
        ("queued", ("paused", "resumed"), 9),
        ("in_review", ("resumed",), 10),
        ("granted", (), 11),
        ("granted", ("deferred", "resumed"), 12),
        ("refused", ("deferred",), 13),
        ("recalled", (), 14),
        ("revoked", ("deferred",), 15),
        ("in_review", ("withdrawal_requested", "paused"), 16),
        ("granted", ("withdrawal_requested",), 11),
    ],
)
def test_the_code_follows_the_table(state: str, flags: tuple[str, ...], code: int) -> None:
    assert exchange_status(TrackState(state), {Flag(flag) for flag in flags}) == code


def test_ends_and_closures_are_those_of_the_standard() -> None:
    assert (sorted(ENDED), sorted(PASSED)) == ([11, 12, 13], [11, 12])
    assert sorted(CLOSED_WITHOUT_DECISION) == [2, 4, 5, 14, 15]


def test_a_flag_is_set_by_what_happened_and_by_nothing_else() -> None:
    nothing = {"was_corrected": False, "was_resumed": False, "is_paused": False, "is_deferred": False}
    assert flags_of(**nothing) == frozenset()
    each = [flags_of(**nothing | {name: True}) for name in nothing]
    assert each == [{Flag.CORRECTED}, {Flag.RESUMED}, {Flag.PAUSED}, {Flag.DEFERRED}]


def test_every_state_of_ours_is_found_again_under_a_code() -> None:
    assert {state for code in Blzt for state in states_of(code)} == set(TrackState)
    assert states_of(Blzt.IN_REVIEW) == (TrackState.IN_REVIEW, TrackState.PROPOSED)
    assert states_of(Blzt.WITHDRAWN) == (TrackState.LAPSED, TrackState.WITHDRAWN)
