"""The window looks at the papers one by one, and what fails decides which items cannot be accepted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import Verdict
from approvals.models.window import PaperCheck
from approvals.queries.paper_checks import failed_papers
from approvals.usecases.window.accept import accept
from approvals.usecases.window.check_paper import check_paper
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import filed_whole
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(filed_whole)]
OWN_PAPER = "M012"


def look(
    work: Work,
    code: str = OWN_PAPER,
    verdict: Verdict = Verdict.RETURNED,
    words: str = "缺第3页。",
    *,
    number: int = 1,
    actor: Actor | None = None,
) -> None:
    paper = work.papers().get(code, code)
    who = actor or work.cast.clerk
    check_paper(
        case=work.filed.case, paper=paper, number=number, verdict=verdict, comment=words, actor=who, now=at(MONDAY, 11)
    )


def kept() -> list[tuple[Verdict, str]]:
    with reading() as session:
        return [(row.verdict, row.comment) for row in session.scalars(select(PaperCheck))]


def wanting(work: Work, code: str) -> set[str]:
    """The items that a failing paper keeps from being accepted."""
    with reading() as session:
        tracks = {work.track(item).id: item for item in work.filed.tracks}
        return {tracks[one] for one, papers in failed_papers(session, list(tracks)).items() if code in papers}


def test_each_word_is_kept_on_its_own_and_the_last_one_holds(work: Work) -> None:
    look(work)
    look(work)
    assert kept() == [(Verdict.RETURNED, "缺第3页。")]
    look(work, verdict=Verdict.ACCEPTED, words="")
    assert kept() == [(Verdict.ACCEPTED, "")]
    assert work.tags().count("window:paper:checked") == 2


def test_a_failing_paper_stops_the_items_that_require_it_and_the_others_go_on(work: Work) -> None:
    look(work)
    held = wanting(work, OWN_PAPER)
    assert "LX-05" in held and held != set(work.filed.tracks)
    tracks = work.filed.tracks
    with pytest.raises(Refusal) as refused:
        accept(case=work.filed.case, tracks=tracks.values(), actor=work.cast.clerk, now=at(MONDAY, 12))
    assert refused.value.code == "papers_failed" and set(refused.value.params["items"]) == held
    assert set(work.states().values()) == {"filed"}
    rest = [tracks[item] for item in tracks if item not in held]
    accept(case=work.filed.case, tracks=rest, actor=work.cast.clerk, now=at(MONDAY, 12))
    assert {item for item, state in work.states().items() if state == "filed"} == held


def test_a_new_version_is_looked_at_anew(work: Work) -> None:
    look(work)
    work.supply(OWN_PAPER)
    assert wanting(work, OWN_PAPER) == set()
    with pytest.raises(Refusal) as refused:
        look(work)
    assert (refused.value.code, refused.value.params["number"]) == ("paper_replaced", 2)
    look(work, number=2)
    assert "LX-05" in wanting(work, OWN_PAPER)


def test_what_is_lacking_is_said_in_words(work: Work) -> None:
    with pytest.raises(Invalid) as refused:
        look(work, words=" ")
    assert list(refused.value.errors) == ["comment"] and kept() == []


def test_only_the_window_looks_and_only_at_papers_of_the_case(work: Work) -> None:
    for actor in (work.cast.lin, work.cast.guan, work.examiner("LX-05")):
        with pytest.raises(NotAllowed):
            look(work, actor=actor)
    with pytest.raises(NotFound):
        look(work, "not-a-paper-of-this-case")


def test_after_the_answer_nothing_is_said_any_more(work: Work) -> None:
    work.accept(day=MONDAY)
    with pytest.raises(Refusal) as refused:
        look(work)
    assert refused.value.code == "already_answered"
