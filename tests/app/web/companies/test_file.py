"""The file of an enterprise, its members, and a paper used again: what each visitor is shown and may press."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.applicants import Enterprise
from approvals.models.papers import CaseMaterial
from tests.app.adapters.test_uploads import a_pdf
from tests.factories.drafts import a_draft
from tests.factories.handing import haidai
from tests.factories.main_job import MARKET, MONDAY, accept_all, file_case, settle, the_case
from tests.support.visitors import visitor

PAPER, SECOND = "M018", "第二个项目"


def with_a_case_and_a_draft() -> None:
    cast = settle()
    accept_all(cast, file_case(cast, day=MONDAY), day=MONDAY)
    a_draft(cast, name=SECOND, lacks=[PAPER])


pytestmark = pytest.mark.starts_from.with_args(with_a_case_and_a_draft)


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


@pytest.fixture
def company(app: Flask) -> str:
    with app.app_context(), reading() as session:
        return f"/companies/{session.scalars(select(Enterprise.public_id)).one()}"


def test_a_paper_kept_once_is_used_in_a_draft_with_one_click_and_marked(
    app: Flask, lin: FlaskClient, company: str
) -> None:
    backwards = {"material_code": PAPER, "valid_from": "2026-03-02", "valid_until": "2026-03-01"}
    told = lin.post(f"{company}/papers", data=backwards)
    assert (told.status_code, "截止日不能早于起始日" in told.text) == (422, True)
    with app.app_context():
        draft = f"/enterprise/drafts/{the_case(SECOND).case}/papers"
    page = lin.get(draft).text
    assert f"在“{MARKET}”交过的那份" in page
    key = re.search(r'name="key" value="(case\.[^"]+)"', page[page.index(f'id="p-{PAPER}"') :])
    assert key is not None
    assert lin.post(f"{draft}/{PAPER}", data={"action": "reuse", "key": key[1]}).status_code == 302
    assert "沿用本企业在" in lin.get(draft).text
    wrong = lin.post(f"{draft}/{PAPER}", data={"action": "reuse", "key": "case.of.another"})
    assert (wrong.status_code, "这份材料现在取不到了" in wrong.text) == (422, True)


def test_a_paper_that_is_over_is_kept_and_not_praised(lin: FlaskClient, company: str) -> None:
    over = {"material_code": PAPER, "valid_until": "2026-03-01", "file": (io.BytesIO(a_pdf()), "旧证.pdf")}
    kept = lin.post(f"{company}/papers", data=over, content_type="multipart/form-data")
    told = lin.get(kept.location).text
    assert "已经过期，申报时不能用" in told and "一点就能用。<" not in told


def test_a_register_hands_out_a_paper_and_its_outage_is_told_and_stops_nothing(app: Flask, lin: FlaskClient) -> None:
    with app.app_context():
        draft = f"/enterprise/drafts/{the_case(SECOND).case}/papers"
    app.extensions["binglian.register"].is_down = True
    answer = lin.post(f"{draft}/{PAPER}", data={"action": "fetch"})
    assert (answer.status_code, "数据共享暂时连不上" in answer.text) == (422, True)
    app.extensions["binglian.register"].is_down = False
    assert lin.post(f"{draft}/{PAPER}", data={"action": "fetch"}).status_code == 302
    with app.app_context(), reading() as session:
        notes = session.scalars(select(CaseMaterial.source_note).where(CaseMaterial.source_note != "")).all()
    assert any(note.startswith("数据共享取得：自然资源部门测绘成果库") for note in notes)


def test_officials_with_a_case_read_the_file_with_numbers_masked(app: Flask, lin: FlaskClient, company: str) -> None:
    assert "13800000001" in lin.get(company).text
    for who in ("clerk", "guan", "du", "chen-GAJJ"):
        page = visitor(app, who).get(company)
        assert (page.status_code, "138****0001" in page.text, "13800000001" in page.text) == (200, True, False), who
        assert SECOND not in page.text, who
    assert visitor(app, "zhao").get(company).status_code == 404


def test_an_invited_person_makes_an_account_and_is_shown_what_it_may_do(
    app: Flask, lin: FlaskClient, company: str
) -> None:
    bare = lin.post(f"{company}/members", data={"role": "agent"})
    assert (bare.status_code, "代办人要有授权委托书" in bare.text) == (422, True)
    made = lin.post(f"{company}/members", data={"role": "clerk"}).text
    link = re.search(r'href="(?:http://[^/]+)?(/companies/join/[^"]+)"', made)
    assert link is not None
    guest = app.test_client()
    assert "不能签承诺" in guest.get(link[1]).text
    said = {
        "person_name": "周文", "phone": "13900000000", "email": "zhou@example.com", "username": "zhouwen",
        "password": "long enough 12", "repeated": "long enough 12",
    }  # fmt: skip
    assert guest.post(link[1], data=said).status_code == 302
    assert guest.get(company).status_code == 200
    assert guest.post(f"{company}/members", data={"role": "owner"}).status_code == 403
    assert "周文" in lin.get(f"{company}/members").text
    assert "不能用了" in app.test_client().get(link[1]).text


def test_the_last_owner_who_presses_remove_stays_and_is_told_where_it_was_pressed(
    lin: FlaskClient, company: str
) -> None:
    page = lin.get(f"{company}/members").text
    (press,) = re.findall(r'action="([^"]+/remove)"', page)
    told = lin.post(press)
    assert told.location.endswith(f"{company}/members")
    assert "不能移出" in lin.get(told.location).text


def test_a_change_of_the_data_is_kept_with_what_it_was(lin: FlaskClient, company: str) -> None:
    given = {"legal_representative": "周法", "address": "新地址", "contact_name": "", "phone": "0531-8321 0001"}
    assert lin.post(f"{company}/data", data=given).status_code == 302
    assert "林晓 → 周法" in lin.get(company).text
    empty = lin.post(f"{company}/data", data=given | {"legal_representative": " "})
    assert empty.status_code == 422


def test_an_account_invited_by_its_name_finds_the_way_in_its_bell(app: Flask, lin: FlaskClient, company: str) -> None:
    with app.app_context():
        haidai()
    assert lin.post(f"{company}/members", data={"role": "clerk", "username": "rival"}).status_code == 200
    meng = visitor(app, "rival")
    bell = meng.get("/account/notifications").text
    assert "明泉家居有限公司邀请您加入" in bell
    (line,) = re.findall(r'action="([^"]+/notifications/\d+[^"]*)"', bell)
    assert meng.post(meng.post(line).location).status_code == 302
    assert meng.get(company).status_code == 200


def test_a_form_that_is_sent_again_replaces_its_link_and_the_form_of_the_answer_makes_another(
    app: Flask, lin: FlaskClient, company: str
) -> None:
    form = {"role": "clerk", "seen": ""}
    lost, shown = (link_in(lin.post(f"{company}/members", data=form).text) for _ in range(2))
    answer = lin.get(f"{company}/members").text
    (seen,) = re.findall(r'name="seen"[^>]*value="([^"]+)"', answer)
    other = link_in(lin.post(f"{company}/members", data=form | {"seen": seen}).text)
    guest = app.test_client()
    assert ["明泉家居有限公司" in guest.get(link).text for link in (lost, shown, other)] == [False, True, True]


def link_in(page: str) -> str:
    return re.findall(r'class="code" href="([^"]+)"', page)[0]
