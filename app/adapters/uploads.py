"""Which files the house takes: an allow-list of extension ∧ magic ∧ parser; nothing is believed because of its name."""

from __future__ import annotations

import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import filetype
from PIL import Image
from pypdf import PdfReader

from approvals.domain.refusals import Refusal

NAME_BYTES = 255
MAX_PIXELS = 200_000_000
MAX_MEMBERS = 5_000
MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 200
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
OFFICE = "[Content_Types].xml"


class UploadRefused(Refusal):
    """A file the house does not take; nothing was stored. `code` says why, `params` hold the name and the numbers."""

    status = 422

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, field="file", **params)


@dataclass(frozen=True)
class FileKind:
    """One kind of file we take: its extensions, what its first bytes must say, and who must be able to read it."""

    media_type: str
    extensions: tuple[str, ...]
    magic: tuple[str, ...]
    parse: Callable[[Path], None]


def _pdf(path: Path) -> None:
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UploadRefused("file_locked")
    if not len(reader.pages):
        raise ValueError("a PDF without pages")


def _picture(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(path) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValueError("too many pixels")
            picture.verify()


def _office(root: str) -> Callable[[Path], None]:
    """A zip within bounds that holds the part every file of this kind has; members are listed, never unpacked."""

    def parse(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = max(1, sum(member.compress_size for member in members))
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
            raise ValueError("the archive is out of bounds")
        if not {OFFICE, root} <= {member.filename for member in members}:
            raise ValueError("not the kind of document its name says")

    return parse


_ZIP = "application/zip"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (
    FileKind("application/pdf", ("pdf",), ("application/pdf",), _pdf),
    FileKind("image/jpeg", ("jpg", "jpeg"), ("image/jpeg",), _picture),
    FileKind("image/png", ("png",), ("image/png",), _picture),
    FileKind(_WORD, ("docx",), (_WORD, _ZIP), _office("word/document.xml")),
    FileKind(_SHEET, ("xlsx",), (_SHEET, _ZIP), _office("xl/workbook.xml")),
)
EXTENSIONS = tuple(extension for kind in KINDS for extension in kind.extensions)


def kind_of(path: Path, display_name: str) -> FileKind:
    """The kind of a stored file; raises UploadRefused: file_type, file_mistyped, file_locked or file_broken."""
    extension = Path(display_name).suffix.lower().removeprefix(".")
    kind = next((kind for kind in KINDS if extension in kind.extensions), None)
    if kind is None:
        raise UploadRefused("file_type", name=display_name, allowed=", ".join(EXTENSIONS))
    guessed = filetype.guess_mime(str(path))
    if guessed not in kind.magic:
        raise UploadRefused("file_mistyped", name=display_name, extension=extension)
    try:
        kind.parse(path)
    except UploadRefused as refused:
        raise UploadRefused(refused.code, name=display_name) from None
    except Exception:  # noqa: BLE001 - a parser meets hostile bytes: whatever it raises means the same to the person
        raise UploadRefused("file_broken", name=display_name) from None
    return kind


def shown_name(raw: str) -> str:
    """A file name that is safe to show and to send: NFC, no path, no control or bidi characters, ≤ 255 bytes."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in name if unicodedata.category(char) not in HIDDEN)
    kept = kept.strip().lstrip(".") or "file"
    stem, dot, extension = kept.rpartition(".")
    tail = f"{dot}{extension}" if stem and len(extension) <= 8 else ""
    head = stem if tail else kept
    return _cut(head, NAME_BYTES - len(tail.encode())) + tail


def _cut(text: str, limit: int) -> str:
    """At most `limit` bytes of UTF-8, never half a character."""
    return text.encode()[:limit].decode("utf-8", "ignore")
