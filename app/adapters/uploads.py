"""Which files the house takes: an allow-list of extension ∧ magic ∧ parser; nothing is believed because of its name."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import filetype

from app.adapters.limited import Limits, Places, Unfinished, run
from approvals.domain.refusals import Refusal

NAME_BYTES = 255
HEAD = 8192
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
STARTS = re.compile(r"^[.\s]+")
OFFICE = "[Content_Types].xml"
MEGABYTE = 1024 * 1024
LIMITS = Limits(memory=768 * MEGABYTE, cpu_seconds=20, wall_seconds=40, answer=MEGABYTE)
"""A scan of 200 MB takes two seconds; what needs more than this nobody can open either."""
MOST_KNOWN = 4096
_places = Places(patience=20)
_known: dict[tuple[str, str], str] = {}
"""What a parser said of bytes it has read before, by media type and hash: it will not say anything else."""


class UploadRefused(Refusal):
    """A file the house does not take; nothing was stored. `code` says why, `params` hold the name and the numbers."""

    status = 422

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, field="file", **params)


@dataclass(frozen=True)
class FileKind:
    """One kind of file we take: its extensions, what its first bytes must say, and the module that reads it."""

    media_type: str
    extensions: tuple[str, ...]
    magic: tuple[str, ...]
    parser: str
    parts: tuple[str, ...] = ()

    @property
    def request(self) -> bytes:
        """What the module is told."""
        return json.dumps({"media_type": self.media_type, "parts": self.parts}).encode("ascii")


_ARCHIVE, _PICTURE, _PDF = (f"app.adapters.parse_{name}" for name in ("archive", "picture", "pdf"))
_ZIP = "application/zip"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (
    FileKind("application/pdf", ("pdf",), ("application/pdf",), _PDF),
    FileKind("image/jpeg", ("jpg", "jpeg"), ("image/jpeg",), _PICTURE),
    FileKind("image/png", ("png",), ("image/png",), _PICTURE),
    FileKind(_WORD, ("docx",), (_WORD, _ZIP), _ARCHIVE, (OFFICE, "word/document.xml")),
    FileKind("application/ofd", ("ofd",), (_ZIP,), _ARCHIVE, ("OFD.xml",)),
    FileKind(_SHEET, ("xlsx",), (_SHEET, _ZIP), _ARCHIVE, (OFFICE, "xl/workbook.xml")),
)
EXTENSIONS = tuple(extension for kind in KINDS for extension in kind.extensions)
Parse = Callable[[FileKind, Path], str]


def in_a_child(kind: FileKind, path: Path) -> str:
    """What the kind's parser says of the file: `code` or `code:number`, empty when all is well. Raises Unfinished."""
    with _places.one():
        return run(kind.parser, kind.request, LIMITS, path).decode("ascii")


@dataclass(frozen=True)
class Inspector:
    """Looks at a file before the house keeps it; `parse` never runs a parser in the process that answers pages."""

    parse: Parse = field(default=in_a_child)

    def kind_of(self, path: Path, display_name: str, sha256: str = "") -> FileKind:
        """The kind of a file on the disk; raises UploadRefused with the reason. With its hash it is read once only."""
        kind = kind_by_name(display_name)
        with path.open("rb") as file:
            guessed = filetype.guess_mime(file.read(HEAD))
        if guessed not in kind.magic:
            raise UploadRefused("file_mistyped", name=display_name, extension=extension_of(display_name))
        try:
            code, _, most = self._said(kind, path, sha256).partition(":")
        except Unfinished:
            raise UploadRefused("file_broken", name=display_name) from None
        if code:
            raise UploadRefused(code, name=display_name, **({"most": most} if most else {}))
        return kind

    def _said(self, kind: FileKind, path: Path, sha256: str) -> str:
        read = (kind.media_type, sha256)
        if not sha256 or read not in _known:
            said = self.parse(kind, path)
            if len(_known) >= MOST_KNOWN:
                _known.clear()
            _known[read] = said
            return said
        return _known[read]


def kind_by_name(display_name: str) -> FileKind:
    """The kind that the extension stands for; raises UploadRefused 'file_type' when we take none of this name."""
    extension = extension_of(display_name)
    kind = next((kind for kind in KINDS if extension in kind.extensions), None)
    if kind is None:
        raise UploadRefused("file_type", name=display_name, allowed=", ".join(EXTENSIONS))
    return kind


def extension_of(display_name: str) -> str:
    return Path(display_name).suffix.lower().removeprefix(".")


def shown_name(raw: str) -> str:
    """A file name that is safe to show and to send: NFC, no path, no control or bidi characters, ≤ 255 bytes."""
    name = raw.replace("\\", "/").rsplit("/", 1)[-1]
    # composed after that: what was hidden between a letter and its accent kept them apart
    kept = unicodedata.normalize("NFC", "".join(char for char in name if unicodedata.category(char) not in HIDDEN))
    kept = STARTS.sub("", kept).rstrip() or "file"
    stem, dot, extension = kept.rpartition(".")
    tail = f"{dot}{extension}" if stem and len(extension) <= 8 else ""
    head = stem if tail else kept
    return _cut(head, NAME_BYTES - len(tail.encode())).rstrip() + tail


def _cut(text: str, limit: int) -> str:
    """At most `limit` bytes of UTF-8, never half a character."""
    return text.encode()[:limit].decode("utf-8", "ignore")
