"""Short stories of one dossier in the small town: what the reference model found, told one by one."""

from __future__ import annotations

import pytest
from flask import Flask

from app.foundation.unit_of_work import RING
from tests.deep.dossier_house import House
from tests.deep.dossier_look import asked_after_filing, in_the_house, may_grant
from tests.deep.dossier_town import an_enterprise, officials, settle_small_town

pytestmark = [pytest.mark.starts_from.with_args(settle_small_town), pytest.mark.usefixtures("nobody_hears")]


@pytest.fixture
def nobody_hears(in_app: Flask) -> None:
    """No bell is looked for."""
    in_app.extensions[RING] = lambda queues: None


def begun(*yes: str, papers: str = "", follow: str = "", filed: bool = True) -> House:
    """A draft that answers these questions with yes, with these papers, or filed with them."""
    house = House(an_enterprise(), officials())
    house.answer(dict.fromkeys(yes, True))
    for number, code in enumerate(papers.split()):
        house.hand_in(code, house.enterprise * 1000 + number)
    for code in follow.split():
        house.defer(code, later=True)
    if filed:
        house.hand_over()
    return house


def test_a_result_that_no_item_makes_any_more_is_asked_for() -> None:
    house = begun("tall", "dug", papers="P02 P03")
    assert "P07" not in asked_after_filing(house)
    house.amend({"tall": False})
    assert "P07" in asked_after_filing(house)


def test_a_paper_that_an_item_has_come_to_make_is_not_asked_for_any_more() -> None:
    house = begun("dug", papers="P02 P03")
    assert "P07" in asked_after_filing(house)
    house.amend({"tall": True})
    assert in_the_house(house)["papers"]["P07"] == "upstream" and "P07" not in asked_after_filing(house)


def test_taking_a_file_out_of_a_promised_paper_does_not_take_the_promise_back() -> None:
    house = begun(papers="P03", follow="P03", filed=False)
    house.take_out("P03")
    assert in_the_house(house)["papers"]["P03"] == "deferred"


def test_a_paper_that_turned_out_infected_is_asked_for_again() -> None:
    house = begun("old", "dug", papers="P02 P03 P07 P09 P04 P10 P06")
    house.virus("P09")
    assert asked_after_filing(house)["P09"] == 1


def test_a_paper_promised_to_an_item_that_is_withdrawn_is_asked_for_the_one_that_needs_it() -> None:
    house = begun("tall", papers="P02 P04", follow="P03")
    house.withdraw("A")
    assert asked_after_filing(house)["P03"] == 1


def test_a_broken_promise_of_an_item_that_is_withdrawn_asks_for_nothing() -> None:
    house = begun("food", papers="P02 P03 P06", follow="P04")
    house.accept(["C"])
    house.next_day(7)
    assert in_the_house(house)["lines"]["C", "P04"][0] == "broken" and "P04" in asked_after_filing(house)
    house.withdraw("C")
    assert not asked_after_filing(house)


def test_a_notice_that_was_not_answered_asks_nothing_more_for_items_that_are_withdrawn() -> None:
    house = begun("food", papers="P02 P03 P04 P06")
    house.send_notice(["P02", "P06"])
    house.withdraw("C")
    assert set(asked_after_filing(house)) == {"P02"}


def test_a_second_look_that_lets_a_returned_paper_pass_keeps_its_promise() -> None:
    house = begun(papers="P02", follow="P03")
    house.accept(["A"])
    house.claim("A")
    house.judge("A", "P02", "accepted")
    house.hand_in("P03", house.enterprise * 1000 + 99)
    house.judge("A", "P03", "returned")
    house.judge("A", "P03", "accepted")
    assert in_the_house(house)["lines"]["A", "P03"][0] == "kept" and may_grant(house)["A"]


def test_a_paper_of_the_enterprise_file_keeps_a_promise_though_it_was_chosen_before() -> None:
    house = begun(filed=False)
    house.keep("P03", house.enterprise * 1000 + 1)
    house.reuse("P03")
    house.defer("P03", later=True)
    house.hand_over()
    house.reuse("P03")
    assert in_the_house(house)["lines"]["A", "P03"][0] == "kept"


def test_a_file_that_was_put_off_counts_when_no_item_lets_it_follow_any_more() -> None:
    house = begun("food", papers="P02 P03 P04 P06", follow="P04", filed=False)
    house.answer({"food": False, "old": True})
    house.hand_over()
    assert in_the_house(house)["papers"]["P04"] == "uploaded"


def test_what_was_chosen_and_never_signed_spares_nothing_when_an_amendment_brings_its_item() -> None:
    house = begun("food", papers="P02 P03 P04 P06", filed=False)
    house.vow("C", "", wanted=True)
    house.answer({"food": False})
    house.hand_over()
    house.amend({"food": True})
    assert in_the_house(house)["demands"]["C", "P06"]
