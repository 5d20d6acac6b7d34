"""Bytes behind a link: always a download, never sniffed, in a sandbox of their own."""

from __future__ import annotations

from flask import Response, current_app, send_file
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.web.enterprise.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.queries.enterprise_files import FileToSend, document_file, paper_file

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@blueprint.get("/papers/<paper>/<int:number>")
@guard("read_file")
def paper_bytes(paper: str, number: int) -> ResponseReturnValue:
    """One version of a paper, for whoever may see its case."""
    with reading() as session:
        found = paper_file(session, paper, number, current_actor())
    return _download(found)


@blueprint.get("/documents/<document>")
@guard("read_file")
def document_bytes(document: str) -> ResponseReturnValue:
    """The sealed PDF of a letter, for whoever may see its case."""
    with reading() as session:
        found = document_file(session, document, current_actor())
    return _download(found)


def _download(found: FileToSend) -> Response:
    path = current_app.extensions["binglian.files"].path(found.sha256)
    response = send_file(path, mimetype=found.media_type, as_attachment=True, download_name=found.display_name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
