"""Hands stored papers to an official: shown in the page only where a browser can show it without running anything."""

from __future__ import annotations

from flask import Response, current_app, request, send_file

from app.web.headers import CONTENT_SECURITY_POLICY
from approvals.queries.department_file import PaperFile

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
IMAGES = SHOWN - {"application/pdf"}
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'self'"


def hand_out(found: PaperFile) -> Response:
    """The bytes, never sniffed, in a sandbox of their own; everything but PDF and pictures is a download."""
    inline = found.media_type in SHOWN and not request.args.get("download")
    path = current_app.extensions["binglian.files"].path(found.sha256)
    response = send_file(path, mimetype=found.media_type, as_attachment=not inline, download_name=found.name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def with_papers(body: str, status: int = 200) -> Response:
    """A page that shows a paper of ours in a frame; nothing else is loosened."""
    response = current_app.make_response((body, status))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response
