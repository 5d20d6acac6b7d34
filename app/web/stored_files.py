"""Bytes behind a link: never sniffed, in a sandbox of their own, a download unless the room shows them itself."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote

from flask import Response, current_app, send_file
from werkzeug.datastructures import FileStorage

from app.adapters.storage import SCANNED_AT_ONCE, FileStore, StoredBytes
from app.foundation.installation import settings
from approvals.domain.refusals import Refusal

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
FILES, BUNDLES = "binglian.files", "binglian.bundles"
SHOWN_BY_US = "sandbox; default-src 'none'; frame-ancestors 'self'"


class FileLost(Refusal):
    """The register knows the file and the store has lost it: an operator restores it, nobody sees a crash."""

    status = 503

    def __init__(self) -> None:
        super().__init__("file_lost")


def keep_sent(sent: FileStorage, *, all_scanned: bool = False) -> StoredBytes:
    """Keep a file that came in one body; raises what `FileStore.receive` raises. Small files are looked through at
    once, with `all_scanned` those of any size: for what is worth nothing until it is."""
    store: FileStore = current_app.extensions[FILES]
    # an upload's stream reads bytes; werkzeug types it as any of the ways to do so
    stream, limit = cast(BinaryIO, sent.stream), settings().upload_limit
    return store.receive(stream, sent.filename or "", limit, scanned=limit if all_scanned else SCANNED_AT_ONCE)


def send_picture(path: Path) -> Response:
    """A picture the house drew itself of a page that somebody sent: it may stand in a page of ours."""
    response = send_file(path, mimetype="image/webp", max_age=0)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def send_stored(
    sha256: str, media_type: str, name: str, *, inline: bool = False, framed: bool = False, store: str = FILES
) -> Response:
    """A stored file as it was kept; `framed` lets a page of ours hold it in a frame. Raises FileLost."""
    path = current_app.extensions[store].path(sha256)
    if not path.is_file():
        current_app.logger.error("stored file %s is not in its place", sha256)
        raise FileLost
    response = send_file(path, mimetype=media_type, as_attachment=not inline, download_name=name)
    if "%" in name:
        # some browsers read a code where a percent sign stands in the plain name (RFC 6266, appendix D)
        plain = name.encode("ascii", "replace").decode().replace("%", "_")
        exact = {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}
        response.headers.set("Content-Disposition", "inline" if inline else "attachment", **exact)
    response.headers["Content-Security-Policy"] = SHOWN_BY_US if framed else SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    response.headers["Cache-Control"] = "private, no-store"
    return response
