"""A verdict is one officer's, on one version, for one item."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import Verdict
from approvals.models.papers import MaterialVerdict
from approvals.usecases.department.judge_papers import judge_papers
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted_with_promises
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted_with_promises)]


def judge(
    work: Work, code: str, verdict: Verdict, words: str = "", item: str = "LX-13", actor: Actor | None = None
) -> None:
    verdicts = {work.papers()[code]: (verdict, words)}
    judge_papers(track=work.filed.tracks[item], verdicts=verdicts, actor=actor or work.examiner(item), now=at(MONDAY))


def verdicts() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(MaterialVerdict)) or 0


def test_a_second_thought_replaces_the_first_on_the_same_version(work: Work) -> None:
    judge(work, "M028", Verdict.RETURNED, "缺少签章。")
    assert "paper_returned" in work.blocker_codes("LX-13")
    judge(work, "M028", Verdict.ACCEPTED)
    assert "paper_returned" not in work.blocker_codes("LX-13")
    assert verdicts() == 1


def test_a_paper_is_returned_with_words_or_not_at_all(work: Work) -> None:
    with pytest.raises(Invalid) as refused:
        judge(work, "M028", Verdict.RETURNED, " ")
    assert list(refused.value.errors) == [work.papers()["M028"]]
    assert verdicts() == 0


def test_a_paper_that_has_not_come_cannot_be_judged(work: Work) -> None:
    with pytest.raises(Refusal) as refused:
        judge(work, "M030", Verdict.ACCEPTED)
    assert (refused.value.code, refused.value.params["materials"]) == ("nothing_to_judge", ["M030"])


def test_a_paper_the_item_does_not_want_is_absent(work: Work) -> None:
    with pytest.raises(NotFound):
        judge(work, "M020", Verdict.ACCEPTED)


def test_one_bad_line_keeps_the_others_from_being_written(work: Work) -> None:
    papers = work.papers()
    both = {papers["M028"]: (Verdict.ACCEPTED, ""), papers["M020"]: (Verdict.ACCEPTED, "")}
    with pytest.raises(NotFound):
        judge_papers(track=work.filed.tracks["LX-13"], verdicts=both, actor=work.examiner("LX-13"), now=at(MONDAY))
    assert verdicts() == 0


def test_only_the_department_that_has_the_item_judges(work: Work) -> None:
    with pytest.raises(NotFound):
        judge(work, "M028", Verdict.ACCEPTED, actor=work.examiner("LX-10"))
    for actor in (work.cast.lin, work.cast.guan, work.cast.clerk):
        with pytest.raises(NotAllowed):
            judge(work, "M028", Verdict.ACCEPTED, actor=actor)


def test_a_version_that_came_after_the_look_is_not_passed_unread(work: Work) -> None:
    said = {work.papers()["M028"]: (Verdict.ACCEPTED, "")}
    work.supply("M028")
    with pytest.raises(Stale):
        judge_papers(
            track=work.filed.tracks["LX-13"], verdicts=said, seen=dict.fromkeys(said, 1),
            actor=work.examiner("LX-13"), now=at(MONDAY),
        )  # fmt: skip
    assert verdicts() == 0
