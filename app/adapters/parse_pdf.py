"""Can a PDF be read, by anybody, and does it start nothing by itself? Runs in a limited child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from pypdf import PdfReader

MAX_PAGES = 5_000
STARTS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})
MAX_ACTIONS = 100
CARRIED = frozenset({"pdf", "jpg", "jpeg", "png", "docx", "ofd", "xlsx", "xml", "json", "csv", "txt"})
"""What may be attached: an electronic licence or invoice carries its data along."""


def answer(request: bytes, file: BinaryIO) -> bytes:
    """Answered with a code, empty when all is well; raises whatever the parser raises for a broken file."""
    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        return b"file_locked"
    pages = len(reader.pages)
    if not pages:
        raise ValueError("a PDF without pages")
    if pages > MAX_PAGES:
        return b"file_too_many_pages:%d" % MAX_PAGES
    root = reader.root_object
    attached = [name.rsplit(".", 1)[-1].lower() for name in reader.attachments]
    if _starts(root) or any(extension not in CARRIED for extension in attached):
        return b"file_active"
    return b""


def _starts(root: Mapping[str, Any]) -> bool:
    """Whether opening, closing or printing the file makes it do something."""
    names = _resolved(root.get("/Names")) or {}
    if isinstance(names, Mapping) and "/JavaScript" in names:
        return True
    more = _resolved(root.get("/AA"))
    first = [root.get("/OpenAction"), *(more.values() if isinstance(more, Mapping) else ())]
    return any(_runs(action) for action in first)


def _runs(action: object) -> bool:
    """Whether an action, or one that follows it, runs something."""
    waiting, seen = [action], 0
    while waiting and seen < MAX_ACTIONS:
        one, seen = _resolved(waiting.pop()), seen + 1
        if not isinstance(one, Mapping):
            continue
        if one.get("/S") in STARTS:
            return True
        following = _resolved(one.get("/Next"))
        waiting += following if isinstance(following, list) else [following]
    return bool(waiting)


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
