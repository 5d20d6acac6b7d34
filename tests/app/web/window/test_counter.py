"""Filing on behalf at the counter: the clerk fills in, the applicant confirms, then it is filed."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.web.on_behalf import as_applicant
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState
from approvals.models.applicants import Enterprise
from approvals.models.cases import Case
from approvals.models.traces import CaseEvent
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.window.accept import accept
from tests.app.adapters.test_uploads import a_pdf
from tests.factories.drafts import a_paper
from tests.factories.main_job import MONDAY, PASSWORD, at, the_cast, whole_answers
from tests.factories.towns import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)
CODE = "914403001922038216"


@pytest.fixture
def clerk(app: Flask) -> FlaskClient:
    return visitor(app, "clerk")


def begin(clerk: FlaskClient) -> str:
    """A draft for the enterprise at the counter, its form answered; returns the case."""
    assert "明泉家居有限公司" in clerk.get(f"/window/counter?uscc={CODE}").text
    fields = {"uscc": CODE, "project": "", "name": "新仓库", "place": "明水街道", "stage": "SF-BUILD/S1"}
    opened = clerk.post("/window/counter/filings", data=fields)
    found = re.search(r"/drafts/([^/]+)/form", opened.location)
    assert found is not None
    return found.group(1)


def version(app: Flask, case: str) -> int:
    with app.app_context(), reading() as session:
        return session.scalars(select(Case.version).where(Case.public_id == case)).one()


def facts(app: Flask, case: str) -> list[tuple[str, object]]:
    with app.app_context(), reading() as session:
        rows = session.scalars(select(CaseEvent).join(Case).where(Case.public_id == case).order_by(CaseEvent.seq))
        return [(event.tag, event.facts.get("on_behalf")) for event in rows]


def answer(app: Flask, case: str) -> None:
    """The whole form, said by the clerk in the place of the applicant."""
    with app.app_context():
        cast = the_cast()
        (enterprise,) = cast.lin.enterprise_ids
        clerk = as_applicant(cast.clerk, enterprise)
        save_answers(case=case, answers=whole_answers(), version=version(app, case), actor=clerk, now=at(MONDAY))


def test_what_the_clerk_fills_in_is_recorded_as_on_behalf_and_filed_only_when_confirmed(
    app: Flask, clerk: FlaskClient
) -> None:
    case = begin(clerk)
    answer(app, case)
    assert clerk.get(f"/enterprise/drafts/{case}/items").status_code == 200
    review = f"/enterprise/drafts/{case}/review"
    said = {"version": str(version(app, case)), "truth_declared": "y"}
    refused = clerk.post(review, data=said)
    assert refused.status_code == 422 and "企业还没有确认" in refused.text
    lin = visitor(app, "lin")
    confirm = f"/enterprise/drafts/{case}/confirm"
    assert "土石方" in lin.get(confirm).text, "the answers are what is confirmed"
    assert "确认窗口代填的申报" in lin.get(confirm).text and confirm in lin.get("/enterprise/todo").text
    wrong = lin.post(confirm, data={"version": said["version"], "password": "not it"})
    assert wrong.status_code == 422
    for odd in ("²", "9" * 5000, ""):
        assert lin.post(confirm, data={"version": odd, "password": PASSWORD}).status_code == 409
    assert lin.post(confirm, data={"version": said["version"], "password": PASSWORD}).status_code == 302
    assert confirm not in lin.get("/enterprise/todo").text
    filed = clerk.post(review, data=said)
    assert filed.status_code == 302 and "在企业账户的“批文”里" in clerk.get(filed.location).text
    told = facts(app, case)
    assert ("applicant:case:drafted", True) in told and ("applicant:case:filed", True) in told
    assert ("applicant:counter:confirmed", None) in told


def test_a_signed_slip_confirms_and_a_later_change_takes_it_back(app: Flask, clerk: FlaskClient) -> None:
    case = begin(clerk)
    answer(app, case)
    address = f"/window/counter/cases/{case}/slip"
    shown = clerk.get(address).text
    assert "新仓库" in shown and "土石方" in shown, "who signs the slip has the answers before it"
    unsigned = clerk.post(address, data={"version": str(version(app, case)), "signer": ""})
    assert unsigned.status_code == 422
    for odd in ("²", "9" * 5000):
        odd_one = {"file": (io.BytesIO(a_pdf()), "确认单.pdf"), "signer": "林晓", "version": odd}
        assert clerk.post(address, data=odd_one, content_type="multipart/form-data").status_code == 409
    scan = {
        "file": (io.BytesIO(a_pdf()), "确认单.pdf"),
        "signer": "林晓",
        "version": str(version(app, case)),
    }
    done = clerk.post(address, data=scan, content_type="multipart/form-data")
    assert done.status_code == 302
    assert "企业已确认" in clerk.get(f"/window/counter?uscc={CODE}").text
    with app.app_context():
        cast = the_cast()
        later = {**whole_answers(), "earthwork_m3": 1}
        save_answers(case=case, answers=later, version=version(app, case), actor=cast.lin, now=at(MONDAY, 12))
    assert "等企业确认" in clerk.get(f"/window/counter?uscc={CODE}").text


def test_the_clerk_has_no_other_door_of_the_enterprise(app: Flask, clerk: FlaskClient) -> None:
    case = begin(clerk)
    assert clerk.get("/enterprise/").status_code == 403
    assert clerk.get("/enterprise/documents").status_code == 403
    assert clerk.get(f"/enterprise/cases/{case}").status_code == 403
    assert clerk.get(f"/enterprise/drafts/{case}/confirm").status_code == 403
    for stranger in ("guan", "du", "chen-FGW"):
        assert visitor(app, stranger).get(f"/enterprise/drafts/{case}/form").status_code == 403


def test_an_enterprise_is_registered_on_the_spot_and_let_in_by_a_link(app: Flask, clerk: FlaskClient) -> None:
    code = "91350100M000100Y43"
    assert "没有这家企业，当场登记" in clerk.get(f"/window/counter?uscc={code}").text
    assert (
        "代码"
        in clerk.post(
            "/window/counter/enterprises", data={"uscc": "123", "name": "a", "legal_representative": "b"}
        ).text
    )
    page = clerk.post(
        "/window/counter/enterprises", data={"uscc": code, "name": "新来的公司", "legal_representative": "王一"}
    )
    link = re.search(r"http[^<\s]+/join/[^<\s]+", page.text)
    assert link is not None, page.text[-3000:]
    with app.app_context(), reading() as session:
        assert session.scalars(select(Enterprise.name).where(Enterprise.uscc == code)).one() == "新来的公司"
        assert session.scalar(select(Case.id).where(Case.state != CaseState.DRAFT)) is None


def test_an_old_number_is_taken_at_the_counter_too_and_a_wrong_telephone_is_not(app: Flask, clerk: FlaskClient) -> None:
    old = "370181200034563"
    said = {"uscc": old, "name": "老字号", "legal_representative": "王一", "phone": "abc"}
    wrong = clerk.post("/window/counter/enterprises", data=said | {"uscc": "370181200034564"})
    assert (wrong.status_code, "以前的注册号" in wrong.text, "电话只写数字" in wrong.text) == (422, True, True)
    done = clerk.post("/window/counter/enterprises", data=said | {"phone": "0531-8321 0000"})
    assert (done.status_code, "15 位注册号" in done.text) == (200, True)
    with app.app_context(), reading() as session:
        assert (
            session.scalars(select(Enterprise.code_mark).where(Enterprise.uscc == old)).one() == "registration_number"
        )


def test_a_code_that_cannot_be_one_is_told_so_where_it_was_typed(clerk: FlaskClient) -> None:
    page = clerk.get("/window/counter?uscc=91440300192203821").text
    assert "17" in page and 'id="uscc-find-error"' in page and "没有这家企业" not in page
    nobody = clerk.get("/window/counter?uscc=370181200034563").text
    assert 'id="uscc-find-error"' not in nobody and "没有这家企业" in nobody


def test_every_way_a_page_at_the_counter_shows_is_open(app: Flask, clerk: FlaskClient) -> None:
    case = begin(clerk)
    answer(app, case)
    with app.app_context():
        cast = the_cast()
        supply_paper(case=case, material_code="M018", stored=a_paper(), actor=cast.lin, now=at(MONDAY))
    walked = set()
    for page in ("form", "items", "papers", "review"):
        shown = clerk.get(f"/enterprise/drafts/{case}/{page}")
        main = shown.text[shown.text.index("<main") : shown.text.index("</main>")]
        walked |= {href.split("#")[0].replace("&amp;", "&") for href in re.findall(r'href="(/[^"]+)"', main)}
    assert any("/papers/" in one and not one.endswith("/papers") for one in walked), walked
    closed = {one: code for one in sorted(walked) if (code := clerk.get(one).status_code) >= 400}
    assert not closed


def test_with_four_eyes_at_the_counter_another_clerk_accepts(app: Flask, clerk: FlaskClient) -> None:
    case = begin(clerk)
    with app.app_context():
        cast = the_cast()
        with unit_of_work() as session:
            session.scalars(select(Case).where(Case.public_id == case)).one().state = CaseState.FILED
    app.extensions["binglian.settings"] = replace(app.extensions["binglian.settings"], counter_four_eyes=True)
    with app.app_context(), pytest.raises(Refusal) as refused:
        accept(case=case, tracks=["any"], actor=cast.clerk, now=at(MONDAY))
    assert refused.value.code == "counter_four_eyes"
    another = replace(cast.clerk, account_id=cast.du.account_id)
    with app.app_context(), pytest.raises(NotFound):  # no such item, but the way to it is open
        accept(case=case, tracks=["any"], actor=another, now=at(MONDAY))
