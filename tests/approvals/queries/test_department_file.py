"""Who may read which bytes."""

from __future__ import annotations

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound
from approvals.queries.department_file import PaperFile, letter_of_track, paper_of_case, paper_of_track
from approvals.queries.window_check import check_page
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar
from tests.factories.desk import MALL, WEDNESDAY, on_the_desk
from tests.factories.main_job import the_case, the_cast

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


def paper_id(code: str) -> str:
    with reading() as session:
        page = check_page(session, the_case(MALL).case, the_cast().clerk, load_calendar(session), WEDNESDAY)
    return next(paper.paper for paper in page.papers if paper.code == code)


def of_track(item: str, code: str, actor: Actor, number: int = 1) -> PaperFile:
    paper = paper_id(code)
    with reading() as session:
        return paper_of_track(session, the_case(MALL).tracks[item], paper, number, 1, actor)


def test_an_examiner_reads_the_papers_its_item_wants(in_app: Flask) -> None:
    found = of_track("LX-13", "M028", the_cast().examiners["GAJJ"])
    assert (found.media_type, found.name) == ("application/pdf", "paper.pdf")


def test_a_paper_that_the_item_does_not_want_is_not_found(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        of_track("LX-13", "M023", the_cast().examiners["GAJJ"])


def test_another_department_reads_nothing_through_this_track(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        of_track("LX-13", "M028", the_cast().examiners["WL"])


def test_a_version_that_never_came_is_not_found(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        of_track("LX-13", "M028", the_cast().examiners["GAJJ"], number=2)


def test_the_window_reads_every_paper_of_a_filing_and_strangers_none(in_app: Flask) -> None:
    paper, case = paper_id("M023"), the_case(MALL).case
    with reading() as session:
        assert paper_of_case(session, case, paper, 1, 1, the_cast().clerk).name == "paper.pdf"
        with pytest.raises(NotFound):
            paper_of_case(session, case, paper, 1, 1, the_cast().zhao)


def test_a_desk_of_the_case_reads_no_foreign_paper_through_the_window_s_address(in_app: Flask) -> None:
    paper, cast = paper_id("M023"), the_cast()
    with reading() as session, pytest.raises(NotFound):
        paper_of_case(session, the_case(MALL).case, paper, 1, 1, cast.examiners["GAJJ"])
    with reading() as session:
        assert paper_of_case(session, the_case(MALL).case, paper, 1, 1, cast.guan).name == "paper.pdf"


def test_a_letter_that_is_not_printed_yet_is_not_found(in_app: Flask) -> None:
    with reading() as session, pytest.raises(NotFound):
        letter_of_track(session, the_case(MALL).tracks["LX-13"], "nothing", the_cast().examiners["GAJJ"])
