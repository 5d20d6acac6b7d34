"""材料补正一次性告知: every gap at once, once per submission."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.models.papers import CorrectionLine, CorrectionNotice
from approvals.queries.window_check import check_page
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar
from tests.factories.amending import CLOSING, amend, wants
from tests.factories.arrived import struck_out
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import filed_short
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(filed_short)]
TUESDAY = MONDAY + dt.timedelta(days=1)
WEDNESDAY = TUESDAY + dt.timedelta(days=1)


def ask(work: Work, *codes: str, words: str = "没有提交。", actor: Actor | None = None, day: dt.date = TUESDAY) -> None:
    papers = work.papers()
    lines = [CorrectionAsked(papers.get(code, code), words, "请提交扫描件。") for code in codes]
    request_correction(case=work.filed.case, lines=lines, actor=actor or work.cast.clerk, now=at(day))


def test_only_the_items_that_want_the_paper_wait_for_it(work: Work) -> None:
    ask(work, "M012", "M028")
    open_ones = {code for code, state in work.states().items() if state == "correction_open"}
    assert open_ones == {"LX-05", "LX-13"}


def test_the_letter_names_every_gap_with_its_items_and_the_last_day(work: Work) -> None:
    ask(work, "M012", "M028")
    (letter,) = work.documents("correction_notice")
    lines = letter.facts["lines"]
    assert [line["paper"]["code"] for line in lines] == ["M012", "M028"]
    assert all(line["defect"] == "没有提交。" and line["items"] for line in lines)
    assert letter.facts["reply_by"] == "2026-04-08"


def test_there_is_one_open_notice_and_one_per_submission(work: Work) -> None:
    ask(work, "M012")
    with pytest.raises(Refusal) as refused:
        ask(work, "M028")
    assert refused.value.code == "notice_already_open"
    work.supply("M012", day=TUESDAY)
    supply_correction(case=work.filed.case, close_of_business=dt.time(17), actor=work.cast.lin, now=at(TUESDAY, 13))
    with pytest.raises(Refusal) as refused:
        ask(work, "M028")
    assert refused.value.code == "notice_already_sent"


def test_a_notice_whose_letter_was_struck_out_for_good_is_told_again(work: Work) -> None:
    ask(work, "M012")
    struck_out("correction_notice")
    with reading() as session:
        page = check_page(session, work.filed.case, work.cast.clerk, load_calendar(session), WEDNESDAY)
    assert {one.item.code for one in page.to_tell} >= {"LX-05", "LX-13"}
    ask(work, "M012", "M028", day=WEDNESDAY)
    with reading() as session:
        (notice,) = session.scalars(select(CorrectionNotice)).all()
        lines = session.scalars(select(CorrectionLine)).all()
    assert notice.issued_on == WEDNESDAY and [line.defect for line in lines] == ["没有提交。"] * 2
    with pytest.raises(Refusal, match="notice_already_open"):
        ask(work, "M012", day=WEDNESDAY)


def test_a_line_without_words_is_told_at_its_paper_and_nothing_is_sent(work: Work) -> None:
    with pytest.raises(Invalid) as refused:
        ask(work, "M012", words=" ")
    assert list(refused.value.errors) == [work.papers()["M012"]]
    with pytest.raises(Refusal) as refused_too:
        ask(work)
    assert refused_too.value.code == "nothing_chosen"
    assert set(work.states().values()) == {"filed"}


def test_a_paper_of_another_case_is_absent_and_only_the_window_asks(work: Work) -> None:
    with pytest.raises(NotFound):
        ask(work, "not-a-paper-of-this-case")
    for actor in (work.cast.lin, work.cast.guan, work.examiner("LX-05")):
        with pytest.raises(NotAllowed):
            ask(work, "M012", actor=actor)


def test_an_item_that_came_after_the_notice_was_never_told_about_and_is_told_once(work: Work) -> None:
    ask(work, "M012")
    work.supply("M012", day=TUESDAY)
    supply_correction(case=work.filed.case, close_of_business=dt.time(17), actor=work.cast.lin, now=at(TUESDAY, 13))
    amend(work, involves_river_works=True)
    others = set().union(*(papers for item, papers in wants(work).items() if item != "LX-11"))
    own = sorted(wants(work)["LX-11"] - others)[0]
    with pytest.raises(Refusal) as refused:
        ask(work, "M028")
    assert refused.value.code == "already_answered"
    ask(work, own)
    assert {code for code, state in work.states().items() if state == "correction_open"} == {"LX-11"}
    with pytest.raises(Refusal) as refused:
        ask(work, own)
    assert refused.value.code == "notice_already_open"


def test_a_paper_that_changed_answers_ask_of_an_item_told_before_can_be_told_too(work: Work) -> None:
    before = set().union(*wants(work).values())
    ask(work, "M012")
    work.supply("M012", day=TUESDAY)
    supply_correction(case=work.filed.case, close_of_business=dt.time(17), actor=work.cast.lin, now=at(TUESDAY, 13))
    amend(work, in_heritage_protection_zone=True)
    fresh = {item: papers - before for item, papers in wants(work).items() if papers - before}
    assert fresh
    ask(work, *sorted(set().union(*fresh.values())))
    assert {code for code, state in work.states().items() if state == "correction_open"} == set(fresh)


def test_what_comes_while_a_notice_is_open_is_told_at_once_and_joins_its_list(work: Work) -> None:
    ask(work, "M012")
    amend(work, involves_river_works=True)
    others = set().union(*(papers for item, papers in wants(work).items() if item != "LX-11"))
    own = sorted(wants(work)["LX-11"] - others)[0]
    ask(work, own, day=TUESDAY + dt.timedelta(days=2))
    assert {code for code, state in work.states().items() if state == "correction_open"} == {"LX-05", "LX-11"}
    with reading() as session:
        notice = session.scalars(select(CorrectionNotice)).one()
        lines = session.scalars(select(CorrectionLine.notice_id)).all()
    assert (lines, notice.respond_by) == ([notice.id] * 2, dt.date(2026, 4, 10))
    first, second = work.documents("correction_notice")
    assert [line["paper"]["code"] for line in second.facts["lines"]] == [own]
    assert (first.facts["reply_by"], second.facts["reply_by"]) == ("2026-04-08", "2026-04-10")
    for code in ("M012", own):
        with pytest.raises(Refusal) as refused:
            supply_correction(case=work.filed.case, close_of_business=CLOSING, actor=work.cast.lin, now=at(TUESDAY, 13))
        assert refused.value.code == "correction_incomplete"
        work.supply(code, day=TUESDAY)
    supply_correction(case=work.filed.case, close_of_business=CLOSING, actor=work.cast.lin, now=at(TUESDAY, 13))
    assert {work.states()[code] for code in ("LX-05", "LX-11")} == {"filed"}


def test_a_paper_in_the_open_list_that_a_new_item_wants_too_stays_one_line_and_is_asked_again(work: Work) -> None:
    ask(work, "M018", words="没有盖章。")
    work.supply("M018", day=TUESDAY)
    amend(work, involves_river_works=True)
    assert "M018" in wants(work)["LX-11"]
    ask(work, "M018", words="日期看不清。")
    with reading() as session:
        line = session.scalars(select(CorrectionLine)).one()
    assert (line.answered_at, line.defect) == (None, "日期看不清。")
