"""One person with two posts: examiner in one department, head in another. Each post counts where it is held."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, NotFound
from approvals.domain.states import Outcome, TrackState
from approvals.usecases.department.claim import claim
from approvals.usecases.department.propose import propose
from approvals.usecases.department.release import release
from approvals.usecases.department.sign import sign
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may, may_at
from departments.models.people import Account, Department, Post
from departments.queries.people import actor_of, person
from tests.factories.clock_town import track_of
from tests.factories.main_job import MONDAY, Cast, accept_all, at, file_case, settle, the_case, the_cast
from tests.support.visitors import visitor

HERE, THERE, OWN, OTHERS = "GAJJ", "STHJ", "LX-13", "LX-07"
NOW = at(MONDAY, 14)


def two_posts() -> None:
    """Chen examines traffic as ever, and also signs for the environment bureau; an item of each is with them."""
    cast = settle()
    with unit_of_work() as session:
        account = session.scalars(select(Account.id).where(Account.username == f"chen-{HERE}")).one()
        bureau = session.scalars(select(Department.id).where(Department.code == THERE)).one()
        session.add(Post(account_id=account, role=Role.HEAD, department_id=bureau))
    accept_all(cast, file_case(cast), day=MONDAY)


pytestmark = pytest.mark.starts_from.with_args(two_posts)


@pytest.fixture
def cast(in_app: Flask) -> Cast:
    return the_cast()


def chen(cast: Cast) -> Actor:
    return cast.examiners[HERE]


def proposed(cast: Cast, item: str, department: str) -> int:
    """A colleague proposes; returns the version to sign."""
    with reading() as session:
        colleague = session.scalars(select(Account.id).where(Account.username == f"wu-{department}")).one()
        found = person(session, colleague)
    assert found is not None
    wu = actor_of(found, frozenset())
    track = the_case().tracks[item]
    claim(track=track, version=track_of(the_case(), item).version, actor=wu, now=NOW)
    propose(
        track=track, version=track_of(the_case(), item).version, outcome=Outcome.REFUSE, findings="不符合。",
        reasons="不符合规划。", basis="有关规定", conditions="", reapply="修改后再来。", actor=wu, now=NOW,
    )  # fmt: skip
    return track_of(the_case(), item).version


def test_who_signs_elsewhere_may_not_sign_here(cast: Cast) -> None:
    version = proposed(cast, OWN, HERE)
    with pytest.raises(NotAllowed) as refused:
        sign(track=the_case().tracks[OWN], version=version, actor=chen(cast), now=NOW)
    assert refused.value.code == "decide_only" and track_of(the_case(), OWN).state is TrackState.PROPOSED


def test_the_same_person_signs_where_the_post_is(cast: Cast) -> None:
    version = proposed(cast, OTHERS, THERE)
    sign(track=the_case().tracks[OTHERS], version=version, actor=chen(cast), now=NOW)
    assert track_of(the_case(), OTHERS).state is TrackState.REFUSED


def test_a_head_elsewhere_does_not_take_a_track_from_a_colleague_here(cast: Cast) -> None:
    track = the_case().tracks[OWN]
    claim(track=track, version=track_of(the_case(), OWN).version, actor=cast.heads[HERE], now=NOW)
    with pytest.raises(Exception, match="not_your_track"):
        release(track=track, version=track_of(the_case(), OWN).version, actor=chen(cast), now=NOW)


def test_a_post_at_the_window_of_a_department_is_no_seat_at_its_desk(cast: Cast) -> None:
    (_, department), *_ = cast.heads[HERE].posts
    clerk = dataclasses.replace(
        cast.clerk,
        roles=cast.clerk.roles | {Role.EXAMINER},
        posts=frozenset({(Role.WINDOW, department), *cast.examiners[THERE].posts}),
    )
    assert may(clerk, "examine") and not may_at(clerk, "examine", department)
    with pytest.raises(NotFound):
        claim(track=the_case().tracks[OWN], version=track_of(the_case(), OWN).version, actor=clerk, now=NOW)


def test_the_page_offers_the_signature_only_where_it_counts(app: Flask) -> None:
    with app.app_context():
        cast = the_cast()
        for item, department in ((OWN, HERE), (OTHERS, THERE)):
            proposed(cast, item, department)
        tracks = the_case().tracks
    client = visitor(app, f"chen-{HERE}")
    pages = {item: client.get(f"/department/tracks/{tracks[item]}").text for item in (OWN, OTHERS)}
    assert f"/department/tracks/{tracks[OTHERS]}/sign" in pages[OTHERS]
    assert f"/department/tracks/{tracks[OWN]}/sign" not in pages[OWN]
    mine = client.get("/department/?tab=mine").text
    assert tracks[OTHERS] in mine and tracks[OWN] not in mine
