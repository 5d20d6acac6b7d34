"""Files under their SHA-256 in a folder: written to a temporary name, flushed to disk, then renamed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.adapters.uploads import UploadRefused, kind_of, shown_name

__all__ = ["FileStore", "StoredBytes", "UploadRefused"]

CHUNK = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoredBytes:
    """What the database keeps of a file; `size` in bytes."""

    sha256: str
    size: int
    media_type: str
    display_name: str


class FileStore:
    """Local storage. The same bytes are kept once; a file in its place is always whole."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"

    def receive(self, stream: BinaryIO, display_name: str, limit: int) -> StoredBytes:
        """Store what a person sends; raises UploadRefused for a file that is empty, too large, mistyped or broken."""
        name = shown_name(display_name)
        temporary, sha256, size = self._written(stream, limit)
        try:
            if size == 0:
                raise UploadRefused("file_empty", name=name)
            if size > limit:
                raise UploadRefused("file_too_large", name=name, limit_mb=limit // (1024 * 1024))
            kind = kind_of(temporary, name)
            self._settle(temporary, sha256)
        finally:
            temporary.unlink(missing_ok=True)
        return StoredBytes(sha256, size, kind.media_type, name)

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
                os.fsync(part.fileno())
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        return Path(part.name), digest.hexdigest(), size

    def _settle(self, temporary: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.chmod(0o640)
        temporary.replace(target)
        # the new name itself must survive a power cut
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
