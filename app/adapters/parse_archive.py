"""Is a zip the document its name says, within bounds? Members are counted and peeked at. Runs in a limited child."""

from __future__ import annotations

import io
import json
import os
import zipfile
from typing import BinaryIO

MAX_MEMBERS = 5_000
MAX_DIRECTORY = MAX_MEMBERS * 300
MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 200
MAX_NESTING = 2
"""A chart in a letter brings its sheet along; a sheet in a sheet in a letter is somebody trying."""
MAX_INNER = 64 * 1024 * 1024
PACKED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"BZh", b"\xfd7zX")
MACROS = ("vbaproject.bin", "vbadata.xml")


class Active(Exception):
    """It holds a program."""


def answer(request: bytes, file: BinaryIO) -> bytes:
    """`request` lists the parts that every file of this kind has; answered with a code, empty when all is well."""
    try:
        look(file, json.loads(request)["parts"])
    except Active:
        return b"file_active"
    return b""


def look(file: BinaryIO, parts: list[str]) -> None:
    """Raises ValueError or what zipfile raises for a file that is not what it says, Active for one with a program."""
    names = _bounded(file, nesting=1)
    if not set(parts) <= names:
        raise ValueError("not the kind of document its name says")


def _bounded(file: BinaryIO, nesting: int) -> set[str]:
    _bound_directory(file)
    size = file.seek(0, os.SEEK_END)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        # members may lie upon each other: what they take together is never more than the file
        packed = max(1, min(size, sum(member.compress_size for member in members)))
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
            raise ValueError("the archive is out of bounds")
        for member in members:
            _peek(archive, member, nesting)
        return {member.filename for member in members}


def _peek(archive: zipfile.ZipFile, member: zipfile.ZipInfo, nesting: int) -> None:
    """A member that is an archive again is looked into as well, down to a bound."""
    if member.filename.lower().rsplit("/", 1)[-1] in MACROS:
        raise Active
    with archive.open(member) as opened:
        head = opened.read(4)
        if not head.startswith(PACKED):
            return
        if head != PACKED[0] or nesting >= MAX_NESTING or member.file_size > MAX_INNER:
            raise ValueError("archives in archives")
        _bounded(io.BytesIO(head + opened.read(MAX_INNER)), nesting + 1)


def _bound_directory(file: BinaryIO) -> None:
    """The list of members is read whole before it can be counted: a file that is all list is refused unread."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(tail[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        raise ValueError("the list of members is missing or out of bounds")
