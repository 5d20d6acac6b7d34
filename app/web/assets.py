"""Addresses of our static files, stamped with the hash of their content; and the icons of the one sprite."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import current_app, url_for
from markupsafe import Markup

_STAMPS: dict[tuple[str, int], str] = {}


def asset(name: str) -> str:
    """The address of `static/<name>`; the stamp lets browsers keep the file for good."""
    path = Path(current_app.static_folder or "") / name
    if not path.is_file():
        return url_for("static", filename=name)
    key = (str(path), path.stat().st_mtime_ns)
    if key not in _STAMPS:
        _STAMPS[key] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return url_for("static", filename=name, v=_STAMPS[key])


def has_asset(name: str) -> bool:
    """Third-party files are installed, not committed: a page goes without what is not there."""
    return (Path(current_app.static_folder or "") / name).is_file()


def icon(name: str, extra: str = "") -> Markup:
    """One symbol of the sprite; the word beside it carries the meaning, so it is hidden from readers."""
    classes = f"ico {extra}".strip()
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>').format(
        classes, asset("icons.svg"), name
    )
