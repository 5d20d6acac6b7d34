"""Wherever a file may be sent: when the disk is full, a sentence says so, and nothing is half there."""

from __future__ import annotations

import io
from typing import Any, NoReturn

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.adapters.storage import DiskFull
from app.foundation.reading import reading
from approvals.models.applicants import Enterprise
from approvals.models.papers import StoredFile
from tests.app.adapters.test_uploads import a_pdf
from tests.factories.drafts import a_draft
from tests.factories.handing import HAIDAI, MERGED, haidai
from tests.factories.main_job import MONDAY, PASSWORD, accept_all, file_case, settle, the_case
from tests.support.visitors import visitor

SECOND = "第二个项目"


def with_a_case_and_a_draft() -> None:
    cast = settle()
    accept_all(cast, file_case(cast, day=MONDAY, defers=("M018",)), day=MONDAY)
    a_draft(cast, name=SECOND, lacks=["M018"])
    haidai()


pytestmark = pytest.mark.starts_from.with_args(with_a_case_and_a_draft)
BROUGHT = {"number": "鲁发改备〔2025〕12号", "issued_on": "2025-12-01", "organ": "发展和改革局"}
WAYS: dict[str, tuple[str, dict[str, str]]] = {
    "a paper of a draft": ("/enterprise/drafts/{draft}/papers/M018", {"action": "upload"}),
    "a paper promised": ("/enterprise/cases/{case}/papers/M018", {}),
    "a result there already": ("/enterprise/drafts/{draft}/items/LX-01", BROUGHT),
    "a paper for the file": ("/companies/{company}/papers", {"material_code": "M018"}),
    "a power of attorney": ("/companies/{company}/members", {"role": "agent", "valid_until": "2099-01-01"}),
    "the reason of a handover": (
        "/cases/{case}/handover",
        {"uscc": HAIDAI, "reason": MERGED, "password": PASSWORD},
    ),
}


def test_a_full_disk_is_told_on_every_way(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any, **_more: Any) -> NoReturn:
        raise DiskFull

    lin = visitor(app, "lin")
    with app.app_context(), reading() as session:
        company = session.scalars(select(Enterprise.public_id).order_by(Enterprise.id)).first()
        kept = session.scalar(select(func.count()).select_from(StoredFile))
        places = {"draft": the_case(SECOND).case, "case": the_case().case, "company": company}
    monkeypatch.setattr(type(app.extensions["binglian.files"]), "receive", full)
    for way, (address, said) in WAYS.items():
        sent = said | {"file": (io.BytesIO(a_pdf()), "材料.pdf")}
        told = lin.post(address.format(**places), data=sent, content_type="multipart/form-data")
        assert told.status_code in (422, 507) and "暂时满了" in told.text, (way, told.status_code, told.location)
    with app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredFile)) == kept
