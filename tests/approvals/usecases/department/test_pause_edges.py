"""Pauses where two clocks, two units or a cap that came unseen meet (fact sheet 2.2, rules 4 and 21)."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, Refusal
from approvals.models.cases import Pause
from tests.factories.main_job import MONDAY
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(accepted)]
CAP_COMES = dt.date(2026, 3, 23)
"""Ten working days after Monday 9 March."""


def the_pause() -> Pause:
    with reading() as session:
        return session.scalars(select(Pause)).one()


def test_a_late_committed_clock_is_not_cured_but_the_statutory_one_still_stops(work: Work) -> None:
    work.claim("LX-10")
    late = work.track("LX-10").committed_due_on or MONDAY
    day, statutory = late + dt.timedelta(days=3), work.track("LX-10").statutory_due_on or MONDAY
    assert late < day < statutory
    work.pause("LX-10", "APPRAISAL", 5, day=day)
    assert (the_pause().stops_statutory, the_pause().stops_committed) == (True, False)
    facts = work.documents("pause_notice")[0].facts
    assert (facts["stops_statutory"], facts["stops_committed"]) == (True, False)
    assert work.track("LX-10").light == "overdue"
    work.resume("LX-10", day=day + dt.timedelta(days=7))
    assert (work.track("LX-10").statutory_due_on or MONDAY) > statutory
    assert work.track("LX-10").committed_due_on == late


def test_both_clocks_late_no_pause(work: Work) -> None:
    work.claim("LX-10")
    statutory = work.track("LX-10").statutory_due_on or MONDAY
    with pytest.raises(Refusal) as refused:
        work.pause("LX-10", "APPRAISAL", 5, day=statutory + dt.timedelta(days=1))
    assert refused.value.code == "overdue_cannot_pause"


def test_a_cap_in_working_days_cannot_be_told_in_natural_days(work: Work) -> None:
    work.claim("LX-13")
    with pytest.raises(Invalid) as refused:
        work.pause("LX-13", "EXPERT_REVIEW", 60, unit="ND")
    assert set(refused.value.errors) == {"length_unit", "length_days"}


def test_a_procedure_without_a_cap_is_still_told_with_an_end(work: Work) -> None:
    work.claim("LX-04")
    with pytest.raises(Invalid) as refused:
        work.pause("LX-04", "EXPERT_REVIEW", 10**9)
    assert set(refused.value.errors) == {"length_days"}


def test_ended_by_hand_after_its_cap_the_clock_has_run_since_the_cap(work: Work) -> None:
    work.claim("LX-13")
    work.pause("LX-13", "EXPERT_REVIEW", 5)
    work.resume("LX-13", day=CAP_COMES + dt.timedelta(days=9))
    assert the_pause().resumed_on == CAP_COMES
    facts = work.documents("resume_notice")[0].facts
    assert (facts["resumed_on"], facts["excluded_days"]) == (CAP_COMES.isoformat(), 10)
