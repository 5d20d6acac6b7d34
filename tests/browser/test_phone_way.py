"""A whole stage filed on a telephone by an applicant who has everything at hand: nothing too wide, nothing too small for
a thumb, nothing for axe to find, and no more touches than it takes."""

from __future__ import annotations

import sys

import pytest

from tests.browser.people import People
from tests.browser.phone import PHONE, Hand, faults
from tests.browser.phone_way import filed_by, somebody_who_filed_before
from tests.support.house import House

MOST_TAPS, MOST_KEYS = 45, 90


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.starts_from.with_args(somebody_who_filed_before)
def test_a_stage_is_filed_on_a_telephone(house: House, people: People) -> None:
    house.start("web")
    found: list[str] = []
    hand = Hand(
        people.window(PHONE, touched=True), lambda page, name: found.extend(f"{name}: {one}" for one in faults(page))
    )
    filed_by(hand)
    effort = hand.effort
    sys.stdout.write(f"\na stage on a telephone: {effort}, {effort.seconds:.0f} s with a look at every page\n")
    assert not found, "\n".join(found)
    assert effort.taps <= MOST_TAPS, effort
    assert effort.keys <= MOST_KEYS, effort
