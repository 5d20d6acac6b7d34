"""How fast a large file comes into the house, beside `cp` of the same bytes.

A file of 96 MB in pieces of 8 MB, each one whole request on PostgreSQL without a network, and the press that makes a
paper of it: hashed, looked through by the scanner, opened by its parser, and stored. The floor copies it once and waits
for the disk.
"""

from __future__ import annotations

import base64
import io
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import flask_migrate
from flask.testing import FlaskClient
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from app.factory import create_app
from app.foundation.database import db
from tests.factories.drafts import a_draft
from tests.factories.main_job import settle
from tests.support.installation import settings_for
from tests.support.postgres import Cluster
from tests.support.visitors import visitor

SIZE, ROUNDS, PAPER = 96 * 1024 * 1024, 3, "M012"
TUS = {"Tus-Resumable": "1.0.0"}
Result = dict[str, dict[str, Any]]


def measure(cluster: Cluster) -> Result:
    app = create_app(settings_for(cluster.url(cluster.create())))
    settings = app.extensions["binglian.settings"]
    with app.app_context():
        flask_migrate.upgrade()
        case = a_draft(settle(), lacks=(PAPER,)).case
        lin, place = visitor(app, "lin"), settings.files
        rounds = []
        for _ in range(ROUNDS):
            content = large_pdf()
            source = place / "bench-source"
            source.write_bytes(content)
            came = _seconds(lambda: come_in(lin, case, content, settings.uploads.chunk))  # noqa: B023
            rounds.append((came, _seconds(lambda: copied(source))))  # noqa: B023
            source.unlink()
        db.engine.dispose()
    ours, floor = (SIZE / 1e6 / median(column) for column in zip(*rounds, strict=True))
    return {
        "a file of 96 MB in pieces of 8 MB": {
            "ours, MB/s": round(ours), "cp and the disk, MB/s": round(floor),
            "ratio": round(median(copy / came for came, copy in rounds), 3),
        }
    }  # fmt: skip


def large_pdf() -> bytes:
    """One page, and a picture's worth of bytes that no one has sent before."""
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(595, 842)
    stream = StreamObject()
    stream._data = os.urandom(SIZE)
    page[NameObject("/PieceInfo")] = writer._add_object(stream)
    writer.write(out)
    return out.getvalue()


def come_in(lin: FlaskClient, case: str, content: bytes, piece: int) -> None:
    """As the browser sends it, and the press of the button."""
    name = base64.b64encode("岩土工程勘察报告.pdf".encode()).decode()
    said = {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
    address = lin.post(f"/enterprise/cases/{case}/papers/{PAPER}/uploads", headers=TUS | said).location
    for at in range(0, len(content), piece):
        headers = TUS | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
        assert lin.patch(address, headers=headers, data=content[at : at + piece]).status_code == 204
    told = {"action": "upload", "upload": address.rsplit("/", 1)[-1]}
    answer = lin.post(f"/enterprise/drafts/{case}/papers/{PAPER}", data=told)
    assert answer.status_code == 302, answer.text


def copied(source: Path) -> None:
    """One copy beside it, where files are stored, and on the disk when it is done."""
    target = source.with_suffix(".copy")
    shutil.copyfile(source, target)
    with target.open("rb") as written:
        os.fsync(written.fileno())
    target.unlink()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
