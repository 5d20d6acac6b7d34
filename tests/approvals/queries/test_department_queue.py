"""The queue of a department: order, tabs, lights, filters, and a constant number of statements."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.domain.states import Outcome, TrackState
from approvals.queries.department_queue import QueueAsked, QueuePage, neighbours, queue
from approvals.queries.department_work import open_work
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar
from tests.factories.desk import CLINIC, MALL, PARK, three_cases
from tests.factories.main_job import MONDAY, accept_all, decide, file_case, the_case, the_cast
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(three_cases)

LATER = MONDAY + dt.timedelta(weeks=2, days=1)


def queue_of(actor: Actor, *, today: dt.date = LATER, **asked: Any) -> QueuePage:
    with reading() as session:
        return queue(session, actor, QueueAsked(**{"tab": "department", **asked}), load_calendar(session), today)


def test_what_is_past_its_day_longest_comes_first(in_app: Flask) -> None:
    rows = queue_of(the_cast().examiners["GAJJ"]).rows
    assert [row.project for row in rows] == [CLINIC, PARK, MALL]


def test_an_item_that_waits_for_another_stands_behind_those_whose_clock_runs(in_app: Flask) -> None:
    rows = queue_of(the_cast().examiners["ZRZY"]).rows
    assert rows[0].project == CLINIC
    assert [row.state for row in rows[1:]] == [TrackState.AWAITING_UPSTREAM] * 2


def test_the_lights_count_the_tab_and_filter_it(in_app: Flask) -> None:
    actor = the_cast().examiners["GAJJ"]
    page = queue_of(actor)
    assert page.lights == {"over": 0, "late": 1, "warn": 1, "on": 1, "paused": 0}
    assert [row.project for row in queue_of(actor, light="late").rows] == [CLINIC]


def test_nobody_sees_the_queue_of_another_department(in_app: Flask) -> None:
    rows = queue_of(the_cast().examiners["STHJ"]).rows
    assert {row.item.department for row in rows} == {"STHJ"}


def test_a_claimed_item_is_mine_and_no_longer_unassigned(in_app: Flask) -> None:
    cast = the_cast()
    decide(cast, the_case(PARK), "LX-07", day=LATER)
    page = queue_of(cast.examiners["STHJ"], tab="done")
    assert [row.project for row in page.rows] == [PARK]
    assert page.tabs == {"mine": 0, "department": 2, "unassigned": 2, "done": 1}


def test_what_waits_for_a_signature_is_on_the_desk_of_the_head(in_app: Flask) -> None:
    cast, filed = the_cast(), the_case(PARK)
    decide(cast, filed, "LX-13", day=LATER, outcome=Outcome.REFUSE)
    assert queue_of(cast.heads["GAJJ"], tab="mine").total == 0


def test_the_page_tells_papers_and_blockers(in_app: Flask) -> None:
    row = queue_of(the_cast().examiners["ZRZY"]).rows[1]
    assert row.papers.wanted == 5
    assert "upstream_pending" in {blocker.code for blocker in row.blockers}


def test_words_and_item_narrow_the_queue(in_app: Flask) -> None:
    actor = the_cast().examiners["FGW"]
    assert {row.item.code for row in queue_of(actor, item="LX-04").rows} == {"LX-04"}
    assert {row.project for row in queue_of(actor, words="百脉泉").rows} == {CLINIC}
    assert queue_of(actor, words="没有的").total == 0


def test_a_page_beyond_the_last_is_the_last(in_app: Flask) -> None:
    page = queue_of(the_cast().examiners["GAJJ"], page=99)
    assert (page.page, page.pages, len(page.rows)) == (1, 1, 3)


def test_the_next_item_follows_in_the_order_of_urgency(in_app: Flask) -> None:
    cast = the_cast()
    with reading() as session:
        rows = open_work(session, cast.examiners["GAJJ"], load_calendar(session), LATER)
    place, total, following = neighbours(rows, the_case(CLINIC).tracks["LX-13"])
    assert (place, total) == (1, 3)
    assert following is not None
    assert following.project == PARK


def test_the_statements_do_not_grow_with_the_rows(in_app: Flask) -> None:
    cast = the_cast()
    actor = cast.examiners["GAJJ"]
    queue_of(actor)  # the catalogue and the calendar are read once per process
    before = len(statements_of(lambda: queue_of(actor)))
    for number in range(3):
        accept_all(cast, file_case(cast, day=LATER, name=f"项目{number}"), day=LATER)
    assert queue_of(actor).total == 6
    assert len(statements_of(lambda: queue_of(actor))) == before
