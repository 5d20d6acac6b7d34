"""Hands stored papers to an official: shown in the page only where a browser can show it without running anything."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, request

from app.foundation.reading import reading
from app.web.headers import CONTENT_SECURITY_POLICY
from app.web.identity import current_actor
from app.web.stored_files import send_stored
from approvals.queries.department_file import PaperFile

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
IMAGES = SHOWN - {"application/pdf"}


def hand_out(query: Callable[..., PaperFile], *which: str | int) -> Response:
    """The file that `query` finds for the viewer: its bytes, never sniffed, in a sandbox of their own.

    Everything but PDF and pictures is a download.
    """
    with reading() as session:
        found = query(session, *which, current_actor())
    inline = found.media_type in SHOWN and not request.args.get("download")
    return send_stored(found.sha256, found.media_type, found.name, inline=inline, framed=True)


def with_papers(body: str, status: int = 200) -> Response:
    """A page that shows a paper of ours in a frame; nothing else is loosened."""
    response = current_app.make_response((body, status))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response
