"""Now, later, or there already: from the items page to the window that doubts it."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.cases import Case
from tests.app.adapters.test_uploads import a_pdf
from tests.app.web.enterprise.test_filing import PROJECT, typed
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)
THERE = {"number": "鲁发改备〔2026〕12号", "issued_on": "2026-03-02", "organ": "济南市章丘区发展和改革局"}


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


@pytest.fixture
def draft(app: Flask, lin: FlaskClient) -> str:
    """The address of a draft with every answer."""
    project = lin.post("/enterprise/projects/new", data=PROJECT).location
    address = str(lin.post(f"{project}/apply", data={"stage": "S1"}).location).removesuffix("/form")
    lin.post(f"{address}/form", data=typed(app))
    return address


def choices(app: Flask) -> dict[str, str]:
    with app.app_context(), reading() as session:
        found: dict[str, str] = session.scalars(select(Case.item_choices)).one()
        return found


def test_an_item_is_put_off_and_what_it_holds_up_is_said(app: Flask, lin: FlaskClient, draft: str) -> None:
    page = lin.get(f"{draft}/items").text
    assert "不办它，这些办不成：" in page
    assert lin.post(f"{draft}/items/LX-01/choice", data={"choice": "later"}).location == f"{draft}/items#i-LX-01"
    page = lin.get(f"{draft}/items").text
    assert "6 个事项" in page and "这些事项要等它：" in page and choices(app) == {"LX-01": "later"}
    lin.post(f"{draft}/items/LX-01/choice", data={"choice": "now"})
    assert choices(app) == {}
    said = lin.post(f"{draft}/items/LX-01/choice", data={"choice": "never"}, follow_redirects=True).text
    assert "现在不能这样选" in said


def test_what_is_there_already_is_asked_field_by_field_and_kept(app: Flask, lin: FlaskClient, draft: str) -> None:
    wrong = lin.post(f"{draft}/items/LX-01", data=THERE | {"number": "无", "issued_on": "2099-01-01"})
    assert wrong.status_code == 422 and "文号里要有数字" in wrong.text and 'value="2099-01-01"' in wrong.text
    never = lin.post(f"{draft}/items/LX-01", data=THERE | {"issued_on": "2026-02-30"})
    assert (
        never.status_code == 422 and "日期要写成 2026-03-09 这样" in never.text and 'value="2026-02-30"' in never.text
    )
    broken = lin.post(f"{draft}/items/LX-01", data=THERE | {"file": (io.BytesIO(b"no pdf"), "备案.pdf")})
    assert broken.status_code == 422 and choices(app) == {}
    done = lin.post(f"{draft}/items/LX-01", data=THERE | {"file": (io.BytesIO(a_pdf()), "备案.pdf")})
    assert done.location == f"{draft}/items#i-LX-01"
    page = lin.get(f"{draft}/items").text
    assert (
        THERE["number"] in page and "备案.pdf" in page and "您说已经有了，凭文号核对" in lin.get(f"{draft}/papers").text
    )


def test_the_window_sees_it_doubts_it_and_the_enterprise_reads_why(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/items/LX-01", data=THERE)
    lin.post(f"{draft}/items/LX-13/choice", data={"choice": "later"})
    version = lin.get(f"{draft}/review").text.split('name="version"')[1].split('value="')[1].split('"')[0]
    case = lin.post(f"{draft}/review", data={"version": version, "truth_declared": "y"}).location
    clerk, place = visitor(app, "clerk"), case.replace("/enterprise/", "/window/")
    page = clerk.get(place).text
    assert THERE["number"] in page and "企业说已经有了" in page and "企业选了以后再办" in page
    assert "写明疑问" in clerk.post(f"{place}/brought/LX-01", data={"doubt": " "}, follow_redirects=True).text
    clerk.post(f"{place}/brought/LX-01", data={"doubt": "查不到这个文号。"})
    assert "查不到这个文号。" in lin.get(case).text and choices(app)["LX-01"] == "doubted"
    clerk.post(f"{place}/brought/LX-01", data={"clear": "yes"})
    assert "查不到这个文号。" not in lin.get(case).text and choices(app)["LX-01"] == "have"
    project = lin.get(case).text.split("/enterprise/projects/")[1].split('"')[0]
    assert "接着办以后再办的 1 项" in lin.get(f"/enterprise/projects/{project}").text
