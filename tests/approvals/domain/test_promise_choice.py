"""A commitment in place of a proof or of an item: only where the catalogue offers it, and what it spares."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from approvals.domain.fan_out import Plan, plan
from approvals.domain.letters.notification_terms import BASIS, LIABILITY, notification_terms
from approvals.domain.promise_choice import (
    WHOLE,
    Choice,
    check_choice,
    chosen,
    days_of,
    deferral_days,
    offers,
    with_choices,
)
from approvals.domain.refusals import Refusal
from approvals.domain.states import PromiseKind
from departments.domain.catalogue import Catalogue, parse_catalogue
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv

DATA = Path(__file__).parents[3] / "departments" / "data"
DOCUMENT: dict[str, Any] = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))
CATALOGUE = parse_catalogue(DOCUMENT)
CALENDAR = WorkingCalendar(parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8")))


def planned(stage: str, theme: str = "SF-BUILD", catalogue: Catalogue = CATALOGUE, **answers: object) -> Plan:
    shown = {field.key: field.default for field in catalogue.stage_fields(theme, stage)}
    return plan(catalogue, theme, stage, shown | answers)


def vouch(item: str, material: str = WHOLE) -> Choice:
    return Choice(PromiseKind.NOTIFICATION, item, material)


def required(of: Plan, item: str) -> set[str]:
    return {one.material for each in of.items if each.code == item for one in each.demands if one.required}


def test_a_proof_vouched_for_is_not_asked_of_that_item_any_more() -> None:
    permit = planned("S3")
    assert {"M045", "M046", "M049"} <= required(permit, "SG-03")
    after = with_choices(permit, CATALOGUE, [vouch("SG-03", "M045")])
    assert required(permit, "SG-03") - required(after, "SG-03") == {"M045"}
    (paper,) = (one for one in after.papers if one.code == "M045")
    assert (paper.required, paper.vouched_for) == (False, ("SG-03",))
    assert after.demand_count == permit.demand_count - 1


def test_a_paper_that_another_item_needs_stays_required_for_that_one() -> None:
    both = planned("S4")
    assert next(one.wanted_by for one in both.papers if one.code == "M070") != ("YS-05",)
    after = with_choices(both, CATALOGUE, [vouch("YS-05")])
    (drawing,) = (one for one in after.papers if one.code == "M070")
    assert (drawing.required, drawing.vouched_for) == (True, ("YS-05",))
    assert "YS-05" not in drawing.deferrable_for
    assert required(after, "YS-05") == {"M001"}, "main papers are handed in all the same"
    assert [one.is_vouched for one in after.items if one.code == "YS-05"] == [True]


def test_the_whole_item_takes_in_the_proofs_chosen_alone() -> None:
    taken = chosen(offers(planned("S4"), CATALOGUE), [vouch("YS-05", "M076"), vouch("YS-05")])
    assert [(one.item, one.material, one.papers) for one in taken] == [("YS-05", WHOLE, ("M076", "M070"))]


def test_nobody_improvises_and_an_old_choice_is_none() -> None:
    permit = planned("S3")
    with pytest.raises(Refusal, match="not_committable"):
        check_choice(permit, CATALOGUE, "SG-03", "M043")
    with pytest.raises(Refusal, match="not_committable"):
        check_choice(permit, CATALOGUE, "SG-03", WHOLE)
    assert with_choices(permit, CATALOGUE, [vouch("YS-05"), vouch("SG-03", "M043")]) is permit


def test_a_barred_matter_is_offered_to_nobody_whatever_its_papers_say() -> None:
    document = copy.deepcopy(DOCUMENT)
    for item in document["items"]:
        if item["code"] == "SG-03":
            item["commitment_terms"] = {"barred": "public_safety"}
    barred = parse_catalogue(document)
    assert not [one for one in offers(planned("S3", catalogue=barred), barred) if one.item == "SG-03"]


def test_the_organ_tells_the_usual_words_where_the_catalogue_is_silent() -> None:
    item, paper = CATALOGUE.items["SG-03"], CATALOGUE.materials["M045"]
    told = notification_terms(item, [paper], is_whole=False, verify_wd=40)
    assert told["basis"][-2:] == BASIS
    assert told["liability"] == LIABILITY
    assert "建设资金已经落实承诺书" in told["conditions"][0] and len(told["conditions"]) == 1
    assert "40个工作日" in told["verification"]


def test_the_catalogue_speaks_for_itself_where_it_has_terms() -> None:
    document = copy.deepcopy(DOCUMENT)
    terms = {"content": ["资金到位率不低于百分之五十"], "disclosure": "在官网公开"}
    next(item for item in document["items"] if item["code"] == "SG-03")["commitment_terms"] = terms
    told = notification_terms(parse_catalogue(document).items["SG-03"], [], is_whole=False, verify_wd=40)
    assert (told["conditions"], told["disclosure"]) == (("资金到位率不低于百分之五十",), "在官网公开")
    assert told["liability"] == LIABILITY


ACCEPTED = date(2026, 3, 16)  # a Monday; five working days end on Monday 23


@pytest.mark.parametrize(("day", "days"), [(date(2026, 3, 17), 1), (date(2026, 3, 21), 5), (date(2026, 3, 23), 5)])
def test_a_chosen_day_is_kept_as_working_days_after_acceptance(day: date, days: int) -> None:
    assert deferral_days(day, ACCEPTED, 5, CALENDAR) == days


@pytest.mark.parametrize(("day", "code"), [(date(2026, 3, 24), "deferral_too_late"), (ACCEPTED, "deferral_too_early")])
def test_a_day_outside_the_limit_is_refused_with_the_limit(day: date, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        deferral_days(day, ACCEPTED, 5, CALENDAR)


def test_the_limit_holds_where_no_day_was_chosen_or_it_became_shorter() -> None:
    mine = Choice(PromiseKind.DEFERRAL, "LX-05", "M018", 4)
    assert days_of([mine], "LX-05", "M018", 5) == 4
    assert days_of([mine], "LX-05", "M018", 2) == 2
    assert days_of([mine], "LX-10", "M018", 5) == 5
