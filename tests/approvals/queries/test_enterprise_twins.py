"""A second click is one paper; what was said in between counts."""

from __future__ import annotations

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.queries.enterprise_twins import is_twin_paper
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.supply_paper import supply_paper
from tests.factories.drafts import a_draft, a_paper
from tests.factories.main_job import MONDAY, at, the_cast
from tests.factories.towns import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
PAPER = "M018"


def test_the_same_file_again_is_a_second_click_unless_the_paper_was_put_off_in_between(in_app: Flask) -> None:
    cast = the_cast()
    draft, stored, now = a_draft(cast, lacks=[PAPER]), a_paper(), at(MONDAY, 12)

    def is_twin() -> bool:
        with reading() as session:
            return is_twin_paper(session, draft.case, PAPER, [stored.sha256], now)

    assert not is_twin()
    supply_paper(case=draft.case, material_code=PAPER, stored=stored, actor=cast.lin, now=now)
    assert is_twin()
    choose_deferral(case=draft.case, material_code=PAPER, deferred=True, actor=cast.lin, now=now)
    assert not is_twin()
