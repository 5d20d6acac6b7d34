"""Every stored day that its facts do not yield is found, named, put right with an event, and gone the next night."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound
from approvals.models.cases import Case, Track
from approvals.models.traces import CaseEvent
from approvals.models.watch import TruthFinding
from approvals.queries.truth import CASE, TRACK
from approvals.usecases.clock.check_truth import GONE, check_truth
from approvals.usecases.clock.correct_truth import CORRECTED, correct_finding
from approvals.usecases.department.claim import claim
from approvals.usecases.department.pause import pause
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import sweep, track_of
from tests.factories.main_job import MONDAY, Cast, Filed, accept_all, at, department_of, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
ITEM = "LX-10"  # ten working days committed from Monday 9 March: due on Monday 23 March
NIGHT = at(dt.date(2026, 3, 17), 2)


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def filed(cast: Cast) -> Filed:
    made = file_case(cast)
    accept_all(cast, made, day=MONDAY)
    return made


def check(now: dt.datetime = NIGHT, limit: int = 3) -> list[tuple[str, str, str]]:
    """The whole check in small batches; what it found about our item and its stage, as (what, stored, computed)."""
    with reading() as session:
        ours = {(TRACK, session.scalars(select(Track.id).where(Track.item_code == ITEM)).one()), (CASE, 1)}
    subject: str | None = TRACK
    after, found = 0, []
    while subject is not None:
        step = check_truth(subject=subject, after=after, limit=limit, actor=SYSTEM, now=now)
        found += [
            (one.difference.what, one.difference.stored, one.difference.computed)
            for one in step.untrue
            if (one.subject, one.subject_id) in ours
        ]
        subject, after = step.subject, step.after
    return found


def put(filed: Filed, **values: object) -> None:
    with unit_of_work() as session:
        session.execute(update(Track).where(Track.public_id == filed.tracks[ITEM]).values(values))


def findings() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.scalars(
            select(TruthFinding).join(Track, Track.id == TruthFinding.subject_id).where(Track.item_code == ITEM)
            .order_by(TruthFinding.id)
        )  # fmt: skip
        return [(row.what, row.settlement) for row in rows]


@pytest.mark.both_databases
def test_what_the_verbs_and_the_sweeps_store_is_true_on_every_night(cast: Cast, filed: Filed) -> None:
    examiner = cast.examiners[department_of(filed, ITEM)]
    claim(track=filed.tracks[ITEM], version=track_of(filed, ITEM).version, actor=examiner, now=at(MONDAY, 11))
    pause(
        track=filed.tracks[ITEM], version=track_of(filed, ITEM).version, kind="APPRAISAL", length_days=5,
        length_unit="WD", reason="鉴定", actor=examiner, now=at(MONDAY, 12),
    )  # fmt: skip
    day = MONDAY
    while day < dt.date(2026, 4, 14):
        assert check(at(day, 2), limit=100) == [], day
        sweep(at(day))
        day += dt.timedelta(days=1)


def test_a_finding_about_what_has_ended_since_is_gone_also_when_nothing_behind_it_is_open(filed: Filed) -> None:
    put(filed, light="overdue")
    check()
    put(filed, ended_at=NIGHT)
    with unit_of_work() as session:
        ended = select(Track.id).where(Track.public_id == filed.tracks[ITEM]).scalar_subquery()
        session.execute(update(Track).where(Track.id > ended).values(ended_at=NIGHT))
    check(NIGHT + dt.timedelta(days=1))
    assert findings() == [("light", GONE)]


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"committed_due_on": dt.date(2026, 3, 24)}, "committed_due_on"),
        ({"statutory_due_on": None}, "statutory_due_on"),
        ({"next_alarm_at": None}, "next_alarm_at"),
        ({"next_alarm_at": at(dt.date(2026, 3, 20), 9)}, "next_alarm_at"),
        ({"light": "overdue"}, "light"),
        ({"accepted_on": dt.date(2026, 3, 10)}, "committed_due_on"),
        ({"committed_wd": 11}, "committed_due_on"),
    ],
)
def test_a_stored_value_that_the_facts_do_not_yield_is_found(
    filed: Filed, values: dict[str, object], what: str
) -> None:
    put(filed, **values)
    assert what in {found for found, _, _ in check()}


def test_a_light_may_be_as_old_as_the_working_day_before_and_no_older(filed: Filed) -> None:
    put(filed, next_alarm_at=at(MONDAY, 9))  # the warning begins on Thursday 19 March
    assert check(at(dt.date(2026, 3, 19), 2)) == []
    assert ("light", "on_track", "warning") in check(at(dt.date(2026, 3, 20), 2))


def test_a_limit_that_passed_without_any_alarm_is_found_the_second_morning(filed: Filed) -> None:
    put(filed, light="overdue")
    first, second = check(at(dt.date(2026, 3, 24), 2)), check(at(dt.date(2026, 3, 25), 2))
    assert ("committed_alarm", "", "committed:overdue:2") in second
    assert "committed_alarm" not in {what for what, _, _ in first}


def test_an_alarm_that_waits_for_the_office_is_no_finding_until_its_morning_has_passed(filed: Filed) -> None:
    """The due day was put right on Friday evening: two days late at once, to be said on Monday at nine."""
    put(filed, light="overdue", next_alarm_at=at(dt.date(2026, 3, 30), 9))
    silent = [
        "committed_alarm" in {what for what, _, _ in check(at(day, 2))}
        for day in (dt.date(2026, 3, 28), dt.date(2026, 3, 30), dt.date(2026, 3, 31))
    ]
    assert silent == [False, False, True]


def test_a_difference_that_an_event_explains_is_none(filed: Filed) -> None:
    put(filed, committed_due_on=dt.date(2026, 3, 25))
    with unit_of_work() as session:
        track = session.scalars(select(Track).where(Track.public_id == filed.tracks[ITEM])).one()
        session.add(
            CaseEvent(
                case_id=track.case_id, seq=999, track_id=track.id, tag=Tag.DEADLINE_MOVED.value, at=NIGHT,
                facts={"committed": ["2026-03-23", "2026-03-25"]}, previous_hash="", hash="",
            )
        )  # fmt: skip
    assert "committed_due_on" not in {what for what, _, _ in check()}


def test_the_stage_is_recomputed_as_well(filed: Filed) -> None:
    with unit_of_work() as session:
        session.execute(update(Case).values(stage_due_on=dt.date(2026, 12, 1)))
    ((what, stored, computed),) = check()
    assert (what, stored) == ("stage_due_on", "2026-12-01")
    assert computed < stored


def test_a_finding_is_put_right_by_an_administrator_with_an_event(cast: Cast, filed: Filed) -> None:
    put(filed, committed_due_on=dt.date(2026, 4, 30), next_alarm_at=None)
    assert len(check()) == len(check()) == 2, "found again, kept once"
    assert findings() == [("committed_due_on", ""), ("next_alarm_at", "")]
    with reading() as session:
        number = session.scalars(select(TruthFinding.id).where(TruthFinding.what == "committed_due_on")).one()
    with pytest.raises(NotAllowed):
        correct_finding(finding=number, actor=cast.guan, now=NIGHT)
    correct_finding(finding=number, actor=cast.admin, now=NIGHT)
    assert findings() == [("committed_due_on", CORRECTED), ("next_alarm_at", CORRECTED)]
    assert check() == []
    with reading() as session:
        event = session.scalars(select(CaseEvent).order_by(CaseEvent.id.desc())).first()
    assert event is not None
    assert (event.tag, event.facts["committed"]) == (Tag.DEADLINE_MOVED.value, ["2026-04-30", "2026-03-23"])
    with pytest.raises(NotFound):
        correct_finding(finding=number, actor=cast.admin, now=NIGHT)


def test_a_finding_that_is_not_found_again_settles_itself(filed: Filed) -> None:
    put(filed, light="overdue")
    check()
    put(filed, light="on_track")
    assert check() == []
    assert findings() == [("light", GONE)]
