"""Hands stored papers to an official: what the house made itself may stand in a page, what somebody sent is a download."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, current_app, request

from app.adapters.page_pictures import MEDIA, Drawn, PagePictures
from app.foundation.reading import reading
from app.web.headers import CONTENT_SECURITY_POLICY
from app.web.identity import current_actor
from app.web.stored_files import send_picture, send_stored
from approvals.domain.refusals import NotFound
from approvals.domain.states import Scan
from approvals.queries.department_file import PaperFile
from approvals.queries.paper_versions import VersionRow

SHOWN = frozenset({"application/pdf"})
"""Of the letters the house made itself, what a page of ours may hold in a frame."""


def place_asked() -> int:
    """Which file of a version is meant: the first unless the address says `file=2`."""
    return max(1, request.args.get("file", 1, type=int))


@dataclass(frozen=True)
class ShownFile:
    """One file of a version as a page shows it; `drawn` None while nobody has drawn it yet."""

    position: int
    name: str
    size: int
    scan: Scan
    drawn: Drawn | None
    can_be_drawn: bool


def shown_files(version: VersionRow | None) -> list[ShownFile]:
    """The uploaded files of a version with what was drawn of each."""
    pictures: PagePictures = current_app.extensions["binglian.pages"]
    return [
        ShownFile(
            one.position, one.display_name, one.size, one.scan, pictures.known(one.sha256), one.media_type in MEDIA
        )
        for one in (version.files if version else ())
    ]


def hand_out(query: Callable[..., PaperFile], *which: str | int) -> Response:
    """The file that `query` finds for the viewer: its bytes, never sniffed, in a sandbox of their own."""
    with reading() as session:
        found = query(session, *which, current_actor())
    if "page" in request.args:
        return _page_of(found)
    inline = found.is_ours and found.media_type in SHOWN and not request.args.get("download")
    return send_stored(found.sha256, found.media_type, found.name, inline=inline, framed=True)


def _page_of(found: PaperFile) -> Response:
    """The drawing of one page of what somebody sent."""
    pictures: PagePictures = current_app.extensions["binglian.pages"]
    path = pictures.page(found.sha256, request.args.get("page", 0, type=int))
    if path is None:
        raise NotFound
    return send_picture(path)


def with_papers(body: str, status: int = 200) -> Response:
    """A page that shows a paper of ours in a frame; nothing else is loosened."""
    response = current_app.make_response((body, status))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response
