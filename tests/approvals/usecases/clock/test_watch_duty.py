"""What a grant owes is watched until it is done: reminded once, late once per state, silent after."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.service import Service
from approvals.domain.states import DocumentState, Outcome
from approvals.models.letters import Document
from approvals.models.traces import Alarm
from approvals.models.watch import Duty
from approvals.usecases.steward.disclose_result import disclose_result
from approvals.usecases.steward.serve_document import serve_document
from tests.factories.clock_town import deliver, forget_notices, sweep, told
from tests.factories.main_job import MONDAY, Cast, Filed, accept_all, at, decide, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
ITEM = "LX-10"  # a licence


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def licence(cast: Cast) -> str:
    """The public id of a licence signed on Monday; everything told so far is forgotten."""
    filed: Filed = file_case(cast)
    accept_all(cast, filed, day=MONDAY)
    decide(cast, filed, ITEM, day=MONDAY)
    forget_notices()
    with unit_of_work() as session:
        session.execute(update(Document).values(state=DocumentState.ISSUED))
    with reading() as session:
        return session.scalars(select(Document.public_id).where(Document.kind == "licence_decision")).one()


def alarms() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Alarm.kind).where(Alarm.subject == "duty").order_by(Alarm.id)))


@pytest.mark.both_databases
def test_a_result_nobody_delivers_is_reminded_of_and_then_late_step_by_step(licence: str) -> None:
    day = MONDAY
    while day < dt.date(2026, 4, 8):
        for hour in (8, 10, 12, 22):
            sweep(at(day, hour))
        day += dt.timedelta(days=1)
    delivery = [kind for kind in alarms() if kind.startswith("delivery")]
    assert delivery == ["delivery:soon:0", *(f"delivery:late:{day}" for day in (1, 2, 3, 4, 5, 6, 7))]
    assert [kind for kind in alarms() if kind.startswith("disclosure")][:2] == [
        "disclosure:soon:0",
        "disclosure:late:1",
    ]


def test_the_steward_hears_first_and_the_supervisors_when_it_is_late(licence: str) -> None:
    sweep(at(dt.date(2026, 3, 19)))
    deliver(at(dt.date(2026, 3, 19)))
    assert told("delivery_due") == ["guan"]
    sweep(at(dt.date(2026, 3, 24)))
    deliver(at(dt.date(2026, 3, 24)))
    assert {"guan", "du"} <= set(told("delivery_late"))


def test_a_reminder_that_waited_is_not_said_of_what_was_delivered_meanwhile(cast: Cast, licence: str) -> None:
    sweep(at(dt.date(2026, 3, 19)))
    moment = at(dt.date(2026, 3, 19), 11)
    serve_document(document=licence, service=Service(method="online"), actor=cast.guan, now=moment)
    deliver(moment)
    assert told("delivery_due") == [] and "guan" in told("disclosure_late")


def test_what_is_done_is_watched_no_more(cast: Cast, licence: str) -> None:
    moment = at(dt.date(2026, 3, 16))
    serve_document(document=licence, service=Service(method="online"), actor=cast.guan, now=moment)
    with pytest.raises(NotFound):
        disclose_result(document=licence, actor=cast.zhao, now=moment)
    disclose_result(document=licence, actor=cast.guan, now=moment)
    with pytest.raises(Refusal, match="nothing_to_disclose"):
        disclose_result(document=licence, actor=cast.guan, now=moment)
    sweep(at(dt.date(2026, 5, 12)))
    assert alarms() == []
    with reading() as session:
        assert {row.done_by for row in session.scalars(select(Duty))} == {cast.guan.account_id}


def test_a_refusal_owes_neither(cast: Cast) -> None:
    filed = file_case(cast)
    accept_all(cast, filed, day=MONDAY)
    decide(cast, filed, ITEM, day=MONDAY, outcome=Outcome.REFUSE)
    with reading() as session:
        assert session.scalar(select(Duty.id)) is None
