"""A look at papers before filing: voluntary, with a record of its own, never a condition."""

from __future__ import annotations

from typing import Any

import pytest

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import Verdict
from approvals.queries.enterprise_draft import draft
from approvals.queries.prechecks import (
    PrecheckRow,
    may_ask,
    precheck_at_desk,
    precheck_file,
    prechecks_at_desk,
    prechecks_of,
)
from approvals.usecases.department.answer_precheck import answer_precheck
from approvals.usecases.enterprise.ask_precheck import ask_precheck, take_back_precheck
from tests.factories.drafts import Draft, a_draft, filed
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
DEPARTMENT, OTHER = "GAJJ", "YC"


@pytest.fixture
def drawn_up(cast: Cast) -> Draft:
    return a_draft(cast)


def ask(cast: Cast, drawn_up: Draft, **differently: Any) -> str:
    said: dict[str, Any] = {"department": DEPARTMENT, "question": "图纸够不够", "actor": cast.lin} | differently
    return ask_precheck(case=drawn_up.case, now=at(MONDAY), **said)


def at_desk(cast: Cast, asked: str) -> PrecheckRow:
    with reading() as session:
        return precheck_at_desk(session, asked, cast.examiners[DEPARTMENT])


def answer(cast: Cast, asked: str, verdict: Verdict | None = Verdict.ACCEPTED, words: str = "") -> None:
    said = {line.line: (verdict, words) for line in at_desk(cast, asked).lines}
    answer_precheck(precheck=asked, said=said, answer="总的可以", actor=cast.examiners[DEPARTMENT], now=at(MONDAY, 15))


def test_a_department_that_wants_an_uploaded_paper_can_be_asked_once(cast: Cast, drawn_up: Draft) -> None:
    with reading() as session:
        choices = may_ask(draft(session, drawn_up.case, cast.lin, MONDAY))
    assert DEPARTMENT in {choice.code for choice in choices}
    assert ask(cast, drawn_up) == ask(cast, drawn_up)
    with reading() as session:
        assert len(prechecks_of(session, drawn_up.case)) == 1
        assert [row.question for row in prechecks_at_desk(session, cast.examiners[DEPARTMENT])] == ["图纸够不够"]
        assert prechecks_at_desk(session, cast.examiners[OTHER]) == ()


def test_the_answer_is_told_per_paper_and_the_same_click_again_changes_nothing(cast: Cast, drawn_up: Draft) -> None:
    asked = ask(cast, drawn_up)
    answer(cast, asked, Verdict.RETURNED, "缺页")
    answer(cast, asked, Verdict.ACCEPTED)
    with reading() as session:
        (row,) = prechecks_of(session, drawn_up.case)
    assert {(line.verdict, line.comment) for line in row.lines} == {(Verdict.RETURNED, "缺页")}
    assert row.answer == "总的可以"


def test_every_paper_needs_a_verdict_and_a_returned_one_words(cast: Cast, drawn_up: Draft) -> None:
    asked = ask(cast, drawn_up)
    lines = {f"p{line.line}" for line in at_desk(cast, asked).lines}
    for verdict in (None, Verdict.RETURNED):
        with pytest.raises(Invalid) as refused:
            answer(cast, asked, verdict)
        assert set(refused.value.errors) == lines


def test_filing_waits_for_nobody_and_the_desk_is_told_that_it_is_over(cast: Cast, drawn_up: Draft) -> None:
    asked = ask(cast, drawn_up)
    filed(cast, drawn_up)
    assert at_desk(cast, asked).is_over
    with pytest.raises(Refusal) as refused:
        answer(cast, asked)
    assert refused.value.code == "precheck_over"
    with reading() as session:
        assert prechecks_at_desk(session, cast.examiners[DEPARTMENT]) == ()


def test_what_was_taken_back_is_gone_from_the_desk(cast: Cast, drawn_up: Draft) -> None:
    asked = ask(cast, drawn_up)
    line = at_desk(cast, asked).lines[0].line
    with reading() as session:
        assert precheck_file(session, asked, line, 1, cast.examiners[DEPARTMENT]).media_type == "application/pdf"
        with pytest.raises(NotFound):
            precheck_file(session, asked, line, 1, cast.examiners[OTHER])
    take_back_precheck(precheck=asked, actor=cast.lin, now=at(MONDAY))
    take_back_precheck(precheck=asked, actor=cast.lin, now=at(MONDAY))
    with pytest.raises(NotFound):
        at_desk(cast, asked)
    assert ask(cast, drawn_up) != asked


def test_strangers_neither_ask_nor_take_back_and_an_empty_draft_has_nothing_to_show(
    cast: Cast, drawn_up: Draft
) -> None:
    asked = ask(cast, drawn_up)
    with pytest.raises(NotFound):
        ask(cast, drawn_up, actor=cast.zhao)
    with pytest.raises(NotFound):
        take_back_precheck(precheck=asked, actor=cast.zhao, now=at(MONDAY))
    with pytest.raises(Invalid):
        ask(cast, drawn_up, question="长" * 2_001)
    with pytest.raises(Refusal) as refused:
        ask(cast, drawn_up, department="nowhere")
    assert refused.value.code == "nothing_to_precheck"


def test_of_more_questions_than_are_shown_it_is_not_the_one_that_waits_longest_that_is_left_out(
    cast: Cast, drawn_up: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(cast, drawn_up)
    ask(cast, a_draft(cast, name="第二个项目"))
    monkeypatch.setattr("approvals.queries.prechecks.MOST_SHOWN", 1)
    with reading() as session:
        assert [row.public_id for row in prechecks_at_desk(session, cast.examiners[DEPARTMENT])] == [first]
