"""An agent looks as far as its power of attorney reaches, and no farther."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from approvals.models.applicants import Enterprise
from approvals.usecases.members.invite_member import invite_member
from approvals.usecases.members.join_with_account import join_with_account
from departments.domain.actor import ANONYMOUS
from tests.factories.drafts import a_draft, a_paper
from tests.factories.main_job import MARKET, MONDAY, PASSWORD, accept_all, file_case, settle, the_case
from tests.support.quickly import quick_hash
from tests.support.visitors import visitor

SECOND = "第二个项目"


def with_an_agent() -> None:
    """An agent for the second project; the first has a case with every letter."""
    cast = settle()
    accept_all(cast, file_case(cast, day=MONDAY), day=MONDAY)
    a_draft(cast, name=SECOND)
    moment = now()
    with reading() as session:
        company = session.scalars(select(Enterprise.public_id)).one()
    token = invite_member(
        enterprise=company, role="agent", stored=a_paper("授权委托书.pdf"), valid_until=local_day(moment),
        projects=[the_case(SECOND).project], actor=cast.lin, now=moment,
    )  # fmt: skip
    join_with_account(
        token=token, username="helper", password_hash=quick_hash(PASSWORD), person_name="李代办", phone="13800000009",
        email="a@example.com", locale="zh_Hans_CN", actor=ANONYMOUS, now=moment,
    )  # fmt: skip


pytestmark = pytest.mark.starts_from.with_args(with_an_agent)


def test_projects_the_power_of_attorney_does_not_name_are_not_there(app: Flask) -> None:
    helper, lin = visitor(app, "helper"), visitor(app, "lin")
    with app.app_context(), reading() as session:
        first, second = the_case(MARKET), the_case(SECOND)
        company = session.scalars(select(Enterprise.public_id)).one()
    hidden = (
        f"/enterprise/projects/{first.project}", f"/enterprise/cases/{first.case}", f"/cases/{first.case}/handover",
        f"/enterprise/cases/{first.case}/items/{first.tracks['LX-13']}",
    )  # fmt: skip
    for address in hidden:
        assert (lin.get(address).status_code, helper.get(address).status_code) == (200, 404), address
    for page in ("/enterprise/", "/enterprise/todo", "/enterprise/documents"):
        shown = helper.get(page)
        assert shown.status_code == 200 and MARKET not in shown.text, page
    assert MARKET in lin.get("/enterprise/").text and SECOND in helper.get("/enterprise/").text
    assert helper.get(f"/enterprise/drafts/{second.case}/papers").status_code == 200
    for whole in (f"/companies/{company}", f"/companies/{company}/members", f"/companies/{company}/data"):
        told = helper.get(whole)
        assert told.status_code == 403 and "只包括指定的项目" in told.text, whole
