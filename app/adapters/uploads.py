"""Which files the house takes: an allow-list of extension ∧ magic ∧ parser; nothing is believed because of its name."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import filetype
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from pypdf import PdfReader

from approvals.domain.refusals import Refusal

NAME_BYTES = 255
MAX_PIXELS = 150_000_000
"""A sheet of A0 at 300 dots an inch has 139 million; nothing here unpacks them, the officer's machine does."""
MAX_MEMBERS = 5_000
MAX_DIRECTORY = MAX_MEMBERS * 300
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


def _picture(reader: type[ImageFile]) -> Callable[[Path], None]:
    """A picture whose head says it is within bounds; asked of the format's own reader, which unpacks nothing."""

    def parse(path: Path) -> None:
        with reader(path) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UploadRefused("file_too_many_pixels", most=MAX_PIXELS // 1_000_000)
            picture.verify()

    return parse


def _archive(*parts: str) -> Callable[[Path], None]:
    """A zip within bounds that holds the parts every file of this kind has; members are listed, never unpacked."""

    def parse(path: Path) -> None:
        _bound_directory(path)
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = max(1, sum(member.compress_size for member in members))
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
            raise ValueError("the archive is out of bounds")
        if not set(parts) <= {member.filename for member in members}:
            raise ValueError("not the kind of document its name says")

    return parse


def _bound_directory(path: Path) -> None:
    """The list of members is read whole before it can be counted: a file that is all list is refused unread."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 16) - 22))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(tail[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        raise ValueError("the list of members is missing or out of bounds")


_ZIP = "application/zip"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (
    FileKind("application/pdf", ("pdf",), ("application/pdf",), _pdf),
    FileKind("image/jpeg", ("jpg", "jpeg"), ("image/jpeg",), _picture(JpegImageFile)),
    FileKind("image/png", ("png",), ("image/png",), _picture(PngImageFile)),
    FileKind(_WORD, ("docx",), (_WORD, _ZIP), _archive(OFFICE, "word/document.xml")),
    FileKind("application/ofd", ("ofd",), (_ZIP,), _archive("OFD.xml")),
    FileKind(_SHEET, ("xlsx",), (_SHEET, _ZIP), _archive(OFFICE, "xl/workbook.xml")),
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
        raise UploadRefused(refused.code, **refused.params | {"name": display_name}) from None
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
