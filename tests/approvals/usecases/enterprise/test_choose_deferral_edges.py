"""A paper that was uploaded first and promised afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.states import Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from tests.factories.drafts import Draft, a_draft, filed
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return a_draft(cast)


def choose(cast: Cast, draft: Draft, deferred: bool) -> Supply:
    choose_deferral(case=draft.case, material_code="M018", deferred=deferred, actor=cast.lin, now=at(MONDAY))
    with reading() as session:
        statement = select(CaseMaterial.supply).join(Case).where(Case.public_id == draft.case)
        return session.scalars(statement.where(CaseMaterial.material_code == "M018")).one()


def test_taking_the_deferral_back_brings_the_uploaded_file_back(cast: Cast, draft: Draft) -> None:
    assert choose(cast, draft, True) is Supply.DEFERRED
    assert choose(cast, draft, False) is Supply.UPLOADED
    assert choose(cast, draft, False) is Supply.UPLOADED


def test_the_file_uploaded_before_the_promise_does_not_keep_it(cast: Cast, draft: Draft) -> None:
    choose(cast, draft, True)
    work = Work(cast, filed(cast, draft))
    work.accept()
    work.decide("LX-01")
    work.claim("LX-05")
    work.judge("LX-05")
    assert work.blocker_codes("LX-05") == ["promise_open"]
    work.supply("M018")
    assert work.blocker_codes("LX-05") == ["paper_not_accepted"]
    work.judge("LX-05")
    assert work.blocker_codes("LX-05") == []
