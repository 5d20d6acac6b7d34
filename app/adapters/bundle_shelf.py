"""Where bundles lie: files under their SHA-256, made on the spot, and thrown away when nobody needs them any more."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class BundleShelf:
    """A folder beside the kept files, not among them: what lies here can be made again at any time."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """A folder on the same disk for the halves of a bundle; gone afterwards."""
        self._root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._root, prefix="making-") as folder:
            yield Path(folder)

    def settle(self, path: Path) -> tuple[str, int]:
        """Take a finished file in; its fingerprint and size in bytes."""
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
        path.chmod(0o640)
        path.replace(self.path(sha256))
        return sha256, size

    def path(self, sha256: str) -> Path:
        """Where a bundle is, or would be; the fingerprint is the only thing that ever becomes a path."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self._root / sha256

    def has(self, sha256: str) -> bool:
        """Whether a bundle lies here; the folder may have been emptied, or not be part of what came back from a backup."""
        return self.path(sha256).is_file()

    def forget(self, sha256: str) -> None:
        """Throw a file away; nothing when it is gone already."""
        self.path(sha256).unlink(missing_ok=True)
