"""Files under their SHA-256 in a folder: written to a temporary name, flushed to disk, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.adapters.scanner import DemoScanner, Found, Scanner, ScannerAway
from app.adapters.uploads import Inspector, UploadRefused, shown_name
from app.foundation.crash_points import crash_point
from approvals.domain.states import Scan

__all__ = ["FileStore", "StoredBytes", "UploadRefused"]

CHUNK = 256 * 1024
SCANNED_AT_ONCE = 20 * 1024 * 1024
"""What comes in one body is scanned before it is taken; a larger file waits for a worker."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_SHA256 = re.compile(r"[0-9a-f]{64}")


class DiskFull(UploadRefused):
    """There is no room for the file; nothing of it was kept, and an operator makes some."""

    status = 507

    def __init__(self) -> None:
        super().__init__("disk_full")


@contextmanager
def room_or_refused() -> Iterator[None]:
    """A full disk is told in a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull from error
        raise


@dataclass(frozen=True)
class StoredBytes:
    """What the database keeps of a file; `size` in bytes."""

    sha256: str
    size: int
    media_type: str
    display_name: str
    scan: Scan = Scan.CLEAN


class FileStore:
    """Local storage. The same bytes are kept once; a file in its place is always whole."""

    def __init__(self, root: Path, inspector: Inspector | None = None, scanner: Scanner | None = None) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._quarantine = root / "quarantine"
        self._inspector = inspector or Inspector()
        self._scanner = scanner or DemoScanner()

    def receive(
        self, stream: BinaryIO, display_name: str, limit: int, *, scanned: int = SCANNED_AT_ONCE
    ) -> StoredBytes:
        """Store what a person sends; raises UploadRefused for a file that is empty, too large, mistyped or broken.

        A file of up to `scanned` bytes is looked through now, a larger one by a worker.
        """
        name = shown_name(display_name)
        with room_or_refused():
            temporary, sha256, size = self._written(stream, limit)
            try:
                return self._taken(temporary, sha256, size, name, limit, scanned)
            finally:
                temporary.unlink(missing_ok=True)

    def take(self, partial: Path, display_name: str, limit: int) -> StoredBytes:
        """Store a file that came in pieces and is whole now; raises as `receive`. The pieces stay for whoever drops them."""
        with room_or_refused():
            self._incoming.mkdir(parents=True, exist_ok=True)
            with partial.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            with tempfile.TemporaryDirectory(dir=self._incoming, prefix="part-") as folder:
                linked = Path(folder) / "whole"
                os.link(partial, linked)
                return self._taken(
                    linked, sha256, linked.stat().st_size, shown_name(display_name), limit, SCANNED_AT_ONCE
                )

    def keep(self, content: bytes, media_type: str, display_name: str) -> StoredBytes:
        """Store bytes the house made itself (a sealed letter)."""
        temporary, sha256, size = self._written(BytesIO(content), len(content))
        try:
            self._settle(temporary, sha256)
        finally:
            temporary.unlink(missing_ok=True)
        return StoredBytes(sha256, size, media_type, shown_name(display_name))

    def path(self, sha256: str) -> Path:
        """Where the bytes of a hash are, or would be; the hash is the only thing that ever becomes a path."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def scan(self, sha256: str) -> Found:
        """What the scanner says of a stored file; an infected one is put away. Raises ScannerAway."""
        path = self.path(sha256)
        if not path.is_file() and (self._quarantine / sha256).is_file():
            return self._scanner.look(self._quarantine / sha256)
        found = self._scanner.look(path)
        if found.scan is Scan.INFECTED:
            self._put_away(path, sha256)
        return found

    def _taken(self, temporary: Path, sha256: str, size: int, name: str, limit: int, scanned: int) -> StoredBytes:
        if size == 0:
            raise UploadRefused("file_empty", name=name)
        if size > limit:
            raise UploadRefused("file_too_large", name=name, limit_mb=limit // (1024 * 1024))
        kind = self._inspector.kind_of(temporary, name, sha256)
        scan = Scan.PENDING
        if size <= scanned:
            scan = self._said(temporary)
            if scan is Scan.INFECTED:
                self._put_away(temporary, sha256)
                raise UploadRefused("file_infected", name=name)
        self._settle(temporary, sha256)
        return StoredBytes(sha256, size, kind.media_type, name, scan)

    def _said(self, path: Path) -> Scan:
        """A scanner that is away holds nobody up: a worker asks again, and until then nobody gets the file."""
        try:
            return self._scanner.look(path).scan
        except ScannerAway:
            return Scan.PENDING

    def _put_away(self, path: Path, sha256: str) -> None:
        """Where nothing is ever served from; kept for whoever looks into what was sent."""
        self._quarantine.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o400)
        path.replace(self._quarantine / sha256)

    def _written(self, stream: BinaryIO, limit: int) -> tuple[Path, str, int]:
        """Copy at most one chunk more than `limit` to a temporary file on the same disk, flushed."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=self._incoming, prefix="part-", delete=False) as part:
            try:
                while size <= limit and (chunk := stream.read(CHUNK)):
                    part.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                part.flush()
                crash_point("file.before_flush")
                os.fsync(part.fileno())
                crash_point("file.after_flush")
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        return Path(part.name), digest.hexdigest(), size

    def _settle(self, temporary: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.chmod(0o640)
        crash_point("file.before_rename")
        temporary.replace(target)
        crash_point("file.after_rename")
        # the new name itself must survive a power cut
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
