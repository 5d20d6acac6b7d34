"""An enterprise that came with an old number gives its unified social credit code, once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, Refusal
from approvals.models.applicants import Enterprise
from approvals.models.members import EnterpriseChange
from approvals.usecases.members.replace_old_code import replace_old_code
from tests.factories.handing import HAIDAI, haidai
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
OLD = "370181000012349"


def give(cast: Cast, company: str, uscc: str) -> None:
    replace_old_code(enterprise=company, uscc=uscc, actor=cast.lin, now=at(MONDAY))


def refused(cast: Cast, company: str, uscc: str) -> Any:
    with pytest.raises(Refusal) as caught:
        give(cast, company, uscc)
    return caught.value


def test_the_old_number_gives_way_to_the_code_and_stays_in_the_history(cast: Cast) -> None:
    haidai()
    with unit_of_work() as session:
        row = session.scalars(select(Enterprise).where(Enterprise.id.in_(cast.lin.enterprise_ids))).one()
        code, company = row.uscc, row.public_id
        row.uscc, row.code_mark = OLD, "registration_number"
    wrong = refused(cast, company, code[:-1] + "0")
    assert isinstance(wrong, Invalid) and wrong.errors["uscc"][0].startswith("uscc_")
    assert refused(cast, company, HAIDAI).errors["uscc"][0] == "credit_code_taken"
    give(cast, company, code.lower())
    give(cast, company, code)  # a second click
    with reading() as session:
        row = session.scalars(select(Enterprise).where(Enterprise.public_id == company)).one()
        (change,) = session.scalars(select(EnterpriseChange).where(EnterpriseChange.kind == "changed"))
    assert (row.uscc, row.code_mark) == (code, "")
    assert (change.old, change.new) == ({"uscc": OLD}, {"uscc": code})
    assert refused(cast, company, HAIDAI).code == "credit_code_fixed"
