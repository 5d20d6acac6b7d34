"""A question of the enterprise, and the one answer of those who may answer it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.models.cases import Question
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.enterprise.ask_question import MOST_CHARACTERS, ask_question
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]


def ask(work: Work, item: str | None = "LX-10", text: str = "什么时候进场？", actor: Actor | None = None) -> int:
    ask_question(
        case=work.filed.case, track=work.filed.tracks[item] if item else None, text=text,
        actor=actor or work.cast.lin, now=at(MONDAY),
    )  # fmt: skip
    with reading() as session:
        return session.scalars(select(Question.id).order_by(Question.id.desc())).first() or 0


def answer(work: Work, question: int, actor: Actor, text: str = "后天上午。") -> None:
    answer_question(question=question, text=text, actor=actor, now=at(MONDAY, 16))


def test_the_department_that_has_the_item_answers_once(work: Work) -> None:
    question = ask(work)
    answer(work, question, work.examiner("LX-10"))
    with reading() as session:
        assert session.get_one(Question, question).answer == "后天上午。"
    with pytest.raises(Refusal) as refused:
        answer(work, question, work.cast.guan)
    assert refused.value.code == "already_answered_question"


def test_a_question_about_the_whole_case_is_the_stewards(work: Work) -> None:
    question = ask(work, None)
    with pytest.raises(NotFound):
        answer(work, question, work.examiner("LX-10"))
    answer(work, question, work.cast.guan)


def test_another_department_and_a_stranger_can_neither_answer_nor_ask(work: Work) -> None:
    question = ask(work)
    for actor in (work.examiner("LX-13"), work.cast.zhao, work.cast.lin, work.cast.clerk):
        with pytest.raises(NotFound):
            answer(work, question, actor)
    for actor in (work.cast.zhao, work.cast.clerk):
        with pytest.raises(NotFound):
            ask(work, actor=actor)


def test_empty_and_endless_texts_are_told_at_the_field(work: Work) -> None:
    for text, code in ((" \n", "required"), ("长" * (MOST_CHARACTERS + 1), "too_long")):
        with pytest.raises(Invalid) as refused:
            ask(work, text=text)
        assert refused.value.errors["text"][0] == code
    question = ask(work)
    with pytest.raises(Invalid):
        answer(work, question, work.cast.guan, " ")
