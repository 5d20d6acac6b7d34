"""One notice for all: the departments are asked first, and what they say is merged, kept and sent once."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.window_check import merge_gaps
from approvals.models.papers import CorrectionLine
from approvals.queries.notice_opinions import opinion_page, opinion_tasks, paper_of_opinion
from approvals.queries.window_check import CheckPage, check_page
from approvals.usecases.department.give_opinion import give_opinion
from approvals.usecases.window.ask_opinions import ask_opinions
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import filed_short
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(filed_short)]
FRIDAY = MONDAY + dt.timedelta(days=4)


def ask(work: Work, actor: Actor | None = None) -> dt.date | None:
    return ask_opinions(case=work.filed.case, actor=actor or work.cast.clerk, now=at(MONDAY))


def task(actor: Actor) -> str:
    with reading() as session:
        (found,) = opinion_tasks(session, actor)
        return found.opinion


def say(work: Work, item: str, *codes: str, words: str = "缺页。", asks: str = "请补全。") -> None:
    papers, actor = work.papers(), work.examiner(item)
    gaps = {papers[code]: (words, asks) for code in codes}
    with reading() as session:
        opinions = [one.opinion for one in opinion_tasks(session, actor)]
    give_opinion(opinion=opinions[0], gaps=gaps, actor=actor, now=at(MONDAY, 14))


def page(work: Work) -> CheckPage:
    with reading() as session:
        return check_page(session, work.filed.case, work.cast.clerk, load_calendar(session), MONDAY)


def test_each_department_is_asked_once_with_the_working_day_before_the_fifth(work: Work) -> None:
    assert ask(work) == FRIDAY
    asked = page(work).opinions
    assert (
        len(asked)
        == len({one.department_id for one in asked})
        == len({work.track(i).department_id for i in work.filed.tracks})
    )
    with pytest.raises(Refusal) as refused:
        ask(work)
    assert refused.value.code == "opinions_already_asked"


def test_the_same_request_of_two_departments_is_one_line_and_the_notice_keeps_who_asks(work: Work) -> None:
    ask(work)
    shared = next(
        paper
        for paper in page(work).papers
        if paper.newest
        and len({work.track(i).department_id for i in work.filed.tracks if paper.want_of(work.track(i).id)}) > 1
    )
    items = {work.track(i).department_id: i for i in work.filed.tracks if shared.want_of(work.track(i).id)}
    first, second = list(items.values())[:2]
    say(work, first, shared.code)
    say(work, second, shared.code, asks="请补全")
    (gap,) = merge_gaps(page(work).gaps)
    assert set(gap.asked_by) == {work.track(first).department_id, work.track(second).department_id}
    lines = [CorrectionAsked(gap.paper, gap.defect, gap.requirement, gap.asked_by)]
    request_correction(case=work.filed.case, lines=lines, actor=work.cast.clerk, now=at(MONDAY, 15))
    with reading() as session:
        assert session.scalars(select(CorrectionLine)).one().asked_by == list(gap.asked_by)
    (letter,) = work.documents("correction_notice")
    assert len(letter.facts["lines"][0]["asked_by"]) == 2
    with pytest.raises(Refusal) as refused:
        request_correction(case=work.filed.case, lines=lines, actor=work.cast.clerk, now=at(MONDAY, 16))
    assert refused.value.code == "notice_already_open"


def test_silence_stops_nothing_and_comes_too_late_after_the_notice(work: Work) -> None:
    ask(work)
    chen = work.examiner("LX-05")
    opinion = task(chen)
    request_correction(
        case=work.filed.case, lines=[CorrectionAsked(work.papers()["M012"], "没有交。", "请交。")],
        actor=work.cast.clerk, now=at(MONDAY, 15),
    )  # fmt: skip
    with reading() as session:
        assert opinion_tasks(session, chen) == ()
    with pytest.raises(Refusal) as refused:
        give_opinion(opinion=opinion, gaps={}, actor=chen, now=at(MONDAY, 16))
    assert refused.value.code == "notice_already_open"


def test_nothing_lacking_is_an_answer_and_the_last_word_holds(work: Work) -> None:
    ask(work)
    chen = work.examiner("LX-05")
    opinion, paper = task(chen), work.papers()["M012"]
    give_opinion(opinion=opinion, gaps={paper: ("没有交。", "请交。")}, actor=chen, now=at(MONDAY, 14))
    give_opinion(opinion=opinion, gaps={}, actor=chen, now=at(MONDAY, 15))
    given = [one for one in page(work).opinions if one.given_at]
    assert [one.lines for one in given] == [0] and page(work).gaps == ()


def test_a_department_answers_for_itself_in_words_and_sees_only_its_papers(work: Work) -> None:
    ask(work)
    chen, other = work.examiner("LX-05"), work.examiner("LX-13")
    opinion, papers = task(chen), work.papers()
    with pytest.raises(NotFound):
        give_opinion(opinion=opinion, gaps={}, actor=other, now=at(MONDAY, 14))
    with pytest.raises(NotFound):
        give_opinion(opinion=opinion, gaps={papers["M028"]: ("a", "b")}, actor=chen, now=at(MONDAY, 14))
    with pytest.raises(Invalid):
        give_opinion(opinion=opinion, gaps={papers["M012"]: ("a", " ")}, actor=chen, now=at(MONDAY, 14))
    with reading() as session:
        seen = {paper.code for paper in opinion_page(session, opinion, chen).papers}
        assert "M012" in seen and "M028" not in seen
        with pytest.raises(NotFound):
            opinion_page(session, opinion, other)
        with pytest.raises(NotFound):
            paper_of_opinion(session, opinion, papers["M028"], 1, 1, chen)
