"""The page of a case offers to apply again for what was refused, and leads into the filled-in draft."""

from __future__ import annotations

import pytest
from flask import Flask

from approvals.domain.states import Outcome
from tests.factories.main_job import MONDAY, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted)


def test_a_refused_item_is_applied_for_again_from_its_row(app: Flask) -> None:
    with app.app_context():
        case = the_case()
        Work(the_cast(), case).decide("LX-10", Outcome.REFUSE, day=MONDAY)
    lin = visitor(app, "lin")
    address = f"/enterprise/cases/{case.case}/items/{case.tracks['LX-10']}/again"
    assert address in lin.get(f"/enterprise/cases/{case.case}").text
    opened = lin.post(address)
    assert opened.status_code == 302 and opened.location.endswith("/form")
    page = lin.get(opened.location).text
    assert "再次申报的草稿" in page and "164667" in page.replace(",", "")
    running = lin.post(address.replace(case.tracks["LX-10"], case.tracks["LX-13"]), follow_redirects=True).text
    assert "不用再申报" in running
