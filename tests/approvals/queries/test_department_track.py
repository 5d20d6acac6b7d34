"""The page of one track: what an officer needs to decide, and nothing of another department's."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound
from approvals.queries.department_track import TrackPage, track_page
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar
from tests.factories.desk import MALL, TUESDAY, WEDNESDAY, on_the_desk
from tests.factories.main_job import decide, the_case, the_cast
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


def page_of(item: str, actor: Actor | None = None, today: dt.date = WEDNESDAY) -> TrackPage:
    cast, filed = the_cast(), the_case(MALL)
    departments = {"LX-13": "GAJJ", "LX-05": "ZRZY", "LX-01": "FGW", "LX-04": "FGW", "LX-10": "WL", "LX-07": "STHJ"}
    who = actor or cast.examiners[departments[item]]
    with reading() as session:
        return track_page(session, filed.tracks[item], who, load_calendar(session), today)


def test_the_answers_that_decided_come_first(in_app: Flask) -> None:
    page = page_of("LX-13")
    assert {row.field.key for row in page.form.own if row.is_hit} == {row.field.key for row in page.form.because}
    assert page.form.own[0].is_hit
    assert not {row.field.key for row in page.form.own} & {row.field.key for row in page.form.rest}


def test_both_clocks_and_the_clock_of_the_stage_are_there(in_app: Flask) -> None:
    page = page_of("LX-13")
    assert page.reading is not None
    assert page.reading.committed is not None
    assert page.reading.committed.due_on == TUESDAY + dt.timedelta(days=9)
    assert page.stage is not None and page.stage.bar is not None and page.stage.critical is not None
    assert page.stage.clock.reading is not None and page.stage.clock.reading.statutory is not None
    assert page.stage.clock.reading.statutory.day_zero == TUESDAY
    assert page.head.track in page.stage.clock.float_wd


def test_papers_carry_the_verdict_of_this_item_only(in_app: Flask) -> None:
    decide(the_cast(), the_case(MALL), "LX-01", day=WEDNESDAY)
    statuses = {paper.row.code: paper.status for paper in page_of("LX-13").papers}
    assert statuses == {"M001": "form", "M028": "sent", "M030": "sent"}


def test_a_deferred_paper_says_when_it_is_due(in_app: Flask) -> None:
    paper = next(each for each in page_of("LX-10").papers if each.row.code == "M018")
    assert paper.status == "deferred"
    assert paper.want.promise is not None
    assert paper.want.promise.due_on == TUESDAY + dt.timedelta(days=7)


def test_the_upstream_items_are_marked_and_block(in_app: Flask) -> None:
    page = page_of("LX-05")
    assert [row.item.code for row in page.beside if row.is_upstream] == ["LX-01"]
    assert {"upstream_pending", "promise_open"} <= {blocker.code for blocker in page.blockers}


def test_a_result_handed_down_needs_no_verdict(in_app: Flask) -> None:
    decide(the_cast(), the_case(MALL), "LX-01", day=WEDNESDAY)
    page = page_of("LX-05")
    handed = next(paper for paper in page.papers if paper.row.code == "M010")
    assert (handed.status, handed.is_usable) == ("upstream", True)
    assert "upstream_pending" not in {blocker.code for blocker in page.blockers}


def test_what_another_department_decided_is_told(in_app: Flask) -> None:
    decide(the_cast(), the_case(MALL), "LX-07", day=WEDNESDAY)
    row = next(row for row in page_of("LX-13").beside if row.item.code == "LX-07")
    assert row.opinion == "材料齐全，符合条件。"


def test_questions_and_reminders_are_on_the_page_of_their_item(in_app: Flask) -> None:
    page = page_of("LX-13")
    assert [asked.text for asked in page.history.questions] == ["评审会要我们到场吗？"]
    assert [reminder.sent_by for reminder in page.history.reminders] == ["关宁"]
    assert page_of("LX-10").history.questions == ()


def test_the_head_of_the_department_is_named(in_app: Flask) -> None:
    assert page_of("LX-13").heads == ("吴敏",)


def test_the_track_of_another_department_is_not_found(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        page_of("LX-13", the_cast().examiners["WL"])


def test_the_statements_do_not_grow_with_what_happened(in_app: Flask) -> None:
    cast, track = the_cast(), the_case(MALL).tracks["LX-05"]

    def read() -> None:
        with reading() as session:
            track_page(session, track, cast.examiners["ZRZY"], load_calendar(session), WEDNESDAY)

    read()  # the catalogue and the calendar are read once per process
    before = len(statements_of(read))
    for item in ("LX-01", "LX-07"):
        decide(cast, the_case(MALL), item, day=WEDNESDAY)
    assert len(statements_of(read)) == before
