"""An examiner takes an item from the queue and may put it back."""

from __future__ import annotations

import pytest

from approvals.domain.refusals import NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import TrackState
from approvals.usecases.department.claim import claim
from approvals.usecases.department.release import release
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]


def take(work: Work, item: str, actor: Actor, version: int | None = None) -> None:
    known = work.track(item).version if version is None else version
    claim(track=work.filed.tracks[item], version=known, actor=actor, now=at(MONDAY))


def put_back(work: Work, item: str, actor: Actor) -> None:
    release(track=work.filed.tracks[item], version=work.track(item).version, actor=actor, now=at(MONDAY))


def test_what_is_claimed_has_its_examiner_and_is_in_review(work: Work) -> None:
    work.claim("LX-13")
    track = work.track("LX-13")
    assert (track.state, track.assignee_id) == (TrackState.IN_REVIEW, work.examiner("LX-13").account_id)


def test_of_two_who_click_at_once_the_second_learns_what_happened(work: Work) -> None:
    seen = work.track("LX-13").version
    take(work, "LX-13", work.examiner("LX-13"), seen)
    with pytest.raises(Stale) as refused:
        take(work, "LX-13", work.head("LX-13"), seen)
    assert refused.value.params["tag"] == "officer:track:claimed"
    assert refused.value.params["actor_id"] == work.examiner("LX-13").account_id
    with pytest.raises(Refusal) as refused_again:
        take(work, "LX-13", work.head("LX-13"))
    assert refused_again.value.code == "already_claimed"


def test_an_item_behind_a_result_can_be_read_meanwhile_and_its_clock_waits(work: Work) -> None:
    work.claim("LX-05")
    assert work.states()["LX-05"] == "awaiting_upstream"
    work.decide("LX-01")
    assert work.states()["LX-05"] == "in_review"


def test_its_examiner_or_a_head_puts_it_back(work: Work) -> None:
    for who in (work.examiner("LX-13"), work.head("LX-13")):
        work.claim("LX-13")
        put_back(work, "LX-13", who)
        assert (work.track("LX-13").state, work.track("LX-13").assignee_id) == (TrackState.QUEUED, None)
    with pytest.raises(Refusal) as refused:
        put_back(work, "LX-13", work.head("LX-13"))
    assert refused.value.code == "not_claimed"


def test_another_departments_item_is_absent_and_others_have_no_desk(work: Work) -> None:
    with pytest.raises(NotFound):
        take(work, "LX-13", work.examiner("LX-10"), 2)
    for actor in (work.cast.lin, work.cast.guan, work.cast.clerk, work.cast.du, work.cast.admin):
        with pytest.raises(NotAllowed):
            take(work, "LX-13", actor)
