"""A paper may follow later only where the catalogue says so, and only for an enterprise in good standing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Refusal, Stale
from approvals.domain.states import Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from tests.factories.credit import sanctioned
from tests.factories.drafts import Draft, a_draft, submitted
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return a_draft(cast, lacks=("M018", "M030"))


def choose(cast: Cast, draft: Draft, code: str, deferred: bool = True) -> None:
    choose_deferral(case=draft.case, material_code=code, deferred=deferred, actor=cast.lin, now=at(MONDAY))


def supply_of(draft: Draft, code: str) -> Supply:
    with reading() as session:
        statement = select(CaseMaterial.supply).join(Case).where(Case.public_id == draft.case)
        return session.scalars(statement.where(CaseMaterial.material_code == code)).one()


def test_a_deferral_can_be_chosen_and_taken_back(cast: Cast, draft: Draft) -> None:
    choose(cast, draft, "M018")
    assert supply_of(draft, "M018") is Supply.DEFERRED
    choose(cast, draft, "M018", deferred=False)
    assert supply_of(draft, "M018") is Supply.MISSING


@pytest.mark.parametrize("code", ["M012", "M001", "M999"])
def test_main_papers_are_fixed_and_nobody_may_improvise(cast: Cast, draft: Draft, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        choose(cast, draft, code)
    assert refused.value.code == "not_deferrable"


def test_a_credit_sanction_bars_promises_but_not_the_filing(cast: Cast, draft: Draft) -> None:
    sanctioned(cast)
    with pytest.raises(Refusal) as refused:
        choose(cast, draft, "M018")
    assert refused.value.code == "deferral_barred"
    assert refused.value.params == {"reason": "严重失信（测试）", "since": MONDAY}
    assert submitted(cast, draft)


def test_after_filing_it_is_too_late_to_choose(cast: Cast, draft: Draft) -> None:
    submitted(cast, draft)
    with pytest.raises(Stale):
        choose(cast, draft, "M018")
