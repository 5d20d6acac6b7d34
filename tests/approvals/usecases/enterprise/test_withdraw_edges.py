"""Withdrawing while other things are open: the one-time notice, promises, items nobody has admitted."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState, NoticeState
from approvals.models.papers import CorrectionNotice
from approvals.queries.access import find_case, find_track
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.enterprise.withdraw import withdraw
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from tests.factories.clock_town import sweep
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import filed_short
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(filed_short)]
TUESDAY = MONDAY + dt.timedelta(days=1)


def notice() -> NoticeState:
    with reading() as session:
        return session.scalars(select(CorrectionNotice.state)).one()


@pytest.fixture
def asked(work: Work) -> Work:
    """M012 is wanted by LX-05 alone, M028 by LX-13 alone."""
    lines = [CorrectionAsked(work.papers()[code], "没有提交。", "请提交扫描件。") for code in ("M012", "M028")]
    request_correction(case=work.filed.case, lines=lines, actor=work.cast.clerk, now=at(MONDAY))
    return work


def take_back(work: Work, item: str) -> None:
    withdraw(case=work.filed.case, track=work.filed.tracks[item], actor=work.cast.lin, now=at(TUESDAY))


def test_what_only_a_withdrawn_item_wanted_need_not_be_corrected(asked: Work) -> None:
    take_back(asked, "LX-13")
    asked.supply("M012", day=TUESDAY)
    supply_correction(case=asked.filed.case, close_of_business=dt.time(17), actor=asked.cast.lin, now=at(TUESDAY, 15))
    assert (notice(), asked.states()["LX-05"]) == (NoticeState.ANSWERED, "filed")


def test_a_notice_whose_items_are_all_withdrawn_ends_with_them_and_is_not_followed_by_another(asked: Work) -> None:
    for item in ("LX-05", "LX-13"):
        take_back(asked, item)
    assert notice() is NoticeState.LAPSED
    again = [CorrectionAsked(asked.papers()["M001"], "不清楚。", "请重新扫描。")]
    with pytest.raises(Refusal) as refused:
        request_correction(case=asked.filed.case, lines=again, actor=asked.cast.clerk, now=at(TUESDAY))
    assert refused.value.code == "notice_already_sent"
    sweep(at(MONDAY + dt.timedelta(days=60)))
    assert "system:correction:lapsed" not in asked.tags()


def test_an_item_withdrawn_at_the_window_neither_opens_the_case_to_its_department_nor_moves_the_case(
    work: Work,
) -> None:
    examiner = work.examiner("LX-13")
    take_back(work, "LX-13")
    assert work.case().state is CaseState.FILED
    with reading() as session, pytest.raises(NotFound):
        find_track(session, work.filed.tracks["LX-13"], examiner)
    with reading() as session, pytest.raises(NotFound):
        find_case(session, work.filed.case, examiner)
