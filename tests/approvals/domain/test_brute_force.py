"""Two hundred thousand random cases, five time zones: the clock and a walk over every day never differ.

`CLOCK_SEED=7 pytest tests/approvals/domain/test_brute_force.py` tries others; `make deep` tries ten million.
"""

import os
import time
from collections.abc import Iterator
from itertools import islice

import pytest

from tests.approvals.domain.brute_cases import ZONES, differences

SEED = int(os.environ.get("CLOCK_SEED", "20261122"))
SHARDS, CASES = 8, 5_000
NOW = int(os.environ.get("CLOCK_CASES", CASES))


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands in another part of the world; nothing here may notice."""
    with monkeypatch.context() as moved:
        moved.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def test_there_are_two_hundred_thousand_cases() -> None:
    assert len(ZONES) * SHARDS * CASES == 200_000


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_clock_says_what_a_walk_over_every_day_says(zone: str, shard: int) -> None:
    seed = SEED + 1000 * ZONES.index(zone) + shard
    found = list(islice(differences(seed, NOW), 3))
    assert found == [], f"{zone}: seed {seed}, {NOW} cases"
