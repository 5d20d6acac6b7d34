"""Whoever serves hears of a notice that does not arrive, and so does whoever names who serves; nobody else is bothered."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.papers import CaseMaterial
from approvals.usecases.hearing.ask_hearing import ask_hearing
from approvals.usecases.hearing.tell_hearing_right import tell_hearing_right
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.queries.calendar import load_calendar
from tests.factories.arrived import issued, nobody_agrees, struck_out
from tests.factories.clock_town import deliver, sweep, told
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted, filed_short
from tests.factories.work import Work

ITEM, RIGHT = "LX-10", "hearing_right_notice"
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + dt.timedelta(days=days) for days in (1, 2, 3))
SERVES = ["du", "guan"]
"""The supervisor who names stewards, and the steward."""


def hear(code: str, day: dt.date) -> list[str]:
    deliver(at(day, 9))
    return sorted(set(told(code)) & {*SERVES, "clerk", "lin"})


def tell_right(work: Work) -> None:
    nobody_agrees()
    tell_hearing_right(
        track=work.filed.tracks[ITEM], version=work.track(ITEM).version, intended="拟准予", reasons="涉及重大利益",
        actor=work.head(ITEM), now=at(MONDAY),
    )  # fmt: skip
    issued(RIGHT, at(MONDAY, 11))


@pytest.mark.starts_from.with_args(accepted)
def test_an_unserved_notice_of_the_hearing_right_is_pushed_after_three_working_days(work: Work) -> None:
    tell_right(work)
    assert hear("hearing_unserved", WEDNESDAY) == []
    assert hear("hearing_unserved", THURSDAY) == SERVES


@pytest.mark.starts_from.with_args(accepted)
def test_who_asked_to_be_heard_needs_no_push(work: Work) -> None:
    tell_right(work)
    ask_hearing(track=work.filed.tracks[ITEM], actor=work.cast.lin, now=at(TUESDAY))
    assert hear("hearing_unserved", THURSDAY) == []


def ask(work: Work, *, arrives: bool) -> dt.date:
    """The window tells; returns the day after its last day, were it there."""
    if not arrives:
        nobody_agrees()
    with reading() as session:
        paper = session.scalars(select(CaseMaterial.public_id).where(CaseMaterial.material_code == "M012")).one()
        late = load_calendar(session).add(MONDAY, 21)
    request_correction(
        case=work.filed.case,
        lines=[CorrectionAsked(paper, "没有交", "请补交")],
        actor=work.cast.clerk,
        now=at(MONDAY, 11),
    )
    issued("correction_notice", at(MONDAY, 12))
    return late


@pytest.mark.starts_from.with_args(filed_short)
def test_a_one_time_notice_is_pushed_soon_and_each_time_its_last_day_moves(work: Work) -> None:
    late = ask(work, arrives=False)
    assert hear("correction_unserved", WEDNESDAY) == []
    assert hear("correction_unserved", THURSDAY) == ["clerk", *SERVES]
    first = len(told("correction_unserved"))
    struck_out("correction_notice")
    sweep(at(late, 1))
    assert hear("correction_unserved", late) == ["clerk", *SERVES]
    assert len(told("correction_unserved")) == 2 * first


@pytest.mark.starts_from.with_args(filed_short)
def test_of_what_has_arrived_nobody_hears(work: Work) -> None:
    ask(work, arrives=True)
    assert hear("correction_unserved", THURSDAY) == []
