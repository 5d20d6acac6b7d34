"""A letter without one of its legal elements cannot be made: element by element, for every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from approvals.domain.letters.frame import LetterFacts, MissingElement
from approvals.domain.letters.registry import LETTERS
from approvals.domain.letters.supervision import Annex
from tests.letters import more_samples as more
from tests.letters.samples import (
    all_letters,
    deferral_commitment,
    inadmissible_decision,
    joint_opinion,
    not_required_notice,
    pause_notice,
    review_opinion,
    termination_decision,
)

SAMPLES = all_letters()
DEMANDED = [(kind, name) for kind, spec in LETTERS.items() for name in (*spec.facts.always, *spec.facts.required)]


def empty(value: object) -> Any:
    """The emptiest thing of the same type."""
    return () if isinstance(value, tuple) else " " if isinstance(value, str) else None


@pytest.mark.parametrize(("kind", "name"), DEMANDED, ids=lambda part: part)
def test_every_demanded_element_is_missed_by_its_name(kind: str, name: str) -> None:
    facts = SAMPLES[kind]
    with pytest.raises(MissingElement) as missing:
        replace(facts, **{name: empty(getattr(facts, name))})
    assert missing.value.element == name


@pytest.mark.parametrize("kind", [kind for kind, spec in LETTERS.items() if spec.needs_remedy])
def test_a_decision_against_the_addressee_has_reasons_basis_and_remedies(kind: str) -> None:
    assert {"reasons", "basis", "remedies"} <= set(LETTERS[kind].facts.required)


Change = dict[str, Any]
Made = Callable[..., LetterFacts]
BESIDE: tuple[tuple[Made, Change, str], ...] = (
    # 行政许可法 47: five working days to ask, and who else applies is named
    (more.hearing_right_notice, {"ask_working_days": 4}, "ask_working_days"),
    (more.hearing_right_notice, {"ask_by": date(2026, 5, 10)}, "ask_by"),
    (more.hearing_right_notice, {"applicant": ""}, "applicant"),
    # 48: seven working days ahead, a chair who did not examine, and a reason where the doors are closed
    (more.hearing_notice, {"working_days_ahead": 6}, "working_days_ahead"),
    (more.hearing_notice, {"held_at": datetime(2026, 5, 21, 1, tzinfo=UTC)}, "working_days_ahead"),
    (more.hearing_notice, {"chair": "陈某某"}, "chair who did not examine"),
    (more.hearing_notice, {"is_public": False}, "closed_because"),
    (more.hearing_notice, {"role": "interested_party", "applicant": ""}, "applicant"),
    (more.hearing_announcement, {"register_by": date(2026, 5, 27)}, "register_by before the hearing"),
    # 32(2): who is sent away is told where to go, with the address
    (inadmissible_decision, {"competent_organ": None}, "competent_organ"),
    (inadmissible_decision, {"competent_address": ""}, "competent_address"),
    # 45: a length is compulsory, and stopping the statutory clock needs its rule
    (pause_notice, {"days": 0}, "days"),
    (pause_notice, {"stops_statutory": True, "basis": ()}, "basis"),
    (termination_decision, {"broken": ()}, "broken"),
    (review_opinion, {"conclusion": "passed_with_conditions", "requirements": ()}, "requirements"),
    (joint_opinion, {"passed": False, "outstanding": ()}, "outstanding"),
    (deferral_commitment, {"representative": ""}, "representative"),
    (more.cancellation_decision, {"cancelled_on": date(2026, 1, 1)}, "cancelled_on"),
    # 送达: each way of service has its own proof, and two go where nobody signs by himself
    (more.service_proof, {"place": ""}, "place"),
    (more.service_proof, {"refusal_reason": ""}, "refusal_reason"),
    (more.service_proof, {"servers": ("陈某某",)}, "servers"),
    (more.service_proof, {"servers": ("陈某某", "陈某某")}, "servers"),
    (more.service_proof, {"witnesses": (), "is_recorded": False}, "witnesses"),
    (more.service_proof, {"method": "direct"}, "receiver"),
    (more.service_proof, {"method": "post"}, "tracking_no"),
    (more.service_proof, {"method": "electronic"}, "channel"),
    (more.service_proof, {"method": "notice"}, "channel"),
    (more.supervision_notice, {"case_no": ""}, "case_no"),
    (more.supervision_notice, {"due_on": None}, "due_on"),
    (more.supervision_notice, {"reply_by": date(2026, 6, 3)}, "reply_by"),
    (more.monthly_bulletin, {"month": 6}, "a month that has ended"),
)


@pytest.mark.parametrize(("made", "change", "element"), BESIDE)
def test_what_the_law_ties_to_a_condition_is_missed_by_its_name(made: Made, change: Change, element: str) -> None:
    with pytest.raises(MissingElement) as missing:
        made(**change)
    assert missing.value.element == element


def test_a_blank_proof_of_service_goes_out_to_be_filled_in_by_hand() -> None:
    blank = more.service_proof(served_at=None, servers=(), witnesses=(), is_recorded=False, refusal_reason="", place="")
    assert blank.served_at is None


def test_listed_supervision_may_be_of_a_project_without_a_case() -> None:
    assert more.supervision_notice(level="listed", case_no="", due_on=None).case_no == ""


def test_a_bulletin_of_december_is_about_the_year_before_and_late_after_the_tenth() -> None:
    assert not more.monthly_bulletin(month=12, year=2025, dated_on=date(2026, 1, 10)).is_late
    assert more.monthly_bulletin(month=12, year=2025, dated_on=date(2026, 1, 11)).is_late


def test_a_result_is_not_ended_before_it_was_given_and_an_annex_fits_its_columns() -> None:
    with pytest.raises(ValueError, match="later day"):
        more.revocation_decision(dated_on=date(2026, 5, 6))
    with pytest.raises(ValueError, match="does not fit"):
        Annex(title="表", columns=("部门", "受理"), rows=(("区发展和改革局",),))
    with pytest.raises(ValueError, match="competence"):
        not_required_notice(ground="not_competent", competent_organ="市局", competent_address="济南")


def test_facts_are_frozen() -> None:
    for facts in SAMPLES.values():
        with pytest.raises(AttributeError):
            setattr(facts, fields(facts)[0].name, "")
