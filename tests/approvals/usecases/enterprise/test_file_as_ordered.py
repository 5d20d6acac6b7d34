"""The next stage is prepared, ordered, and filed by a worker the moment the last result it waits for is granted."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from app.adapters.sharing import DemoSharing
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotAllowed, Refusal, Stale
from approvals.domain.states import CaseState, Outcome
from approvals.models.applicants import Member
from approvals.models.cases import Case, Track
from approvals.models.filing_orders import FilingOrder
from approvals.models.letters import Document
from approvals.models.traces import CaseEvent, OutboxMessage
from approvals.usecases.enterprise.file_as_ordered import file_as_ordered
from approvals.usecases.enterprise.order_filing import order_filing
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.take_order_back import take_order_back
from departments.domain.actor import SYSTEM
from departments.usecases.publish_catalogue import publish_catalogue
from tests.factories.ahead import TUESDAY, first_in_handling
from tests.factories.clock_town import sweep, told
from tests.factories.drafts import version_of
from tests.factories.main_job import (
    DATA,
    MONDAY,
    Cast,
    Filed,
    at,
    decide,
    the_cast,
)

pytestmark = [pytest.mark.starts_from.with_args(first_in_handling), pytest.mark.usefixtures("in_app")]
FRIDAY = MONDAY + dt.timedelta(days=4)


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


def first() -> Filed:
    with reading() as session:
        case, project = session.execute(select(Case.public_id, Case.project_id).where(Case.stage_code == "S1")).one()
        tracks = session.execute(select(Track.item_code, Track.public_id).join(Case).where(Case.public_id == case))
        return Filed(str(project), case, dict(tracks.all()))


def second() -> Case:
    with reading() as session:
        return session.scalars(select(Case).where(Case.stage_code == "S2")).one()


def ordered(cast: Cast, **differently: Any) -> None:
    case = second().public_id
    said: dict[str, Any] = {
        "version": version_of(case), "consents_upstream": True, "truth_declared": True, "signs_commitment": False,
        "sharing": DemoSharing(), "actor": cast.lin, "now": at(TUESDAY),
    } | differently  # fmt: skip
    order_filing(case=case, **said)


def order() -> FilingOrder:
    with reading() as session:
        return session.scalars(select(FilingOrder).order_by(FilingOrder.id.desc()).limit(1)).one()


def calls() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).where(OutboxMessage.kind == "file_order")) or 0


def in_order() -> tuple[list[str], str]:
    """What is awaited, and what that waits for itself: the land permit comes last, after the record."""
    return [code for code in dict.fromkeys(("LX-01", *order().awaited)) if code != "LX-05"], "LX-05"


def grant_what_is_awaited(cast: Cast, day: dt.date = FRIDAY) -> None:
    earlier, last = in_order()
    for item in (*earlier, last):
        decide(cast, first(), item, day=day)


@pytest.mark.both_databases
def test_the_second_stage_is_filed_by_itself_when_the_first_ones_last_result_is_granted(cast: Cast) -> None:
    ordered(cast)
    assert "LX-05" in order().awaited
    earlier, last = in_order()
    for item in earlier:
        decide(cast, first(), item, day=FRIDAY)
    assert calls() == 0
    decide(cast, first(), last, day=FRIDAY)
    assert calls() == 1
    assert second().state is CaseState.DRAFT
    assert sweep(at(FRIDAY, 16)).error == ""
    sweep(at(FRIDAY, 16))
    found = second()
    assert (found.state, found.receipt_on) == (CaseState.FILED, FRIDAY)
    assert order().ended_because == "filed"
    with reading() as session:
        mine = (CaseEvent.case_id == found.id, CaseEvent.tag == Tag.CASE_FILED)
        assert session.scalars(select(CaseEvent.actor_id).where(*mine)).all() == [cast.lin.account_id]
        receipts = select(func.count()).where(Document.case_id == found.id, Document.kind == "receipt")
        assert session.scalar(receipts) == 1


def test_however_often_the_worker_comes_it_is_filed_once_and_the_applicant_told(cast: Cast) -> None:
    ordered(cast)
    grant_what_is_awaited(cast)
    for _ in range(2):
        file_as_ordered(
            order=order().id, close_of_business=dt.time(17), sharing=DemoSharing(), actor=SYSTEM, now=at(FRIDAY, 18)
        )
    assert second().receipt_on == FRIDAY + dt.timedelta(days=3)  # after the close of business: the next working day
    with reading() as session:
        number = second().id
        filed = select(func.count()).where(CaseEvent.case_id == number, CaseEvent.tag == Tag.CASE_FILED)
        assert session.scalar(filed) == 1
        kept = select(OutboxMessage.key).where(OutboxMessage.key.contains("filed_as_ordered"))
        assert len(session.scalars(kept).all()) == 1


def test_a_draft_changed_after_the_order_is_not_filed_and_the_applicant_hears_why(cast: Cast) -> None:
    ordered(cast)
    case = second().public_id
    save_answers(case=case, answers={"land_area_m2": 1234}, actor=cast.lin, now=at(TUESDAY))
    grant_what_is_awaited(cast)
    assert sweep(at(FRIDAY, 16)).error == ""
    assert second().state is CaseState.DRAFT
    assert order().ended_because == "order_draft_changed"
    with reading() as session:
        said = session.scalars(
            select(OutboxMessage.payload).where(OutboxMessage.key.contains("not_filed_as_ordered"))
        ).one()
    assert said["params"]["because"] == "order_draft_changed"


def test_whoever_left_the_enterprise_files_nothing_any_more(cast: Cast) -> None:
    ordered(cast)
    with unit_of_work() as session:
        other = session.scalars(select(Member.id).where(Member.account_id == cast.lin.account_id)).one()
        session.delete(session.get_one(Member, other))
    grant_what_is_awaited(cast)
    assert sweep(at(FRIDAY, 16)).error == ""
    assert order().ended_because == "order_member_gone"


def test_a_catalogue_published_since_is_looked_at_by_a_person_first(cast: Cast) -> None:
    ordered(cast)
    new = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8")) | {"meta_note": "new"}
    publish_catalogue(document=json.dumps(new, ensure_ascii=False), actor=SYSTEM, now=at(TUESDAY))
    grant_what_is_awaited(cast)
    assert sweep(at(FRIDAY, 16)).error == ""
    assert (order().ended_because, second().state) == ("catalogue_changed", CaseState.DRAFT)


@pytest.mark.both_databases
def test_an_order_is_taken_back_and_given_again(cast: Cast) -> None:
    ordered(cast)
    ordered(cast)
    take_order_back(case=second().public_id, actor=cast.lin, now=at(TUESDAY))
    assert order().ended_because == "taken_back"
    grant_what_is_awaited(cast)
    assert calls() == 0
    with pytest.raises(Refusal, match="nothing_awaited"):
        ordered(cast)


def test_a_refused_result_calls_nothing(cast: Cast) -> None:
    ordered(cast)
    for item, outcome in (("LX-01", Outcome.GRANT), ("LX-05", Outcome.REFUSE)):
        decide(cast, first(), item, day=FRIDAY, outcome=outcome)
    assert calls() == 0
    assert told("filed_as_ordered") == []


def test_only_what_was_looked_at_declared_and_complete_can_be_ordered(cast: Cast) -> None:
    with pytest.raises(Stale):
        ordered(cast, version=1)
    with pytest.raises(Invalid):
        ordered(cast, truth_declared=False)
    with pytest.raises(Refusal, match="catalogue_changed"):
        ordered(cast, catalogue_version=99)
    ordered(cast)
    ordered(cast, version=version_of(second().public_id))
    with reading() as session:
        assert session.scalar(select(func.count(FilingOrder.id))) == 1


def test_the_counter_orders_nothing_for_an_applicant_who_did_not_say_so(cast: Cast) -> None:
    enterprise = next(iter(cast.lin.enterprise_ids))
    clerk = replace(cast.clerk, roles=cast.lin.roles, enterprise_ids=frozenset({enterprise}), on_behalf=True)
    with pytest.raises(NotAllowed) as refused:
        ordered(cast, actor=clerk)
    assert refused.value.code == "apply_only"
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(FilingOrder)) == 0
