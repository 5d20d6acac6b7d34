"""Whose download is the applicant's own: the first one of a letter is a mark of its arrival."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.queries.enterprise_files import first_opening
from approvals.usecases.enterprise.note_opening import note_opening
from departments.domain.actor import Mandate
from tests.factories.main_job import MONDAY, at, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)


def test_an_agent_whose_power_of_attorney_is_over_or_elsewhere_receives_nothing_for_the_enterprise(
    in_app: object,
) -> None:
    work = Work(the_cast(), the_case())
    letter = work.documents("acceptance_notice")[0]
    with unit_of_work() as session:
        session.get_one(Document, letter.id).file_id = session.scalars(select(StoredFile.id).limit(1)).one()
    lin, project = work.cast.lin, work.case().project_id
    (company,) = lin.enterprise_ids

    def opens(*mandates: Mandate) -> bool:
        with reading() as session:
            return first_opening(session, letter.public_id, replace(lin, mandates=mandates)) == letter.id

    assert not opens(Mandate(company, MONDAY, has_ended=True))
    assert not opens(Mandate(company, MONDAY, has_ended=False, projects=frozenset({project + 1})))
    assert opens(Mandate(company, MONDAY, has_ended=False, projects=frozenset({project})))
    assert opens(Mandate(company + 1, MONDAY, has_ended=True))
    assert opens()
    note_opening(document=letter.id, actor=lin, now=at(MONDAY))
    assert not opens()
