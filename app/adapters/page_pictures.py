"""Pictures of the pages of uploaded files, drawn once per content in a limited child and kept under its hash."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.adapters.limited import Limits, Places, Unfinished, run
from app.adapters.storage import FileStore

MEGABYTE = 1024 * 1024
SHOWN = 12
MEDIA = frozenset({"application/pdf", "image/jpeg", "image/png"})
LIMITS = Limits(memory=1536 * MEGABYTE, cpu_seconds=14, wall_seconds=16, answer=24 * MEGABYTE)
"""After a look of the scanner it still fits into one act of a worker. What is not drawn by then is downloaded instead."""


@dataclass(frozen=True)
class Drawn:
    """How many pages the file has, and how many of them were drawn (the first)."""

    pages: int
    drawn: int


class PagePictures:
    """A folder of drawings beside the store."""

    def __init__(self, store: FileStore, folder: Path, limits: Limits = LIMITS) -> None:
        self._store = store
        self._folder = folder
        self._limits = limits
        self._places = Places(at_once=1, patience=self._limits.wall_seconds)

    def known(self, sha256: str) -> Drawn | None:
        """What was drawn of a file; None when nobody has tried yet."""
        try:
            told = json.loads((self._of(sha256) / "pages.json").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        return Drawn(told["pages"], told["drawn"])

    def page(self, sha256: str, number: int) -> Path | None:
        """The picture of one page, from 1; None when there is none."""
        path = self._of(sha256) / f"{number}.webp"
        return path if number >= 1 and path.is_file() else None

    def draw(self, sha256: str, media_type: str) -> None:
        """Draw the first pages, once; a file that cannot be drawn within its limits has none."""
        if media_type not in MEDIA or self.known(sha256) is not None:
            return
        request = json.dumps({"media_type": media_type, "most": SHOWN}).encode("ascii")
        try:
            with self._places.one():
                answer = run("app.adapters.draw_pages", request, self._limits, self._store.path(sha256))
            head, _, content = answer.partition(b"\n")
            told = json.loads(head)
        except (Unfinished, ValueError):
            told, content = {"pages": 0, "sizes": []}, b""
        self._keep(sha256, told["pages"], _cut(content, told["sizes"]))

    def _keep(self, sha256: str, pages: int, drawings: list[bytes]) -> None:
        """All of it under another name first: a page never finds half of it."""
        target = self._of(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-") as folder:
            made = Path(folder) / "pages"
            made.mkdir()
            for number, drawing in enumerate(drawings, 1):
                (made / f"{number}.webp").write_bytes(drawing)
            said = json.dumps({"pages": pages, "drawn": len(drawings)})
            (made / "pages.json").write_text(said, encoding="ascii")
            if not target.exists():
                made.rename(target)

    def _of(self, sha256: str) -> Path:
        name = self._store.path(sha256).name  # refuses what is no hash
        return self._folder / name[:2] / name


def _cut(content: bytes, sizes: list[int]) -> list[bytes]:
    drawings, start = [], 0
    for size in sizes:
        drawings.append(content[start : start + size])
        start += size
    return drawings
