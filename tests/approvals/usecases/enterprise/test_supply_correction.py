"""The one-time notice and its answer: told once, received anew, and the others never wait."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import NoticeState
from approvals.models.papers import CorrectionNotice
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import filed_short
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(filed_short)]
TUESDAY = MONDAY + dt.timedelta(days=1)
THURSDAY = MONDAY + dt.timedelta(days=3)


@pytest.fixture
def asked(work: Work) -> Work:
    papers = work.papers()
    lines = [CorrectionAsked(papers[code], "没有提交。", "请提交扫描件。") for code in ("M012", "M028")]
    request_correction(case=work.filed.case, lines=lines, actor=work.cast.clerk, now=at(TUESDAY))
    return work


def hand_in(work: Work, actor: Actor | None = None) -> None:
    supply_correction(
        case=work.filed.case, close_of_business=dt.time(17), actor=actor or work.cast.lin, now=at(THURSDAY, 13)
    )


def test_the_corrected_items_are_received_on_the_day_they_come_back_with_five_days_of_their_own(asked: Work) -> None:
    asked.supply("M012", "M028", day=THURSDAY)
    hand_in(asked)
    assert set(asked.states().values()) == {"filed"}
    assert {code: asked.track(code).receipt_on for code in ("LX-05", "LX-13", "LX-10")} == {
        "LX-05": THURSDAY, "LX-13": THURSDAY, "LX-10": MONDAY,
    }  # fmt: skip
    with reading() as session:
        assert session.scalars(select(CorrectionNotice.state)).one() is NoticeState.ANSWERED


def test_an_incomplete_answer_says_how_many_are_missing(asked: Work) -> None:
    asked.supply("M012", day=THURSDAY)
    with pytest.raises(Refusal) as refused:
        hand_in(asked)
    assert (refused.value.code, refused.value.params) == ("correction_incomplete", {"count": 1, "total": 2})


def test_the_other_items_are_accepted_meanwhile(asked: Work) -> None:
    asked.accept("LX-01", "LX-07", "LX-10", day=TUESDAY)
    asked.decide("LX-07", day=TUESDAY)
    assert asked.states()["LX-05"] == "correction_open"
    asked.supply("M012", "M028", day=THURSDAY)
    hand_in(asked)
    asked.accept("LX-05", "LX-13", day=THURSDAY)
    assert asked.track("LX-13").accepted_on == THURSDAY


def test_it_can_be_handed_in_once_and_by_the_applicant_only(asked: Work) -> None:
    asked.supply("M012", "M028", day=THURSDAY)
    with pytest.raises(NotFound):
        hand_in(asked, asked.cast.zhao)
    hand_in(asked)
    with pytest.raises(Refusal) as refused:
        hand_in(asked)
    assert refused.value.code == "no_open_notice"
