"""The check page: what each item lacks, what may follow, and the notice that was sent."""

from __future__ import annotations

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound
from approvals.domain.states import TrackState
from approvals.queries.window_check import CheckPage, ItemToCheck, check_page
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.queries.calendar import load_calendar
from tests.factories.desk import MALL, PARK, WEDNESDAY, at_the_window
from tests.factories.main_job import accept_all, at, the_case, the_cast

pytestmark = pytest.mark.starts_from.with_args(at_the_window)


def check(project: str) -> CheckPage:
    with reading() as session:
        return check_page(session, the_case(project).case, the_cast().clerk, load_calendar(session), WEDNESDAY)


def item(page: CheckPage, code: str) -> ItemToCheck:
    return next(each for each in page.items if each.item.code == code)


def codes(papers: tuple[object, ...]) -> set[str]:
    return {paper.code for paper in papers}  # type: ignore[attr-defined]


def test_a_missing_main_paper_is_named_for_the_item_that_wants_it(in_app: Flask) -> None:
    page = check(PARK)
    assert codes(item(page, "LX-05").missing) == {"M012"}
    assert codes(item(page, "LX-10").missing) == set()
    assert codes(page.missing) == {"M012"}


def test_a_promised_paper_is_deferred_and_not_missing(in_app: Flask) -> None:
    page = check(MALL)
    assert codes(item(page, "LX-05").deferred) == {"M018"}
    assert codes(item(page, "LX-13").deferred) == {"M030"}
    assert page.missing == ()


def test_a_paper_of_another_item_or_of_the_form_is_never_missing(in_app: Flask) -> None:
    page = check(PARK)
    assert {"M001", "M010"} <= codes(item(page, "LX-08").papers)
    assert item(page, "LX-08").missing == ()


def test_only_papers_of_the_applicant_can_be_corrected_the_missing_ones_first(in_app: Flask) -> None:
    page = check(PARK)
    assert page.correctable[0].code == "M012"
    assert not codes(page.correctable) & {"M001", "M002", "M010"}


def test_the_form_is_shown_whole(in_app: Flask) -> None:
    page = check(MALL)
    answers = {row.field.key: row.answer for row in page.answers}
    assert answers["land_area_m2"] == 164667
    assert None not in answers.values()


def test_an_answered_item_waits_no_more(in_app: Flask) -> None:
    accept_all(the_cast(), the_case(MALL), day=WEDNESDAY)
    page = check(MALL)
    assert page.waiting == ()
    assert page.clock is None
    assert item(page, "LX-07").state is TrackState.QUEUED


def test_the_notice_is_shown_line_by_line(in_app: Flask) -> None:
    lines = [CorrectionAsked(paper.paper, "没有提交。", "请提交。") for paper in check(PARK).missing]
    request_correction(case=the_case(PARK).case, lines=lines, actor=the_cast().clerk, now=at(WEDNESDAY))
    notice = check(PARK).open_notice
    assert notice is not None
    assert [(line.paper.code, line.defect) for line in notice.lines] == [("M012", "没有提交。")]
    assert notice.issued_by == "钱窗"


def test_a_filing_of_nobody_is_not_found(in_app: Flask) -> None:
    with reading() as session, pytest.raises(NotFound):
        check_page(session, "nothing", the_cast().clerk, load_calendar(session), WEDNESDAY)
