"""What a superior organ, a court or the department set aside is decided anew: a round of its own, on its own limit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_reasons import ARTICLE_42
from approvals.domain.refusals import Refusal
from approvals.domain.states import DocumentState, Outcome, TrackState
from approvals.models.cases import Track
from approvals.models.rounds import Reopening
from approvals.queries.clocks import reading_of
from approvals.usecases.department.extend import extend
from approvals.usecases.department.reopen import Order, reopen
from departments.queries.calendar import load_calendar
from tests.factories.lives import FRIDAY, LICENCE, OPINION, TUESDAY, decided
from tests.factories.main_job import at
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(decided)
MONDAY_AFTER, LATER = FRIDAY + dt.timedelta(days=3), FRIDAY + dt.timedelta(days=10)
JUDGED = Order("court", "判决撤销并责令重新作出决定", "（2026）鲁0114行初1号", TUESDAY)


def anew(work: Work, item: str = OPINION, order: Order = JUDGED, **changes: Any) -> None:
    said: dict[str, Any] = {
        "track": work.filed.tracks[item], "version": work.track(item).version, "order": order,
        "actor": work.head(item), "now": at(FRIDAY),
    }  # fmt: skip
    reopen(**said | changes)


@pytest.mark.both_databases
def test_a_new_round_begins_with_its_own_limit_and_the_old_letter_is_ended(work: Work) -> None:
    before = work.track(OPINION)
    anew(work)
    after, (old,) = work.track(OPINION), work.documents("refusal_decision")
    assert (after.state, after.round, after.version) == (TrackState.QUEUED, 2, before.version + 1)
    assert (after.accepted_on, after.decided_on, after.ended_at, after.assignee_id) == (FRIDAY, None, None, None)
    assert (old.state, old.revoked_on, old.replaced_by_id) == (DocumentState.REVOKED, FRIDAY, None)
    assert work.case().state.value == "in_review" and work.tags()[-1] == "officer:track:reopened"
    with reading() as session:
        calendar = load_calendar(session)
        said = reading_of(after, (), calendar, FRIDAY)
        row = session.scalars(select(Reopening)).one()
    assert said is not None and said.statutory is not None and said.statutory.due_on == after.statutory_due_on
    assert after.statutory_due_on == calendar.add(FRIDAY, before.statutory_days or 0)
    assert (row.round, row.ground, row.paper_no, row.former_state) == (2, "court", JUDGED.paper_no, "refused")
    work.decide(OPINION, Outcome.GRANT, day=FRIDAY)
    assert work.states()[OPINION] == "granted" and len(work.documents("review_opinion")) == 1


def test_the_extensions_and_pauses_of_the_old_round_move_nothing_in_the_new_one(work: Work) -> None:
    anew(work, LICENCE, replace(JUDGED, limit_wd=7))
    second = work.track(LICENCE)
    assert (second.statutory_days, second.statutory_unit, second.committed_wd) == (7, "WD", 7)
    extend(
        track=second.public_id, version=second.version, clocks=(ClockName.COMMITTED, ClockName.STATUTORY), days=3,
        reason_code="complex", reason="", basis=ARTICLE_42, actor=work.head(LICENCE), now=at(FRIDAY),
    )  # fmt: skip
    work.claim(LICENCE, day=FRIDAY)
    work.pause(LICENCE, "APPRAISAL", 3, day=FRIDAY)
    work.resume(LICENCE, day=MONDAY_AFTER)
    work.decide(LICENCE, day=MONDAY_AFTER)
    anew(work, LICENCE, replace(JUDGED, ground="reconsideration"), now=at(LATER))
    third = work.track(LICENCE)
    assert (third.round, third.statutory_days, third.committed_wd) == (3, 20, 10)
    assert {third.statutory_extension_days, third.statutory_extended_on} == {None}
    assert {third.committed_extension_days, third.committed_extended_on} == {None}
    with reading() as session:
        pauses = session.get_one(Track, third.id).pauses
        calendar = load_calendar(session)
        assert pauses and reading_of(third, pauses, calendar, LATER) == reading_of(third, (), calendar, LATER)
    assert third.statutory_due_on == calendar.add(LATER, 20)
    assert [one.state.value for one in work.documents("licence_decision")] == ["revoked", "revoked"]


def test_an_order_names_its_paper_and_an_open_item_is_not_reopened(work: Work) -> None:
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"order": replace(JUDGED, paper_no=" ")}, "invalid"),
        ({"order": replace(JUDGED, paper_on=FRIDAY + dt.timedelta(days=1))}, "invalid"),
        ({"order": replace(JUDGED, limit_wd=0)}, "invalid"),
        ({"order": replace(JUDGED, ground="mood")}, "invalid"),
        ({"order": replace(JUDGED, reason="")}, "invalid"),
        ({"item": "LX-08"}, "no_such_move"),
        ({"actor": work.examiner(OPINION)}, "decide_only"),
        ({"version": 50}, "stale"),
    ]
    for changes, code in refusals:
        with pytest.raises(Refusal) as refused:
            anew(work, **changes)
        assert refused.value.code == code, changes
