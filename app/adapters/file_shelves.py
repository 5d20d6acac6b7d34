"""What lies in the file store, shelf by shelf: for comparing it with the rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path


class FileShelves:
    """Reads the folders of a `FileStore`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def stored(self, shelf: str, before: dt.datetime) -> tuple[set[str], set[str]]:
        """The hashes on one shelf, and those of them older than `before`: a younger one may be waiting for its row.

        An infected file that was put away is there: its bytes are not lost.
        """
        found, settled = set(), set()
        for path in (self._root / shelf).glob("*/*"):
            found.add(path.name)
            if path.stat().st_mtime < before.timestamp():
                settled.add(path.name)
        found |= {path.name for path in (self._root / "quarantine").glob(f"{shelf}*")}
        return found, settled

    def leftovers(self, before: dt.datetime) -> list[Path]:
        """Halves of uploads that died on the way."""
        parts = (self._root / "incoming").glob("part-*")
        return [part for part in parts if part.stat().st_mtime < before.timestamp()]
