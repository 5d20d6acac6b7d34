"""The response headers every answer carries (strict CSP, no framing, no sniffing); views may set their own first."""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def harden(response: Response) -> Response:
    """Add what is missing; a stored file keeps the narrower sandbox policy its view gave it."""
    _stay_here(response)
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint == "static":
        # the address carries the hash of the content, so the copy never goes stale
        fixed = "v" in request.args and response.status_code == 200
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fixed else "public, max-age=300"
    else:
        # counters and public terminals are shared: the next person must not page back into a case
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _stay_here(response: Response) -> None:
    """A redirect within the house names no host: the one in the request is whatever the visitor wrote there."""
    here, told = request.host_url, response.location or ""
    if told.startswith(here) and not told.startswith(("/", "\\"), len(here)):
        response.location = told[len(here) - 1 :]


def install(app: Flask) -> None:
    """Register the hook."""
    app.after_request(harden)
