"""Hands stored papers to an official: what the house made itself may stand in a page, what somebody sent is a download."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, request

from app.foundation.reading import reading
from app.web.headers import CONTENT_SECURITY_POLICY
from app.web.identity import current_actor
from app.web.stored_files import send_stored
from approvals.queries.department_file import PaperFile

SHOWN = frozenset({"application/pdf"})
"""Of the letters the house made itself, what a page of ours may hold in a frame."""
IMAGES = frozenset[str]()


def place_asked() -> int:
    """Which file of a version is meant: the first unless the address says `file=2`."""
    return max(1, request.args.get("file", 1, type=int))


def hand_out(query: Callable[..., PaperFile], *which: str | int) -> Response:
    """The file that `query` finds for the viewer: its bytes, never sniffed, in a sandbox of their own."""
    with reading() as session:
        found = query(session, *which, current_actor())
    inline = found.is_ours and found.media_type in SHOWN and not request.args.get("download")
    return send_stored(found.sha256, found.media_type, found.name, inline=inline, framed=True)


def with_papers(body: str, status: int = 200) -> Response:
    """A page that shows a paper of ours in a frame; nothing else is loosened."""
    response = current_app.make_response((body, status))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response
