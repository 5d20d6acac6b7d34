"""One download for a case through HTTP: asked for, waited for, and taken home."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.foundation.reading import reading
from app.web.bundles.routes import LOOK_AGAIN
from approvals.models.bundles import Bundle
from approvals.models.letters import Document
from approvals.usecases.letters.make_bundle import make_bundle
from approvals.usecases.letters.print_document import Press, print_document
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import workers_die
from tests.factories.main_job import MONDAY, Filed, at, the_case
from tests.factories.story import all_decided
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(all_decided)


def printed(app: Flask, kind: str, most: int = 2) -> None:
    named = app.extensions
    press = Press(named["binglian.printer"], named["binglian.sealer"], named["binglian.files"])
    with app.app_context():
        with reading() as session:
            waiting = session.scalars(select(Document.id).where(Document.kind == kind).limit(most)).all()
        for document in waiting:
            print_document(document=document, press=press, actor=SYSTEM, now=at(MONDAY, 12))


def made(app: Flask) -> str:
    """The only bundle, after the worker has made it."""
    with app.app_context():
        with reading() as session:
            bundle = session.scalars(select(Bundle)).one()
        make_bundle(bundle=bundle.id, binder=app.extensions["binglian.binder"], actor=SYSTEM, now=at(MONDAY, 13))
        return bundle.public_id


def case_of(app: Flask) -> Filed:
    with app.app_context():
        return the_case()


def test_from_the_order_to_both_files(app: Flask) -> None:
    address, lin, guan = f"/cases/{case_of(app).case}/bundle", visitor(app, "lin"), visitor(app, "guan")
    assert "还没有办理结果" in lin.get(address).text
    assert "没有可以下载的" in lin.post(address, follow_redirects=True).text
    printed(app, "filing_receipt")
    assert "开始制作" in lin.get(address).text
    assert "正在把 2 份文件合在一起" in lin.post(address, follow_redirects=True).text
    assert lin.get(address).headers["Refresh"] == str(LOOK_AGAIN)
    bundle = made(app)
    ready = guan.get(address)
    assert "Refresh" not in ready.headers and "盖章的原件" in ready.text and "文件还在制作" in ready.text
    copy = lin.get(f"{address}/{bundle}.pdf")
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in copy.headers["Content-Security-Policy"]
    assert len(PdfReader(BytesIO(copy.data)).outline) == 3
    archive = zipfile.ZipFile(BytesIO(guan.get(f"{address}/{bundle}.zip").data))
    sealed = archive.read(next(name for name in archive.namelist() if name.startswith("01 ")))
    assert app.extensions["binglian.sealer"].check(sealed).holds
    assert visitor(app, "zhao").get(f"{address}/{bundle}.zip").status_code == 404
    assert lin.get(f"{address}/{bundle}.exe").status_code == 404


def test_a_bundle_that_killed_its_workers_says_so_and_is_made_when_it_is_ordered_again(app: Flask) -> None:
    address, lin = f"/cases/{case_of(app).case}/bundle", visitor(app, "lin")
    printed(app, "filing_receipt")
    lin.post(address)
    with app.app_context():
        workers_die("bundle")
    page = lin.get(address)
    assert "Refresh" not in page.headers and "试了多次都没有做成" in page.text and "再做一次" in page.text
    again = lin.post(address, follow_redirects=True)
    assert "Refresh" in again.headers and "正在把 2 份文件合在一起" in again.text
    made(app)
    assert "盖章的原件" in lin.get(address).text


def test_a_bundle_that_the_shelf_has_lost_is_made_again(app: Flask) -> None:
    address, lin = f"/cases/{case_of(app).case}/bundle", visitor(app, "lin")
    printed(app, "filing_receipt")
    lin.post(address)
    first = made(app)
    shutil.rmtree(app.extensions["binglian.settings"].files / "bundles")
    assert lin.get(f"{address}/{first}.pdf").status_code == 503
    page = lin.get(address).text
    assert "开始制作" in page and "盖章的原件（ZIP" not in page
    assert "正在把 2 份文件合在一起" in lin.post(address, follow_redirects=True).text
    assert lin.get(f"{address}/{made(app)}.pdf").status_code == 200


def test_the_pages_of_the_case_lead_to_it_once_a_result_is_printed(app: Flask) -> None:
    filed, lin, guan = case_of(app), visitor(app, "lin"), visitor(app, "guan")
    address = f"/cases/{filed.case}/bundle"
    assert address not in lin.get(f"/enterprise/cases/{filed.case}").text
    printed(app, "filing_receipt", 1)
    pages = [f"/enterprise/cases/{filed.case}", "/enterprise/documents"]
    assert all(address in lin.get(page).text for page in pages)
    assert address in guan.get(f"/steward/projects/{filed.project}").text
