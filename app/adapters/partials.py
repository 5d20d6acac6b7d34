"""Files on their way: one file per upload beside the store, as long as its row says it has grown and no longer."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from app.adapters.storage import CHUNK, room_or_refused
from app.adapters.uploads import UploadRefused

_NAME = re.compile(r"[A-Za-z0-9_-]{16,32}")


class Partials:
    """A folder of incomplete files, named by the public ids of their rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, upload: str) -> Path:
        """Where the bytes of an upload are; a public id is the only thing that ever becomes a path here."""
        if not _NAME.fullmatch(upload):
            raise ValueError("not an upload")
        return self._folder / upload

    def open(self, upload: str) -> None:
        """An empty file for a new upload; raises UploadRefused 'disk_full'."""
        with room_or_refused():
            self._folder.mkdir(parents=True, exist_ok=True)
            self.path(upload).touch(mode=0o600, exist_ok=False)

    @contextmanager
    def held(self, upload: str) -> Iterator[FileIO]:
        """The file, in nobody else's hands meanwhile; raises UploadRefused 'upload_busy' or 'upload_unknown'."""
        try:
            # unbuffered: what does not fit on the disk must not be tried again when the file is closed
            file = self.path(upload).open("r+b", buffering=0)
        except FileNotFoundError:
            raise UploadRefused("upload_unknown") from None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadRefused("upload_busy") from None
            yield file

    def drop(self, upload: str) -> None:
        """Nothing of it is left."""
        self.path(upload).unlink(missing_ok=True)

    def there(self, before: dt.datetime) -> list[str]:
        """The uploads whose bytes are here and were not touched since."""
        if not self._folder.is_dir():
            return []
        found = [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)]
        return [path.name for path in found if path.stat().st_mtime < before.timestamp()]


def write_piece(file: FileIO, offset: int, stream: BinaryIO, most: int) -> int:
    """Write what the stream gives at the offset, `most` bytes at the utmost, flushed to the disk; returns how many.

    A connection that breaks leaves what came before. A full disk leaves the file as it was and raises UploadRefused.
    """
    with room_or_refused():
        try:
            return _copy(file, offset, stream, most)
        except OSError:
            _cut(file, offset)
            raise


def _copy(file: FileIO, offset: int, stream: BinaryIO, most: int) -> int:
    # what lies behind the offset was never confirmed to anybody
    _cut(file, offset)
    file.seek(offset)
    written = 0
    while written < most and (piece := _next(stream, min(CHUNK, most - written))):
        rest = memoryview(piece)
        while rest:
            rest = rest[file.write(rest) :]
        written += len(piece)
    os.fsync(file.fileno())
    return written


def _cut(file: FileIO, offset: int) -> None:
    if os.fstat(file.fileno()).st_size > offset:
        file.truncate(offset)


def _next(stream: BinaryIO, most: int) -> bytes:
    """The next bytes; none when the other side has gone."""
    try:
        return stream.read(most)
    except (ConnectionError, TimeoutError):
        return b""
