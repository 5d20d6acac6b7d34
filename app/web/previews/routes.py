"""A draft while it is printed, and then the draft itself; for whoever ordered it."""

from __future__ import annotations

from io import BytesIO

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.previews.blueprint import blueprint
from app.web.reading_room import with_papers
from app.web.stored_files import SHOWN_BY_US
from approvals.queries.previews import preview_bytes, preview_of

LOOK_AGAIN = 2
"""Seconds until the page asks whether the draft is printed."""


@blueprint.get("/<preview>")
@guard("read_file")
def preview(preview: str) -> ResponseReturnValue:
    """The draft in a frame; while the worker prints, the page comes again by itself."""
    with reading() as session:
        found = preview_of(session, preview, current_actor())
    response = with_papers(render_template("previews/preview.html", found=found))
    if not found.is_ready and not found.is_given_up:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@blueprint.get("/<preview>/draft.pdf")
@guard("read_file")
def draft_bytes(preview: str) -> Response:
    """The PDF of a draft, in a sandbox of its own."""
    with reading() as session:
        pdf = preview_bytes(session, preview, current_actor())
    response = send_file(BytesIO(pdf), mimetype="application/pdf", download_name="draft.pdf")
    response.headers["Content-Security-Policy"] = SHOWN_BY_US
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "private, no-store"
    return response
