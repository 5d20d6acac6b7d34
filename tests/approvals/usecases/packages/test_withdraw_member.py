"""One member leaves; the others go on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound, Refusal
from approvals.models.applicants import Project
from approvals.models.letters import Document
from approvals.usecases.packages.withdraw_member import withdraw_member
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.packages import a_package, filed_package
from tests.factories.towns import settled
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(settled)]


def member(number: int) -> str:
    with reading() as session:
        return session.scalars(select(Project.public_id).where(Project.package_no == number)).one()


@pytest.mark.both_databases
def test_its_items_are_withdrawn_and_the_others_go_on(cast: Cast) -> None:
    package, whole, members = filed_package(cast, 3)
    withdraw_member(package=package, project=member(2), actor=cast.lin, now=at(MONDAY, 11))
    withdraw_member(package=package, project=member(2), actor=cast.lin, now=at(MONDAY, 12))
    assert [set(Work(cast, one).states().values()) for one in members] == [{"filed"}, {"withdrawn"}, {"filed"}]
    assert set(Work(cast, whole).states().values()) == {"filed"}


def test_a_decision_after_that_no_longer_names_it(cast: Cast) -> None:
    package, whole, _ = filed_package(cast, 3)
    work = Work(cast, whole)
    work.accept()
    withdraw_member(package=package, project=member(2), actor=cast.lin, now=at(MONDAY, 11))
    work.decide("LX-01")
    with reading() as session:
        letter = session.scalars(select(Document).where(Document.item_code == "LX-01")).one()
    assert [one["no"] for one in letter.facts["members"]] == [1, 3]


def test_the_last_member_cannot_leave_and_nobody_elses_package_is_touched(cast: Cast) -> None:
    package = a_package(cast, 2)
    with pytest.raises(NotFound):
        withdraw_member(package=package, project=member(1), actor=cast.zhao, now=at(MONDAY))
    withdraw_member(package=package, project=member(1), actor=cast.lin, now=at(MONDAY))
    with pytest.raises(Refusal, match="package_last_member"):
        withdraw_member(package=package, project=member(2), actor=cast.lin, now=at(MONDAY))
