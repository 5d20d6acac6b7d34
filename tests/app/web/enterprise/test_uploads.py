"""A large file in pieces: it arrives whole, goes on after a break, or vanishes; and nobody else's."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.adapters.partials import Partials
from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.models.papers import MaterialVersion, StoredFile
from approvals.models.uploads import Upload
from approvals.queries.version_files import files_of_versions
from approvals.usecases.papers.let_uploads_go import YOUNG, let_uploads_go
from departments.domain.actor import SYSTEM
from tests.app.adapters.test_uploads import a_pdf
from tests.app.web.enterprise.test_filing import draft, lin, typed
from tests.factories.story import settled
from tests.support.visitors import visitor

__all__ = ["draft", "lin"]
pytestmark = pytest.mark.starts_from.with_args(settled)
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}
NAME = "岩土工程勘察报告.pdf"


def begin(client: FlaskClient, draft: str, size: int, name: str = NAME) -> TestResponse:
    case = draft.rsplit("/", 1)[-1]
    said = {"Upload-Length": str(size), "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}"}
    return client.post(f"/enterprise/cases/{case}/papers/M012/uploads", headers=TUS | said)


def send(client: FlaskClient, address: str, offset: int, content: bytes, **more: str) -> TestResponse:
    said = {"Upload-Offset": str(offset)} | {name.replace("_", "-"): value for name, value in more.items()}
    return client.patch(address, headers=PIECE | said, data=content)


def offset(client: FlaskClient, address: str) -> int:
    return int(client.head(address, headers=TUS).headers["Upload-Offset"])


def partials(app: Flask) -> list[Path]:
    return sorted((app.extensions["binglian.settings"].files / "partial").glob("*"))


def test_a_file_in_pieces_goes_on_after_a_break_and_becomes_the_paper(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    content = a_pdf() + os.urandom(5000)
    begun = begin(lin, draft, len(content))
    address = begun.location
    assert begun.status_code == 201 and begun.headers["Upload-Expires"].endswith("GMT")
    assert send(lin, address, 0, content[:3000]).headers["Upload-Offset"] == "3000"
    assert offset(lin, address) == 3000  # the line broke; the browser asks where it stood
    upload = address.rsplit("/", 1)[-1]
    early = lin.post(f"{draft}/papers/M012", data={"action": "upload", "upload": upload})
    assert early.status_code == 422 and "还没有传完" in early.text
    assert send(lin, address, 3000, content[3000:]).status_code == 204
    assert lin.post(f"{draft}/papers/M012", data={"action": "upload", "upload": upload}).status_code == 302
    with app.app_context(), reading() as session:
        file = session.scalars(select(StoredFile)).one()
        assert (file.display_name, file.sha256) == (NAME, hashlib.sha256(content).hexdigest())
        assert session.scalars(select(Upload)).all() == []
    assert partials(app) == [] and lin.head(address, headers=TUS).status_code == 404
    again = {"action": "upload", "upload": upload}
    second_press = lin.post(f"{draft}/papers/M012", data=again)
    assert second_press.status_code == 302
    with app.app_context(), reading() as session:
        assert session.scalars(select(MaterialVersion.number)).all() == [1]
    elsewhere = lin.post(f"{draft}/papers/M018", data=again)
    assert elsewhere.status_code == 422 and "重新选文件" in elsewhere.text


def test_several_files_of_one_press_are_one_paper_in_their_order(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    sent = [(io.BytesIO(a_pdf() + b"%%%d" % number), f"第{number}册.pdf") for number in (1, 2)]
    assert lin.post(f"{draft}/papers/M012", data={"action": "upload", "file": sent}).status_code == 302
    third = {"action": "add", "file": (io.BytesIO(a_pdf() + b"%3"), "第3册.pdf")}
    assert lin.post(f"{draft}/papers/M012", data=third).status_code == 302
    for _ in range(2):  # a second click finds the file elsewhere and changes nothing
        arrange(app, lin, draft, "up", "第3册.pdf", 3)
    arrange(app, lin, draft, "out", "第1册.pdf", 1)
    assert names(app) == ["第3册.pdf", "第2册.pdf"]
    page = lin.get(f"{draft}/papers").text
    assert page.index("第3册.pdf") < page.index("第2册.pdf")
    for name in names(app):
        arrange(app, lin, draft, "out", name, 1)
    assert names(app) == []


def arrange(app: Flask, client: FlaskClient, draft: str, move: str, name: str, position: int) -> None:
    with app.app_context(), reading() as session:
        which = session.scalars(select(StoredFile.public_id).where(StoredFile.display_name == name)).one()
    said = {"action": move, "which": which, "position": position}
    assert client.post(f"{draft}/papers/M012", data=said).status_code == 302


def names(app: Flask) -> list[str]:
    with app.app_context(), reading() as session:
        return [file.display_name for files in files_of_versions(session, range(1, 9)).values() for file in files]


@pytest.mark.parametrize(
    ("offset", "content", "said", "status"),
    [
        (5, b"%PDF", {}, 409),
        (0, b"%PDF", {"Content_Type": "text/plain"}, 415),
        (0, b"%PDF", {"Tus_Resumable": "0.2.2"}, 412),
        (0, b"%PDF", {"Upload_Checksum": "sha1 AAAA"}, 460),
        (0, b"%PDF", {"Upload_Checksum": "md5 AAAA"}, 460),
        (0, bytes(8 * 1024 * 1024 + 1), {}, 413),
    ],
)
def test_a_piece_that_is_not_the_next_one_changes_nothing(
    lin: FlaskClient, draft: str, offset: int, content: bytes, said: dict[str, str], status: int
) -> None:
    address = begin(lin, draft, 100).location
    assert send(lin, address, offset, content, **said).status_code == status
    assert lin.head(address, headers=TUS).headers["Upload-Offset"] == "0"


def test_more_than_was_declared_is_not_written(app: Flask, lin: FlaskClient, draft: str) -> None:
    address = begin(lin, draft, 4).location
    assert send(lin, address, 0, b"%PDF and more").headers["Upload-Offset"] == "4"
    assert partials(app)[0].read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    ("size", "name", "words"),
    [(0, NAME, "0 字节"), (201 * 1024 * 1024, NAME, "超过 200 MB"), (5, "图.svg", "类型不收"), (5, "", "类型不收")],
)
def test_what_cannot_be_taken_is_told_before_it_is_sent(
    app: Flask, lin: FlaskClient, draft: str, size: int, name: str, words: str
) -> None:
    answer = begin(lin, draft, size, name)
    assert answer.status_code >= 400 and words in answer.text and answer.mimetype == "text/plain"
    assert partials(app) == []


def test_one_enterprise_cannot_fill_the_disk(lin: FlaskClient, draft: str) -> None:
    sizes = [begin(lin, draft, 200 * 1024 * 1024).status_code for _ in range(11)]
    assert sizes == [201] * 10 + [409]


def test_what_nobody_finishes_vanishes(app: Flask, lin: FlaskClient, draft: str) -> None:
    address = begin(lin, draft, 100).location
    send(lin, address, 0, b"%PDF")
    folder: Partials = app.extensions["binglian.partials"]
    folder.open("nobody-knows-this-one")
    later = now() + dt.timedelta(hours=25)
    with app.app_context():
        assert let_uploads_go(folder=folder, actor=SYSTEM, now=now()) == 0
        assert let_uploads_go(folder=folder, actor=SYSTEM, now=now() + 2 * YOUNG) == 1  # the one without a row
        assert let_uploads_go(folder=folder, actor=SYSTEM, now=later) == 1
    assert partials(app) == [] and lin.head(address, headers=TUS).status_code == 404


def test_an_upload_is_its_senders_own(app: Flask, lin: FlaskClient, draft: str) -> None:
    address, rival = begin(lin, draft, 100).location, visitor(app, "zhao")
    assert begin(rival, draft, 100).status_code in (403, 404)
    for answer in (
        rival.head(address, headers=TUS),
        send(rival, address, 0, b"%PDF"),
        rival.delete(address, headers=TUS),
    ):
        assert answer.status_code in (403, 404)
    assert lin.delete(address, headers=TUS).status_code == 204 and partials(app) == []


def test_a_full_disk_is_told_and_the_file_goes_on_later(app: Flask, lin: FlaskClient, draft: str) -> None:
    address = begin(lin, draft, 100).location
    send(lin, address, 0, b"%PDF")
    partial = partials(app)[0]
    partial.rename(kept := partial.with_name("kept-elsewhere"))
    partial.symlink_to("/dev/full")
    full = send(lin, address, 4, b"-1.7")
    assert full.status_code == 507 and "满了" in full.text
    partial.unlink()
    kept.rename(partial)
    assert send(lin, address, 4, b"-1.7").headers["Upload-Offset"] == "8" and partial.read_bytes() == b"%PDF-1.7"


def test_what_this_side_can_do_is_told(lin: FlaskClient) -> None:
    told = lin.options("/enterprise/uploads").headers
    assert (told["Tus-Version"], told["Tus-Max-Size"]) == ("1.0.0", str(200 * 1024 * 1024))
    assert "creation" in told["Tus-Extension"] and "termination" in told["Tus-Extension"]
