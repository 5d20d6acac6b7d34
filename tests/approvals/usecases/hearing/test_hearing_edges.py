"""A hearing where the days press: a late organ still has to hold it, and nothing but its record ends it."""

from __future__ import annotations

import datetime as dt

import pytest

from app.foundation.reading import reading
from approvals.domain.hearing import Convened
from approvals.domain.refusals import Invalid, Refusal
from approvals.models.cases import Track
from approvals.usecases.enterprise.withdraw import withdraw
from approvals.usecases.hearing.ask_hearing import ask_hearing
from approvals.usecases.hearing.call_hearing import call_hearing
from approvals.usecases.hearing.close_hearing import close_hearing
from approvals.usecases.hearing.tell_hearing_right import tell_hearing_right
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)
ITEM = "LX-10"
TUESDAY = MONDAY + dt.timedelta(days=1)


def tell_right(work: Work, day: dt.date = MONDAY) -> None:
    tell_hearing_right(
        track=work.filed.tracks[ITEM], version=work.track(ITEM).version, intended="拟准予", reasons="涉及重大利益",
        actor=work.head(ITEM), now=at(day, 16),
    )  # fmt: skip


def ask(work: Work, day: dt.date = TUESDAY) -> None:
    ask_hearing(track=work.filed.tracks[ITEM], actor=work.cast.lin, now=at(day))


def call(work: Work, held: dt.date, day: dt.date) -> None:
    convened = Convened(held_at=at(held), place="听证室", chair="周")
    call_hearing(
        track=work.filed.tracks[ITEM], version=work.track(ITEM).version, convened=convened, actor=work.head(ITEM),
        now=at(day, 16),
    )  # fmt: skip


def close(work: Work, day: dt.date) -> None:
    close_hearing(
        track=work.filed.tracks[ITEM], version=work.track(ITEM).version, minutes="双方到场。", actor=work.head(ITEM),
        now=at(day, 16),
    )  # fmt: skip


def open_pauses(work: Work) -> list[str]:
    with reading() as session:
        return [one.kind for one in session.get_one(Track, work.track(ITEM).id).pauses if one.resumed_on is None]


def test_nobody_asks_to_be_heard_about_an_item_that_was_withdrawn(work: Work) -> None:
    tell_right(work)
    withdraw(case=work.filed.case, track=work.filed.tracks[ITEM], actor=work.cast.lin, now=at(TUESDAY))
    before = work.tags()
    with pytest.raises(Refusal, match="no_hearing"):
        ask(work)
    assert work.tags() == before


def test_a_hearing_is_held_also_when_the_limit_is_over_and_stops_no_clock_then(work: Work) -> None:
    late, held = dt.date(2026, 4, 20), dt.date(2026, 5, 6)
    work.claim(ITEM, day=late)
    assert (work.track(ITEM).statutory_due_on or late) < late
    tell_right(work, late)
    ask(work, late)
    call(work, held, late)
    assert open_pauses(work) == [] and work.documents("hearing_notice") and not work.documents("pause_notice")
    close(work, held)
    work.decide(ITEM, day=held)
    assert work.states()[ITEM] == "granted"


def test_who_calls_too_late_holds_it_on_the_first_day_the_notice_allows(work: Work) -> None:
    late = dt.date(2026, 4, 3)
    tell_right(work)
    ask(work)
    with pytest.raises(Invalid):
        call(work, dt.date(2026, 4, 20), late)
    call(work, dt.date(2026, 4, 15), late)
    assert work.documents("hearing_notice")


def test_a_hearing_is_called_beside_another_procedure_and_only_its_end_ends_its_own(work: Work) -> None:
    work.claim(ITEM)
    tell_right(work)
    ask(work)
    work.pause(ITEM, "APPRAISAL", 5, day=TUESDAY)
    call(work, dt.date(2026, 3, 20), TUESDAY)
    assert open_pauses(work) == ["APPRAISAL", "HEARING"]
    work.resume(ITEM, day=dt.date(2026, 3, 12))
    assert open_pauses(work) == ["HEARING"]
    with pytest.raises(Refusal, match="hearing_open"):
        work.resume(ITEM, day=dt.date(2026, 3, 13))
    close(work, dt.date(2026, 3, 20))
    assert open_pauses(work) == []
