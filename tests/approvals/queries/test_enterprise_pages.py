"""What the applicant's pages read: the same statements for one case and for many, and only frozen rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound
from approvals.domain.states import LineState, Verdict
from approvals.queries.enterprise_case import CasePage, case_page
from approvals.queries.enterprise_documents import documents_of
from approvals.queries.enterprise_overview import overview
from approvals.queries.enterprise_projects import projects_of
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from tests.factories.clock_town import sweep
from tests.factories.desk import MALL, MONDAY, TUESDAY, WEDNESDAY, on_the_desk, three_cases
from tests.factories.drafts import a_paper
from tests.factories.main_job import accept_all, at, file_case, the_case, the_cast
from tests.factories.towns import filed_with_promises
from tests.factories.work import Work
from tests.support.statements import statements_of

THURSDAY = WEDNESDAY + dt.timedelta(days=1)
pytestmark = [pytest.mark.starts_from.with_args(on_the_desk), pytest.mark.usefixtures("in_app")]


def page() -> CasePage:
    with reading() as session:
        return case_page(session, the_case(MALL).case, the_cast().lin, WEDNESDAY)


def test_an_open_promise_is_the_first_thing_to_do_with_its_earliest_day() -> None:
    todo = page().open_todos[0]
    assert (todo.kind, todo.code, todo.days_left) == ("promise", "M018", 1)
    assert {item.code for item in todo.items} == {"LX-05", "LX-10"}
    assert {line.state for line in page().promises} == {LineState.OPEN}


def test_a_returned_paper_is_to_be_sent_again_with_the_officer_s_words() -> None:
    cast, case = the_cast(), the_case(MALL)
    paper = next(each for each in page().papers if each.code == "M028")
    supply_paper(case=case.case, material_code="M028", stored=a_paper(), actor=cast.lin, now=at(WEDNESDAY))
    police, track = cast.examiners["GAJJ"], case.tracks["LX-13"]
    judge_papers(
        track=track, verdicts={paper.paper: (Verdict.RETURNED, "缺少货车泊位测算")}, actor=police, now=at(WEDNESDAY)
    )
    todo = next(each for each in page().open_todos if each.code == "M028")
    assert (todo.kind, todo.words, todo.by_zh) == ("returned", "缺少货车泊位测算", "公安局交通警察大队")
    supply_paper(case=case.case, material_code="M028", stored=a_paper(), actor=cast.lin, now=at(WEDNESDAY, 12))
    assert not any(each.code == "M028" for each in page().open_todos)


@pytest.mark.starts_from.with_args(filed_with_promises)
def test_a_broken_promise_stays_to_do_when_the_notice_s_line_of_the_same_paper_is_answered() -> None:
    """M018 was promised to both: one item is accepted, the other one's notice asks for it."""
    work = Work(the_cast(), the_case())
    work.accept("LX-05")
    lines = [CorrectionAsked(work.papers()["M018"], "没有提交。", "请提交。")]
    request_correction(case=work.filed.case, lines=lines, actor=work.cast.clerk, now=at(MONDAY, 15))
    sweep(at(THURSDAY, 9))
    work.supply("M018", day=THURSDAY)
    with reading() as session:
        found = case_page(session, work.filed.case, work.cast.lin, THURSDAY)
    assert found.notice is not None and found.notice.is_complete
    assert [(todo.kind, todo.status) for todo in found.todos if todo.code == "M018"] == [("promise", "broken")]


def test_a_promise_that_came_is_done_and_stays_on_the_list() -> None:
    supply_paper(
        case=the_case(MALL).case, material_code="M018", stored=a_paper(), actor=the_cast().lin, now=at(TUESDAY, 12)
    )
    found = page()
    assert found.open_todos == () and [(todo.code, todo.status) for todo in found.todos] == [("M018", "sent")]


def test_the_slowest_item_is_critical_on_the_bar_and_no_limit_is_promised() -> None:
    found = page()
    assert found.bar is not None
    assert found.bar.critical == the_case(MALL).tracks["LX-10"]


def test_the_talk_inside_the_department_is_not_shown() -> None:
    assert not any(event.tag.startswith("officer:track:proposed") for event in page().events)


def test_an_officer_does_not_read_the_applicant_s_page() -> None:
    with reading() as session, pytest.raises(NotFound):
        case_page(session, the_case(MALL).case, the_cast().clerk, WEDNESDAY)


def test_everything_handed_out_is_frozen() -> None:
    found = page()
    for rows in (found.tracks, found.todos, found.documents, found.questions, found.promises):
        for row in rows:
            assert dataclasses.is_dataclass(row) and type(row).__dataclass_params__.frozen  # type: ignore[attr-defined]


def asked(read: Callable[[Session], object]) -> int:
    def once() -> None:
        with reading() as session:
            read(session)

    return len(statements_of(once))


def test_more_cases_do_not_mean_more_statements() -> None:
    cast = the_cast()
    reads: tuple[Callable[[Session], object], ...] = (
        lambda session: overview(session, cast.lin.enterprise_ids, WEDNESDAY),
        lambda session: projects_of(session, cast.lin.enterprise_ids),
        lambda session: documents_of(session, cast.lin.enterprise_ids),
    )
    before = [asked(read) for read in reads]
    for name in ("一号项目", "二号项目"):
        accept_all(cast, file_case(cast, day=MONDAY, name=name, defers=("M018",)), day=TUESDAY)
    assert [asked(read) for read in reads] == before


@pytest.mark.starts_from.with_args(three_cases)
def test_a_case_costs_the_same_whether_it_is_young_or_old() -> None:
    cast = the_cast()

    def read(session: Session) -> object:
        return case_page(session, the_case(MALL).case, cast.lin, WEDNESDAY)

    young = asked(read)
    supply_paper(case=the_case(MALL).case, material_code="M028", stored=a_paper(), actor=cast.lin, now=at(WEDNESDAY))
    assert asked(read) == young
