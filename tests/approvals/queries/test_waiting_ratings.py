"""Bad ratings that nobody has answered, for the department and for supervision."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.domain.ratings import Satisfaction
from approvals.domain.states import Outcome
from approvals.queries.waiting_ratings import WaitingRatings, ratings_at_desk, ratings_overseen
from approvals.usecases.department.answer_rating import answer_rating
from approvals.usecases.enterprise.rate_item import rate_item
from approvals.usecases.enterprise.withdraw import withdraw
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work
from tests.support.statements import statements_of

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
TUESDAY, FRIDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=4)
FIRST, SECOND, THIRD = "LX-10", "LX-13", "LX-04"


def overseen(actor: Actor, *, today: dt.date = FRIDAY, limit: int = 15) -> WaitingRatings:
    with reading() as session:
        return ratings_overseen(session, actor, today=today, limit_wd=limit)


def at_desk(actor: Actor) -> list[str]:
    with reading() as session:
        return [row.track for row in ratings_at_desk(session, actor, today=FRIDAY, limit_wd=15).rows]


@pytest.fixture
def rated(in_app: Flask) -> Work:
    """The second item was rated first; a third has a rating that is not bad."""
    work = Work(the_cast(), the_case())
    for day, item, level in (
        (TUESDAY, FIRST, Satisfaction.BAD),
        (MONDAY, SECOND, Satisfaction.VERY_BAD),
        (MONDAY, THIRD, Satisfaction.FAIR),
    ):
        if item == THIRD:
            withdraw(case=work.filed.case, track=work.filed.tracks[item], actor=work.cast.lin, now=at(day, 15))
        else:
            work.decide(item, Outcome.REFUSE, day=day)
        rate_item(track=work.filed.tracks[item], level=level, words="跑了两趟", actor=work.cast.lin, now=at(day, 16))
    return work


def test_supervision_sees_all_the_oldest_first_with_the_working_days_since(rated: Work) -> None:
    found = overseen(rated.cast.du, limit=3)
    assert [row.track for row in found.rows] == [rated.filed.tracks[SECOND], rated.filed.tracks[FIRST]]
    assert [(row.waited_wd, row.is_late) for row in found.rows] == [(4, True), (3, False)]
    assert found.total == 2 and found.rows[0].words == "跑了两趟"
    after_the_weekend = overseen(rated.cast.du, today=FRIDAY + dt.timedelta(days=2), limit=3)
    assert [row.waited_wd for row in after_the_weekend.rows] == [4, 3], "a weekend is no wait"
    assert not overseen(rated.cast.guan).rows and not overseen(rated.cast.lin).rows


def test_a_department_sees_its_own_until_they_are_answered(rated: Work) -> None:
    assert at_desk(rated.examiner(FIRST)) == [rated.filed.tracks[FIRST]]
    assert at_desk(rated.examiner(SECOND)) == [rated.filed.tracks[SECOND]]
    assert at_desk(rated.cast.lin) == []
    answer_rating(track=rated.filed.tracks[FIRST], text="已整改。", actor=rated.head(FIRST), now=at(FRIDAY, 9))
    assert at_desk(rated.examiner(FIRST)) == []
    assert [row.track for row in overseen(rated.cast.du).rows] == [rated.filed.tracks[SECOND]]


def test_one_statement_however_many_there_are(rated: Work) -> None:
    before = len(statements_of(lambda: overseen(rated.cast.du)))
    answer_rating(track=rated.filed.tracks[FIRST], text="已整改。", actor=rated.head(FIRST), now=at(FRIDAY, 9))
    assert len(statements_of(lambda: overseen(rated.cast.du))) == before
