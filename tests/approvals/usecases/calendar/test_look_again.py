"""A new calendar moves alarms also where it moves no last day: an item that is late already counts its days by it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.truth import NEXT_LOOK
from approvals.models.cases import Track
from approvals.queries.truth import TRACK
from approvals.usecases.calendar.publish_calendar import publish_calendar
from approvals.usecases.clock.check_truth import check_truth
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import sweep
from tests.factories.main_job import at, the_cast
from tests.factories.new_year import SHORTER, administrator, proposed, seen, settle_new_year

pytestmark = [pytest.mark.starts_from.with_args(settle_new_year), pytest.mark.usefixtures("in_app")]
LAST_DAY = dt.date(2026, 12, 31)
FIFTH_DAY = at(dt.date(2027, 1, 7), 9)  # the weekly alarm; two working days sooner when a weekend is worked


def late() -> dict[int, dt.datetime | None]:
    """Every late item with its next look."""
    with reading() as session:
        rows = session.execute(select(Track.id, Track.next_alarm_at).where(Track.light == "overdue"))
        return {row[0]: row[1] for row in rows}


def looks_too_late(now: dt.datetime) -> list[int]:
    step = check_truth(subject=TRACK, limit=500, keep=False, actor=SYSTEM, now=now)
    return [one.subject_id for one in step.untrue if one.difference.what == NEXT_LOOK]


def test_the_next_alarm_of_a_late_item_follows_a_new_calendar_though_its_last_day_does_not_move() -> None:
    cast, second = the_cast(), administrator()
    for day in (28, 29, 30, 31):
        sweep(at(dt.date(2026, 12, day), 11))
    before = late()
    assert FIFTH_DAY in before.values()
    now = at(LAST_DAY, 14)
    draft = proposed(SHORTER, actor=cast.admin, now=now)
    publish_calendar(draft=draft, digest=seen(draft, now=now).digest, actor=second, now=now)
    sweep(at(LAST_DAY, 15))
    assert looks_too_late(at(LAST_DAY, 15)) == []
    after = late()
    assert {after[one] for one, look in before.items() if look == FIFTH_DAY} == {at(dt.date(2027, 1, 5), 9)}
