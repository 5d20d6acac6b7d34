"""What is decided together and what apart; and who looks after a package looks after its members."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.package import Scope
from approvals.domain.refusals import Invalid, NotFound
from approvals.models.applicants import PackageItem, Project
from approvals.usecases.packages.choose_scopes import choose_scopes
from approvals.usecases.steward.assign_steward import assign_steward
from approvals.usecases.steward.set_green_channel import set_green_channel
from departments.models.people import Account
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.packages import a_package, whole_of
from tests.factories.towns import settled

pytestmark = [pytest.mark.starts_from.with_args(settled)]


def test_the_last_choice_holds_and_what_is_no_item_changes_nothing(cast: Cast) -> None:
    package = a_package(cast, 2)
    for scope in (Scope.PER_MEMBER, Scope.PER_PACKAGE, Scope.PER_PACKAGE):
        choose_scopes(package=package, scopes={"LX-05": scope}, actor=cast.lin, now=at(MONDAY))
    with pytest.raises(Invalid):
        choose_scopes(
            package=package,
            scopes={"LX-05": Scope.PER_MEMBER, "LX-99": Scope.PER_MEMBER},
            actor=cast.lin,
            now=at(MONDAY),
        )
    with pytest.raises(NotFound):
        choose_scopes(package=package, scopes={}, actor=cast.zhao, now=at(MONDAY))
    with reading() as session:
        assert list(session.scalars(select(PackageItem.scope))) == [Scope.PER_PACKAGE]


def test_the_members_have_the_steward_and_the_green_channel_of_their_package(cast: Cast) -> None:
    whole = whole_of(a_package(cast, 2))
    with reading() as session:
        guan = session.scalars(select(Account.public_id).where(Account.id == cast.guan.account_id)).one()
    assign_steward(project=whole, steward=guan, actor=cast.admin, now=at(MONDAY))
    set_green_channel(project=whole, reason="民生工程", actor=cast.guan, now=at(MONDAY))
    with reading() as session:
        rows = session.execute(select(Project.steward_id, Project.green_channel)).all()
    assert {tuple(row) for row in rows} == {(cast.guan.account_id, "民生工程")} and len(rows) == 3


def test_a_member_that_had_another_steward_gets_the_one_of_its_package_though_that_has_him_already(cast: Cast) -> None:
    whole = whole_of(a_package(cast, 2))
    guan, zhao = cast.public_id(cast.guan), cast.public_id(cast.zhao)
    with reading() as session:
        member = session.scalars(select(Project.public_id).where(Project.package_no == 1)).one()
    for project, steward in ((whole, guan), (member, zhao), (whole, guan)):
        assign_steward(project=project, steward=steward, actor=cast.admin, now=at(MONDAY))
    with reading() as session:
        assert set(session.scalars(select(Project.steward_id))) == {cast.guan.account_id}
