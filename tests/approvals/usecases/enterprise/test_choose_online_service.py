"""Taking back the consent to be served online takes nothing back that had arrived, while it is of any use."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Enterprise
from approvals.models.cases import Case
from approvals.models.letters import Document, ServiceProof
from approvals.queries.steward_documents import steward_results
from approvals.usecases.enterprise.choose_online_service import choose_online_service
from departments.domain.actor import Actor
from tests.factories.arrived import issued, nobody_agrees
from tests.factories.lives import told
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)
TUESDAY = MONDAY + dt.timedelta(days=1)
ITEM, TOLD = "LX-10", ["acceptance_notice", "pause_notice"]


def take_back(actor: Actor) -> None:
    with reading() as session:
        enterprise = session.scalars(select(Enterprise.public_id)).first() or ""
    choose_online_service(enterprise=enterprise, agrees=False, actor=actor, now=at(TUESDAY))


def paused(work: Work) -> None:
    """Two notices of the case are sealed on Monday."""
    work.claim(ITEM)
    work.pause(ITEM, "APPRAISAL", 5)
    for kind in TOLD:
        issued(kind, at(MONDAY, 16))


def conclude() -> None:
    with unit_of_work() as session:
        session.execute(update(Case).values(concluded_at=at(TUESDAY, 8)))


def kept() -> list[str]:
    with reading() as session:
        statement = select(Document.kind).join(ServiceProof, ServiceProof.document_id == Document.id)
        return list(session.scalars(statement.order_by(Document.id)))


def waiting(work: Work) -> list[str]:
    with reading() as session:
        return [row.kind for row in steward_results(session, work.cast.guan, today=TUESDAY).rows]


def test_every_notice_of_a_case_in_hand_stays_served(work: Work) -> None:
    paused(work)
    assert waiting(work) == []
    take_back(work.cast.lin)
    assert (kept(), waiting(work)) == (TOLD, [])
    assert work.tags().count("steward:document:served") == len(TOLD)


def test_of_a_concluded_case_nothing_is_written_down_and_no_notice_waits(work: Work) -> None:
    paused(work)
    conclude()
    take_back(work.cast.lin)
    assert (kept(), waiting(work)) == ([], [])


def test_what_days_run_from_is_served_before_what_only_tells(work: Work) -> None:
    paused(work)
    work.claim("LX-07")
    told(work, "LX-07", "terminate", day=TUESDAY, answer=None)
    nobody_agrees()
    assert waiting(work) == ["hearing_right_notice", *TOLD]
    conclude()  # what is intended afterwards still has to reach its holder
    assert waiting(work) == ["hearing_right_notice"]


def test_the_enterprise_of_others_does_not_exist(work: Work) -> None:
    with pytest.raises(NotFound):
        take_back(work.cast.guan)
