"""The cockpit of one project."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound
from approvals.domain.states import LineState
from approvals.queries.steward_cockpit import Cockpit, steward_cockpit
from approvals.usecases.steward.remind import remind
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, accept_all, at, file_case, the_case, the_cast
from tests.factories.story import WEEK_ON, week_on
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(week_on)


def cockpit_of(actor: Actor, project: str | None = None, *, today: dt.date = WEEK_ON) -> Cockpit:
    with reading() as session:
        return steward_cockpit(session, project or the_case().project, actor, today=today)


def test_tracks_are_grouped_by_whose_turn_it_is(in_app: Flask) -> None:
    tracks = cockpit_of(the_cast().guan).cases[0].tracks
    groups = {track.item.code: track.group for track in tracks}
    assert {code for code, group in groups.items() if group == "done"} == {"LX-01", "LX-07"}
    assert set(groups.values()) == {"ongoing", "done"}


def test_a_track_shows_what_blocks_its_grant(in_app: Flask) -> None:
    tracks = {track.item.code: track for track in cockpit_of(the_cast().guan).cases[0].tracks}
    assert any("promise" in blocker.code or "paper" in blocker.code for blocker in tracks["LX-05"].blockers)
    assert tracks["LX-07"].blockers == ()


def test_a_promise_counts_down_to_its_own_day(in_app: Flask) -> None:
    owed = cockpit_of(the_cast().guan).promises
    assert {line.paper.code for line in owed} == {"M018"}
    assert all(line.state is LineState.OPEN and line.due_on is not None for line in owed)
    first = cockpit_of(the_cast().guan, today=owed[0].due_on or WEEK_ON).promises[0]
    after = cockpit_of(the_cast().guan, today=(owed[0].due_on or WEEK_ON) + dt.timedelta(days=1)).promises[0]
    assert (first.left_wd, after.left_wd) == (0, -1)


def test_earlier_reminders_are_newest_first(in_app: Flask) -> None:
    cast, track = the_cast(), the_case().tracks["LX-10"]
    for hour, text in ((9, "第一次"), (11, "第二次")):
        remind(track=track, text=text, actor=cast.guan, now=at(WEEK_ON, hour))
    shown = next(one for one in cockpit_of(cast.guan).cases[0].tracks if one.public_id == track)
    assert [one.text for one in shown.reminders] == ["第二次", "第一次"]


def test_a_project_of_another_steward_does_not_exist(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        cockpit_of(the_cast().zhao)


def test_seeing_everything_does_not_make_a_steward(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        cockpit_of(the_cast().clerk)


def test_the_statements_do_not_grow_with_reminders_and_tracks(in_app: Flask) -> None:
    cast = the_cast()
    small = file_case(cast, name="未受理的项目")
    before = len(statements_of(lambda: cockpit_of(cast.guan, small.project, today=MONDAY)))
    accept_all(cast, small, day=MONDAY)
    remind(track=small.tracks["LX-10"], text="请办理", actor=cast.guan, now=at(WEEK_ON))
    assert len(statements_of(lambda: cockpit_of(cast.guan, small.project, today=MONDAY))) == before
    late = len(statements_of(lambda: cockpit_of(cast.guan, small.project)))
    assert late <= before + 3, "what the departments say of being late, and the remedy, are asked once for all"
