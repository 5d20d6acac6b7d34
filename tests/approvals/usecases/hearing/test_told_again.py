"""A letter of a hearing that goes out again on another day says nothing that is not so on that day."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.domain.hearing import Convened
from approvals.domain.refusals import Refusal
from approvals.domain.states import DocumentState
from approvals.usecases.department.reissue import reissue
from approvals.usecases.hearing.ask_hearing import ask_hearing
from approvals.usecases.hearing.call_hearing import call_hearing
from approvals.usecases.letters.void_number import void_number
from tests.factories.arrived import issued, told_of_the_right
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)
ITEM, RIGHT = "LX-10", "hearing_right_notice"
FRIDAY, NEXT_MONDAY = MONDAY + dt.timedelta(days=4), MONDAY + dt.timedelta(days=7)
NEXT_THURSDAY, NEXT_FRIDAY = dt.date(2026, 3, 19), dt.date(2026, 3, 20)
"""The last is the fifth working day after Friday the 13th."""


@pytest.fixture
def told(work: Work) -> Work:
    """Told on Monday of the right to be heard; the letter was in the account the same day."""
    work.claim(ITEM)
    work.judge(ITEM)
    told_of_the_right(work, ITEM)
    return work


def refused(work: Work, day: dt.date) -> str:
    with pytest.raises(Refusal) as refusal:
        work.propose(ITEM, day=day)
    return refusal.value.code


def void(work: Work, number: str, day: dt.date) -> None:
    void_number(number=number, reason="写错了", actor=work.cast.admin, now=at(day, 15))


def test_a_right_that_is_told_again_later_gives_its_days_anew_and_the_house_keeps_them(told: Work) -> None:
    (letter,) = told.documents(RIGHT)
    void(told, letter.number, FRIDAY)
    again = told.documents(RIGHT)[-1]
    assert (again.facts["dated_on"], again.facts["ask_by"]) == (FRIDAY.isoformat(), NEXT_FRIDAY.isoformat())
    assert refused(told, NEXT_FRIDAY) == "notice_not_arrived"
    issued(RIGHT, at(FRIDAY, 16))
    assert refused(told, NEXT_FRIDAY) == "hearing_open"
    reissue(
        track=told.filed.tracks[ITEM], version=told.track(ITEM).version, document=again.public_id, wrong="重大",
        right="特别重大", reason="笔误", actor=told.head(ITEM), now=at(NEXT_THURSDAY),
    )  # fmt: skip
    assert told.documents(RIGHT)[-1].facts["ask_by"] == "2026-03-26"
    ask_hearing(track=told.filed.tracks[ITEM], actor=told.cast.lin, now=at(NEXT_FRIDAY))
    with pytest.raises(Refusal, match="hearing_asked_already"):
        void(told, told.documents(RIGHT)[-1].number, NEXT_FRIDAY)


@pytest.mark.parametrize("kind", ["hearing_notice", "hearing_announcement"])
def test_a_called_hearing_is_told_again_only_while_seven_working_days_lie_ahead(told: Work, kind: str) -> None:
    ask_hearing(track=told.filed.tracks[ITEM], actor=told.cast.lin, now=at(MONDAY, 12))
    call_hearing(
        track=told.filed.tracks[ITEM], version=told.track(ITEM).version, actor=told.head(ITEM), now=at(MONDAY, 13),
        convened=Convened(held_at=at(dt.date(2026, 3, 24), 9), place="听证室", chair="周"),
    )  # fmt: skip
    (letter,) = told.documents(kind)
    void(told, letter.number, FRIDAY)
    former, again = told.documents(kind)
    assert [one.facts["working_days_ahead"] for one in (former, again)] == [11, 7]
    with pytest.raises(Refusal, match="hearing_too_near"):
        void(told, again.number, NEXT_MONDAY)
    assert told.documents(kind)[-1].state is DocumentState.QUEUED
