"""When a prepared filing is called, what it lacks, and which stage comes next."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from approvals.domain.fan_out import plan
from approvals.domain.filing_order import awaited, check_order, is_called, lacking, offered
from approvals.domain.plan import Plan
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.refusals import Refusal
from approvals.domain.states import Supply, TrackState
from departments.domain.catalogue import Catalogue, parse_catalogue

GRANTED, REVIEW, REFUSED = [TrackState.GRANTED], [TrackState.IN_REVIEW], [TrackState.REFUSED]


@cache
def catalogue() -> Catalogue:
    file = Path(__file__).resolve().parents[3] / "departments" / "data" / "catalogue.json"
    return parse_catalogue(json.loads(file.read_text("utf-8")))


def second(standings: dict[str, list[TrackState]]) -> Plan:
    known = {field.key: field.default for field in catalogue().stage_fields("SF-BUILD", "S2")}
    held = [code for code, states in standings.items() if states in (GRANTED, REVIEW)]
    return plan(catalogue(), "SF-BUILD", "S2", known, (), held, standings)


def test_it_waits_for_what_its_items_need_first() -> None:
    standings = {"LX-05": REVIEW}
    assert awaited(second(standings), standings) == ("LX-05",)
    assert awaited(second({"LX-05": REFUSED}), {"LX-05": REFUSED}) == ("LX-05",)


def test_it_waits_for_nothing_that_is_there() -> None:
    assert "LX-05" not in awaited(second({"LX-05": GRANTED}), {"LX-05": GRANTED})


@pytest.mark.parametrize(("met", "called"), [((), False), (("A",), False), (("B", "A"), True), (("A", "B", "C"), True)])
def test_the_last_result_calls_it(met: tuple[str, ...], called: bool) -> None:
    assert is_called(["A", "B"], met) is called


def test_only_what_waits_for_something_and_lacks_nothing_can_be_ordered() -> None:
    planned = second({"LX-05": REVIEW})
    check_order(planned, ("LX-05",), ())
    with pytest.raises(Refusal, match="nothing_awaited"):
        check_order(planned, (), ())
    with pytest.raises(Refusal, match="order_incomplete") as refused:
        check_order(planned, ("LX-05",), ("M012",))
    assert refused.value.params == {"papers": ["M012"], "count": 1}


def test_a_paper_is_lacking_until_it_is_uploaded_promised_or_shared() -> None:
    planned = second({"LX-05": REVIEW})
    missing = lacking(planned, {}, ())
    assert missing
    assert lacking(planned, dict.fromkeys(missing, Supply.UPLOADED), ()) == ()
    mine = [paper for paper in planned.required_papers if paper.supply is PlannedSupply.UPLOAD]
    later = {paper.code for paper in mine if paper.deferrable_for}.intersection(missing)
    promised = lacking(planned, dict.fromkeys(missing, Supply.DEFERRED), ())
    assert later
    assert later.isdisjoint(promised)


def test_the_next_stage_is_offered_once_what_it_rests_on_is_granted() -> None:
    def stages(standings: dict[str, list[TrackState]], begun: tuple[str, ...] = ("S1",)) -> list[str]:
        return [one.stage.code for one in offered(catalogue(), "SF-BUILD", standings, {}, begun)]

    assert stages({"LX-05": REVIEW}) == []
    assert stages({"LX-05": GRANTED}) == ["S2"]
    assert stages({"LX-05": GRANTED}, ("S1", "S2")) == []
    assert stages({}) == []
    whole = {"LX-05": GRANTED, "GC-02": GRANTED, "GC-03": REVIEW}
    assert stages(whole, ("S1", "S2")) == []
