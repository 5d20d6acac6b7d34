"""Filing incomplete is a right (行政许可法 32): also with no paper at all."""

from __future__ import annotations

import pytest

from approvals.domain.states import Outcome
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from tests.factories.drafts import Draft, a_draft, filed
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(settled)]
SHOP = {"entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True, "fitout_area_m2": 800}


def test_an_application_without_any_paper_is_received_and_the_receipt_names_what_is_missing(cast: Cast) -> None:
    """KD-09 wants one paper, an upload: applied for again alone, and without it, nothing comes in but the application."""
    first = a_draft(cast, theme="SHOP", stage="K1", answers=SHOP, name="一家店")
    work = Work(cast, filed(cast, first))
    work.accept()
    work.decide("KD-09", Outcome.REFUSE)
    again = draft_case(project=first.project, stage_code="K1", actor=cast.lin, now=at(MONDAY, 16))
    save_answers(case=again, answers=first.answers, version=1, actor=cast.lin, now=at(MONDAY, 16))
    second = Work(cast, filed(cast, Draft(first.project, again, first.answers, first.name)))
    receipt = second.documents("receipt")[0].facts
    assert (receipt["papers"], [one["code"] for one in receipt["missing"]]) == ([], ["M113"])
