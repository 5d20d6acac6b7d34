"""Results are served with a proof, and downloaded as they were sealed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.models.letters import Document, ServiceProof
from approvals.queries.steward_documents import steward_results
from tests.factories.arrived import nobody_agrees
from tests.factories.main_job import at, the_cast
from tests.factories.story import WEEK_ON, print_everything, week_on
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(week_on)
BYTES = b"%PDF-1.7 sealed"


@pytest.fixture
def document(app: Flask) -> str:
    """A printed and sealed result that nobody has served."""
    with app.app_context():
        stored = app.extensions["binglian.files"].keep(BYTES, "application/pdf", "letter.pdf")
        print_everything(stored.sha256, at(WEEK_ON))
        with reading() as session:
            return steward_results(session, the_cast().guan, today=WEEK_ON).rows[0].public_id


@pytest.fixture
def guan(app: Flask) -> FlaskClient:
    return visitor(app, "guan")


def test_the_list_says_how_many_wait_and_by_when(guan: FlaskClient, document: str) -> None:
    page = guan.get("/steward/documents").text
    assert "2 份文书等您送达" in page
    assert "3月25日（周三）" in page


def test_service_is_recorded_and_the_result_leaves_the_list(guan: FlaskClient, document: str) -> None:
    sent = {"method": "hand", "receiver": "林晓", "second_server": "管二", "remark": "本人签收"}
    assert guan.post(f"/steward/documents/{document}/serve", data=sent).status_code == 302
    assert document not in guan.get("/steward/documents").text
    assert "本人签收" in guan.get(f"/steward/documents/{document}").text


def test_a_second_click_finds_the_document_served_and_prints_no_second_proof(
    app: Flask, guan: FlaskClient, document: str
) -> None:
    sent = {"method": "hand", "receiver": "林晓", "second_server": "管二"}
    answers = [guan.post(f"/steward/documents/{document}/serve", data=sent) for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, "/steward/documents")] * 2
    with app.app_context(), reading() as session:
        proofs = select(func.count()).select_from(Document).where(Document.kind == "service_proof")
        assert session.scalar(proofs) == 1


def test_another_way_of_service_or_a_later_click_is_told_that_it_is_served(
    guan: FlaskClient, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, address = (
        {"method": "hand", "receiver": "林晓", "second_server": "管二"},
        f"/steward/documents/{document}/serve",
    )
    assert guan.post(address, data=sent).status_code == 302
    online = guan.post(address, data={"method": "online"})
    assert online.status_code == 409 and "这份文件已经送达过。" in online.text
    monkeypatch.setattr("app.web.steward.serving.now", lambda: now() + dt.timedelta(minutes=1))
    assert guan.post(address, data=sent).status_code == 409


def test_a_proof_of_service_is_printed_and_the_letter_s_page_tells_its_life(guan: FlaskClient, document: str) -> None:
    sent = {"method": "post", "receiver": "前台", "relation": "前台代收", "carrier": "邮政", "tracking_no": "EMS 1"}
    undated = guan.post(f"/steward/documents/{document}/serve", data=sent)
    assert undated.status_code == 422 and 'href="#arrived_at"' in undated.text
    early = guan.post(f"/steward/documents/{document}/serve", data=sent | {"arrived_at": "2026-03-01T10:00"})
    assert early.status_code == 422 and "送达不能早于文书盖章。" in early.text
    done = guan.post(f"/steward/documents/{document}/serve", data=sent | {"arrived_at": f"{WEEK_ON}T10:00"})
    assert done.status_code == 302
    page = guan.get(f"/letters/{document}").text
    for words in ("前台代收", "EMS 1", "邮寄送达", "签发，给出文号"):
        assert words in page, words


def test_online_service_needs_the_consent_and_counts_from_when_it_could_be_seen(app: Flask, document: str) -> None:
    lin, guan = visitor(app, "lin"), visitor(app, "guan")
    address = re.findall(r"/enterprise/companies/[^/]+/online-service", lin.get("/enterprise/documents").text)[0]
    lin.post(address, data={"agrees": "no"})
    refused = guan.post(f"/steward/documents/{document}/serve", data={"method": "online"})
    assert refused.status_code == 422 and "企业还没有同意网上送达" in refused.text
    lin.post(address, data={"agrees": "yes"})
    assert lin.get(f"/letters/{document}/file").data == BYTES
    assert guan.post(f"/steward/documents/{document}/serve", data={"method": "online"}).status_code == 302
    assert "企业第一次下载" in guan.get(f"/steward/documents/{document}").text


def test_service_by_hand_needs_a_receiver_and_keeps_the_input(guan: FlaskClient, document: str) -> None:
    answer = guan.post(f"/steward/documents/{document}/serve", data={"method": "hand", "remark": "两次上门"})
    assert answer.status_code == 422
    assert 'href="#receiver"' in answer.text
    assert "两次上门" in answer.text


def test_service_without_a_way_is_asked_for_one(guan: FlaskClient, document: str) -> None:
    answer = guan.post(f"/steward/documents/{document}/serve", data={"method": "pigeon"})
    assert answer.status_code == 422


def test_the_file_comes_as_an_attachment_that_may_run_nothing(guan: FlaskClient, document: str) -> None:
    answer = guan.get(f"/steward/documents/{document}/file")
    assert answer.data == BYTES
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_another_steward_finds_neither_page_nor_file(app: Flask, document: str) -> None:
    zhao = visitor(app, "zhao")
    addresses = (f"/steward/documents/{document}", f"/steward/documents/{document}/file")
    assert [zhao.get(address).status_code for address in addresses] == [404, 404]
    assert zhao.post(f"/steward/documents/{document}/serve", data={"method": "online"}).status_code == 404


def letter_of(app: Flask, kind: str) -> str:
    with app.app_context(), reading() as session:
        return session.scalars(select(Document.public_id).where(Document.kind == kind).limit(1)).one()


def test_a_notice_waits_while_it_has_not_reached_whoever_did_not_agree(
    app: Flask, guan: FlaskClient, document: str
) -> None:
    notice = letter_of(app, "deferred_acceptance_notice")
    assert "等待送达" not in guan.get(f"/letters/{notice}").text and notice not in guan.get("/steward/documents").text
    with app.app_context():
        nobody_agrees()
    assert "等待送达" in guan.get(f"/letters/{notice}").text
    listed = guan.get("/steward/documents").text
    assert notice in listed and "尽快送达" in listed and "份文书等您送达" in listed
    sent = {"method": "left", "refusal": "无人签收", "witnesses": "居委会王某", "second_server": "管二"}
    sent |= {"arrived_at": f"{WEEK_ON}T10:00"}
    assert guan.post(f"/steward/documents/{notice}/serve", data=sent).status_code == 302
    assert notice not in guan.get("/steward/documents").text and "留置送达" in guan.get(f"/letters/{notice}").text


def test_a_receipt_waits_for_nobody_and_is_served_where_it_is_asked_for(
    app: Flask, guan: FlaskClient, document: str
) -> None:
    receipt = letter_of(app, "receipt")
    with app.app_context():
        nobody_agrees()
    shown = guan.get(f"/letters/{receipt}").text
    assert "等待送达" not in shown and f"/steward/documents/{receipt}" in shown
    assert "等待送达" not in visitor(app, "lin").get(f"/letters/{receipt}").text
    assert receipt not in guan.get("/steward/documents").text
    sent = {"method": "hand", "receiver": "林晓", "second_server": "管二"}
    assert guan.post(f"/steward/documents/{receipt}/serve", data=sent).status_code == 302
    proof = letter_of(app, "service_proof")
    assert guan.get(f"/steward/documents/{proof}").status_code == 404, "what nobody serves has no such page"
    assert guan.post(f"/steward/documents/{proof}/serve", data=sent).status_code == 404


@pytest.fixture
def open_documents(app: Flask, document: str) -> list[str]:
    """The two results of the town, both sealed and of a company that agreed to be served online."""
    with app.app_context(), reading() as session:
        rows = steward_results(session, the_cast().guan, today=WEEK_ON).rows
    assert [row.by_account for row in rows] == [True, True]
    return [row.public_id for row in rows]


def proofs_of(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count(ServiceProof.id)).where(ServiceProof.method == "online")) or 0


def test_what_the_company_has_in_its_account_is_served_in_one_press_and_once(
    app: Flask, guan: FlaskClient, open_documents: list[str]
) -> None:
    page = guan.get("/steward/documents").text
    assert page.count('name="document"') == 2
    for _ in range(2):
        answer = guan.post("/steward/documents/serve-online", data={"document": open_documents}, follow_redirects=True)
        assert "2 份文书已经登记为网上送达。" in answer.text
        assert "文书都送到了" in answer.text
    assert proofs_of(app) == 2


def test_only_what_is_ticked_is_served_and_nothing_ticked_is_said(
    app: Flask, guan: FlaskClient, open_documents: list[str]
) -> None:
    answer = guan.post("/steward/documents/serve-online", data={}, follow_redirects=True)
    assert "没有勾选文书。" in answer.text
    guan.post("/steward/documents/serve-online", data={"document": open_documents[1:]})
    page = guan.get("/steward/documents").text
    assert open_documents[0] in page
    assert open_documents[1] not in page


def test_one_that_cannot_be_served_online_keeps_no_other_back(
    app: Flask, guan: FlaskClient, open_documents: list[str]
) -> None:
    by_hand = {"method": "hand", "receiver": "林晓", "second_server": "管二"}
    assert guan.post(f"/steward/documents/{open_documents[0]}/serve", data=by_hand).status_code == 302
    chosen = {"document": [*open_documents, "nobody"]}
    answer = guan.post("/steward/documents/serve-online", data=chosen, follow_redirects=True)
    assert "1 份文书已经登记为网上送达。" in answer.text
    assert "2 份没有登记，请逐份查看" in answer.text


def test_a_company_that_did_not_agree_has_no_box(app: Flask, guan: FlaskClient, document: str) -> None:
    with app.app_context():
        nobody_agrees()
    page = guan.get("/steward/documents").text
    assert document in page
    assert 'name="document"' not in page
    assert guan.post("/steward/documents/serve-online", data={"document": document}).status_code == 302
    assert proofs_of(app) == 0
