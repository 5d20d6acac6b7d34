"""What waits for the applicant besides papers is on the list too, until it is done."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.papers import CaseMaterial
from approvals.queries.enterprise_overview import WaitingCase, overview
from approvals.queries.window_check import check_page
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.queries.calendar import load_calendar
from tests.factories.amending import CLOSING, TUESDAY, propose
from tests.factories.main_job import MONDAY, at, the_case, the_cast
from tests.factories.towns import filed_short
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(filed_short), pytest.mark.usefixtures("in_app")]
WEDNESDAY = MONDAY + dt.timedelta(days=2)


@pytest.fixture
def asked(in_app: object) -> Work:
    """The window has told once that two papers are missing."""
    work = Work(the_cast(), the_case())
    with reading() as session:
        rows = session.scalars(select(CaseMaterial).where(CaseMaterial.material_code.in_(("M012", "M028")))).all()
        lines = [CorrectionAsked(row.public_id, "没有交", "请补交") for row in rows]
    request_correction(case=work.filed.case, lines=lines, actor=work.cast.clerk, now=at(MONDAY, 15))
    return work


def waiting(work: Work) -> WaitingCase | None:
    with reading() as session:
        return next(iter(overview(session, work.cast.lin.enterprise_ids, WEDNESDAY)), None)


def test_each_line_is_answered_alone_and_the_window_sees_it_at_once(asked: Work) -> None:
    asked.supply("M012", day=TUESDAY)
    found = waiting(asked)
    assert found is not None and found.notice is not None
    assert (found.notice.answered_count, len(found.notice.lines)) == (1, 2)
    assert [todo.code for todo in found.todos] == ["M028"] and found.errands == ()
    with reading() as session:
        page = check_page(session, asked.filed.case, asked.cast.clerk, load_calendar(session), TUESDAY)
    assert [line.answered_at is not None for notice in page.notices for line in notice.lines].count(True) == 1


def test_a_notice_whose_lines_are_all_answered_still_waits_to_be_handed_in(asked: Work) -> None:
    asked.supply("M012", "M028", day=TUESDAY)
    found = waiting(asked)
    assert found is not None and [one.kind for one in found.errands] == ["hand_in"] and found.count == 1
    supply_correction(case=asked.filed.case, close_of_business=CLOSING, actor=asked.cast.lin, now=at(TUESDAY, 15))
    assert waiting(asked) is None


def test_a_change_that_the_window_proposes_waits_and_ones_own_does_not(asked: Work) -> None:
    propose(asked, involves_river_works=True)
    found = waiting(asked)
    assert found is not None and found.errands == ()


def test_a_change_by_the_window_is_on_the_list(asked: Work) -> None:
    propose(asked, actor=asked.cast.clerk, involves_river_works=True)
    found = waiting(asked)
    assert found is not None and [one.kind for one in found.errands] == ["amendment"]
