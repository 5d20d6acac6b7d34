"""A paper that comes later is handed in once for all that lack it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import Supply
from approvals.models.papers import CaseMaterial, StoredFile
from approvals.usecases.packages.share_paper import share_paper
from tests.factories.drafts import a_draft, filed
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.packages import filed_package
from tests.factories.towns import settled
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]
PAPER = "M016"
"""Wanted by the land-use permit alone, which each member gets for itself."""


def supplies() -> list[Supply]:
    with reading() as session:
        rows = select(CaseMaterial.supply).where(CaseMaterial.material_code == PAPER).order_by(CaseMaterial.case_id)
        return list(session.scalars(rows))


def test_one_upload_serves_every_member_that_lacks_it(cast: Cast) -> None:
    _, _, members = filed_package(cast, 3, lacks=(PAPER,))
    assert supplies()[1:] == [Supply.MISSING] * 3
    with pytest.raises(Refusal, match="nothing_to_share"):
        share_paper(case=members[0].case, material_code=PAPER, actor=cast.lin, now=at(MONDAY, 11))
    Work(cast, members[0]).supply(PAPER)
    with reading() as session:
        before = session.scalar(select(func.count()).select_from(StoredFile))
    given = [share_paper(case=members[0].case, material_code=PAPER, actor=cast.lin, now=at(MONDAY, 13)) for _ in "12"]
    assert supplies()[1:] == [Supply.UPLOADED] * 3 and given[0] >= 2 and given[1] == 0
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredFile)) == before
    assert "applicant:paper:supplied" in Work(cast, members[2]).tags()


def test_a_case_of_no_package_shares_with_nobody(cast: Cast) -> None:
    alone = filed(cast, a_draft(cast))
    with pytest.raises(NotFound):
        share_paper(case=alone.case, material_code=PAPER, actor=cast.lin, now=at(MONDAY, 11))
