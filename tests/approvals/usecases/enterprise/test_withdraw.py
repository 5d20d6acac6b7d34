"""The applicant takes back one item or everything; what is decided stays decided."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState, LineState
from approvals.models.cases import Track
from approvals.models.papers import CommitmentLine
from approvals.usecases.enterprise.withdraw import withdraw
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted_with_promises
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted_with_promises)]
TUESDAY = MONDAY + dt.timedelta(days=1)


def test_one_item_is_withdrawn_and_the_others_go_on(work: Work) -> None:
    withdraw(case=work.filed.case, track=work.filed.tracks["LX-13"], actor=work.cast.lin, now=at(TUESDAY))
    states = work.states()
    assert states.pop("LX-13") == "withdrawn"
    assert set(states.values()) == {"queued", "awaiting_upstream"}
    assert work.case().state is CaseState.IN_REVIEW
    with reading() as session:
        rows = session.execute(select(Track.item_code, CommitmentLine.state).join(Track)).all()
    assert {(code, state) for code, state in rows} == {
        ("LX-05", LineState.OPEN), ("LX-10", LineState.OPEN), ("LX-13", LineState.RELEASED),
    }  # fmt: skip


def test_withdrawing_all_leaves_what_is_decided(work: Work) -> None:
    work.decide("LX-07", day=MONDAY)
    withdraw(case=work.filed.case, track=None, actor=work.cast.lin, now=at(TUESDAY))
    states = work.states()
    assert states.pop("LX-07") == "granted"
    assert set(states.values()) == {"withdrawn"}
    assert work.case().state is CaseState.CONCLUDED
    assert [one.kind for one in work.documents()][-1] == "withdrawal_confirmation"


def test_a_whole_case_withdrawn_before_any_decision_is_withdrawn(work: Work) -> None:
    withdraw(case=work.filed.case, track=None, actor=work.cast.lin, now=at(TUESDAY))
    assert work.case().state is CaseState.WITHDRAWN


def test_an_item_that_waited_for_a_withdrawn_one_runs_and_says_why_it_cannot_be_granted(work: Work) -> None:
    withdraw(case=work.filed.case, track=work.filed.tracks["LX-01"], actor=work.cast.lin, now=at(TUESDAY))
    assert work.states()["LX-04"] == "queued"
    assert "upstream_failed" in work.blocker_codes("LX-04")


def test_twice_is_refused_and_somebody_elses_is_absent(work: Work) -> None:
    track = work.filed.tracks["LX-13"]
    withdraw(case=work.filed.case, track=track, actor=work.cast.lin, now=at(TUESDAY))
    with pytest.raises(Refusal) as refused:
        withdraw(case=work.filed.case, track=track, actor=work.cast.lin, now=at(TUESDAY))
    assert refused.value.code == "nothing_to_withdraw"
    for actor in (work.cast.zhao, work.cast.clerk, work.cast.guan, work.cast.admin):
        with pytest.raises(NotFound):
            withdraw(case=work.filed.case, track=None, actor=actor, now=at(TUESDAY))
