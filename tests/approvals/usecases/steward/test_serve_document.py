"""Who received a document is written down whole."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.service import Service
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise
from approvals.models.letters import Document, ServiceProof
from approvals.usecases.steward.serve_document import serve_document
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(accepted)
def test_an_enterprise_with_the_longest_name_is_served_online(work: Work) -> None:
    name = "长" * 128
    letter = work.documents("receipt")[0]
    with unit_of_work() as session:
        enterprise = session.scalars(select(Enterprise)).one()
        enterprise.name, enterprise.online_service_at = name, at(MONDAY)
        row = session.get_one(Document, letter.id)
        row.state, row.issued_at = DocumentState.ISSUED, at(MONDAY)
    serve_document(document=letter.public_id, service=Service(method="online"), actor=work.cast.guan, now=at(TUESDAY))
    with reading() as session:
        assert session.scalars(select(ServiceProof.receiver)).one() == name
