"""Another applicant takes a project over: what had reached the former one is not told anew, what had not runs from then."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.domain.service import Service
from approvals.models.applicants import Enterprise
from approvals.models.letters import ServiceProof
from approvals.usecases.enterprise.choose_online_service import choose_online_service
from approvals.usecases.hearing.close_hearing import close_hearing
from approvals.usecases.steward.serve_document import serve_document
from tests.factories.arrived import nobody_agrees, told_of_the_right
from tests.factories.handing import HAIDAI, WEDNESDAY, accepted_beside_haidai, handed_over, meng
from tests.factories.main_job import MONDAY, at
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(accepted_beside_haidai)]
ITEM, RIGHT = "LX-10", "hearing_right_notice"
FROM_MONDAY, FROM_WEDNESDAY = dt.date(2026, 3, 16), dt.date(2026, 3, 18)
"""The fifth working day after each."""


@pytest.fixture
def told(work: Work) -> Work:
    """Told of the right to be heard and sealed on Monday."""
    told_of_the_right(work, ITEM)
    return work


def haidai_agrees(since: dt.datetime | None) -> None:
    with unit_of_work() as session:
        session.execute(update(Enterprise).where(Enterprise.uscc == HAIDAI).values(online_service_at=since))


def last_day_is(work: Work, day: dt.date) -> None:
    with pytest.raises(Refusal, match="hearing_not_asked"):
        close(work, day)
    close(work, day + dt.timedelta(days=1))


def close(work: Work, day: dt.date) -> None:
    row, head = work.track(ITEM), work.head(ITEM)
    close_hearing(track=row.public_id, version=row.version, minutes="没有人要求。", actor=head, now=at(day, 16))


@pytest.mark.both_databases
def test_what_had_arrived_in_the_account_of_the_former_applicant_has_arrived(told: Work) -> None:
    haidai_agrees(None)
    handed_over(told)
    with reading() as session:
        (proof,) = session.scalars(select(ServiceProof)).all()
    assert (proof.method, proof.served_at, proof.receiver) == ("online", at(MONDAY, 11), "明泉家居有限公司")
    last_day_is(told, FROM_MONDAY)


def test_what_nobody_had_received_arrives_in_the_account_of_the_successor_on_the_day_of_the_change(told: Work) -> None:
    nobody_agrees()
    haidai_agrees(at(MONDAY, 9))
    handed_over(told)
    last_day_is(told, FROM_WEDNESDAY)


def test_it_is_served_online_from_the_change_on(told: Work) -> None:
    nobody_agrees()
    haidai_agrees(at(MONDAY, 9))
    handed_over(told)
    (letter,) = told.documents(RIGHT)
    now = at(WEDNESDAY + dt.timedelta(days=1))
    serve_document(document=letter.public_id, service=Service(method="online"), actor=told.cast.guan, now=now)
    with reading() as session:
        assert session.scalars(select(ServiceProof.served_at)).all() == [at(WEDNESDAY)]
    last_day_is(told, FROM_WEDNESDAY)


def test_a_successor_that_takes_its_consent_back_has_what_came_with_the_project_since_the_change(told: Work) -> None:
    nobody_agrees()
    haidai_agrees(at(MONDAY, 9))
    handed_over(told)
    with reading() as session:
        haidai = session.scalars(select(Enterprise.public_id).where(Enterprise.uscc == HAIDAI)).one()
    choose_online_service(enterprise=haidai, agrees=False, actor=meng(), now=at(FROM_MONDAY))
    with reading() as session:
        assert set(session.scalars(select(ServiceProof.served_at))) == {at(WEDNESDAY)}
    last_day_is(told, FROM_WEDNESDAY)
