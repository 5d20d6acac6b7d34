"""Where to go after signing in: only a page of ours, never an address somebody put into a link."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

# browsers read `//host`, `/\host` and `/<tab>/host` as another site; a redirect would carry the person there
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def is_own_page(target: str | None) -> bool:
    """True when `target` is a path of this application that answers GET."""
    if not target or not _OWN_PATH.fullmatch(target):
        return False
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return False
    path = unquote(urlsplit(target).path)
    if {".", ".."} & set(path.split("/")):
        return False
    try:
        adapter.match(path, method="GET")
    except (RequestRedirect, HTTPException, ValueError):
        return False
    return True


def next_page(fallback: str) -> str:
    """The page named by `?next=` (or the form field of that name) when it is ours, else `fallback`."""
    target = request.values.get("next")
    return target if target is not None and is_own_page(target) else fallback


def page_before(fallback: str) -> str:
    """The page the request was sent from, as a path, when it is ours: the way back from an error.

    A form that came back with errors stands at the address of its verb; the way back is then the page above it.
    """
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return fallback
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    if is_own_page(target):
        return target
    path = parts.path
    while path and not is_own_page(path):
        path = path.rpartition("/")[0]
    return path or fallback
