"""Databases to start from: filings at the window, and items on the desks of the departments."""

from __future__ import annotations

import datetime as dt

from approvals.usecases.department.claim import claim
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.steward.remind import remind
from tests.factories.main_job import MONDAY, accept_all, at, decide, file_case, settle, the_case

TUESDAY = MONDAY + dt.timedelta(days=1)
WEDNESDAY = MONDAY + dt.timedelta(days=2)
MALL, PARK, CLINIC = "章丘国际建材家居城", "绣源河智能装备产业园", "百脉泉康养中心"


def at_the_window() -> None:
    """Two filings: Monday's lacks a main paper, Tuesday's defers two; nothing is answered."""
    cast = settle()
    file_case(cast, day=MONDAY, name=PARK, lacks=("M012",))
    file_case(cast, day=TUESDAY, name=MALL, defers=("M018", "M030"))


def on_the_desk() -> None:
    """One case accepted on Tuesday with a deferred paper; traffic police have claimed theirs, were asked and reminded."""
    cast = settle()
    filed = file_case(cast, day=MONDAY, name=MALL, defers=("M018",))
    accept_all(cast, filed, day=TUESDAY)
    police, track = cast.examiners["GAJJ"], filed.tracks["LX-13"]
    claim(track=track, version=2, actor=police, now=at(TUESDAY, 11))
    ask_question(case=filed.case, track=track, text="评审会要我们到场吗？", actor=cast.lin, now=at(WEDNESDAY))
    remind(track=track, text="请关注评审进度。", actor=cast.guan, now=at(WEDNESDAY, 11))


def three_cases() -> None:
    """Three accepted cases of different ages; in the oldest one LX-01 is decided, so that LX-05 runs there."""
    cast = settle()
    for weeks, name in enumerate((CLINIC, PARK, MALL)):
        day = MONDAY + dt.timedelta(weeks=weeks)
        accept_all(cast, file_case(cast, day=day, name=name), day=day)
        if name == CLINIC:
            decide(cast, the_case(name), "LX-01", day=day)


def land_by_allocation() -> None:
    """A project on allocated land: its site selection (LX-03) needs a visit of two officers; claimed by Chen."""
    cast = settle()
    filed = file_case(cast, day=MONDAY, name=MALL, answers={"land_supply_mode": "划拨"})
    accept_all(cast, filed, day=TUESDAY)
    claim(track=filed.tracks["LX-03"], version=2, actor=cast.examiners["ZRZY"], now=at(TUESDAY, 11))
