"""Makes the two files of a bundle: the reading copy in one PDF, and the archive with every original as it was kept."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from app.adapters.bundle_shelf import BundleShelf
from app.adapters.limited import Limits, Unfinished, run
from approvals.domain.bundle import MISSING, Contents, Part, file_names, manifest, sums

MERGER = "app.adapters.pdf_merge"
SHEET, STRIPS, STYLE = "letters/_bundle_sheet.html", "letters/_bundle_strips.html", "bundle.css"
COUNTING = Limits(memory=768 * 1024 * 1024, cpu_seconds=10, wall_seconds=10, answer=1024 * 1024)
MERGING = Limits(memory=1024 * 1024 * 1024, cpu_seconds=20, wall_seconds=26, answer=512 * 1024 * 1024)
"""Thirty-five letters take two seconds and 90 MB; both together stay below what a worker has for one act."""
CHUNK = 1024 * 1024


class Sheets(Protocol):
    """Sets plain pages of the house: the sheet in front, and the strips in the margins."""

    def print_page(self, template: str, facts: Mapping[str, Any], style: str) -> tuple[bytes, int]: ...


class Kept(Protocol):
    """Where the originals lie."""

    def path(self, sha256: str) -> Path: ...


@dataclass(frozen=True)
class Bound:
    """Both files: fingerprints and sizes in bytes."""

    pdf_sha256: str
    pdf_size: int
    zip_sha256: str
    zip_size: int


@dataclass(frozen=True)
class _Line:
    """A part on the sheet in front; `page` is None when it could not be put into the copy."""

    part: Part
    place: int
    page: int | None


@dataclass
class _Copy:
    """The parts that can be copied, with their pages."""

    counts: dict[str, int] = field(default_factory=dict)

    def lines(self, contents: Contents, after: int) -> tuple[_Line, ...]:
        found, page = [], after + 1
        for place, part in enumerate(contents.parts, start=1):
            pages = self.counts.get(part.document, 0)
            found.append(_Line(part, place, page if pages else None))
            page += pages
        return tuple(found)

    def held(self, contents: Contents) -> list[tuple[int, Part]]:
        return [one for one in enumerate(contents.parts, start=1) if self.counts.get(one[1].document)]


class Binder:
    """Puts bundles together; memory is bounded by the longest single letter, not by the number of results."""

    def __init__(self, kept: Kept, shelf: BundleShelf, sheets: Sheets) -> None:
        self._kept = kept
        self._shelf = shelf
        self._sheets = sheets

    def bind(self, contents: Contents, made_at: datetime, made: str) -> Bound:
        """Both files of a bundle, `made` in local words. Raises FileNotFoundError when an original is not in its place."""
        with self._shelf.workplace() as folder:
            archive = self._archive(contents, made_at, made, folder)
            copy = self._copy(contents, made, folder)
            return Bound(*self._shelf.settle(copy), *self._shelf.settle(archive))

    def _archive(self, contents: Contents, made_at: datetime, made: str, folder: Path) -> Path:
        """Stored, not packed again: letters are packed already. Names outside ASCII carry the UTF-8 flag."""
        out = folder / "originals.zip"
        lists = {"清单.txt": "\ufeff" + manifest(contents, made), "SHA256SUMS": sums(contents)}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, part in zip(file_names(contents), contents.parts, strict=True):
                with self._kept.path(part.sha256).open("rb") as file, archive.open(_entry(name, made_at), "w") as place:
                    while chunk := file.read(CHUNK):
                        place.write(chunk)
            for name, text in lists.items():
                archive.writestr(_entry(name, made_at), text.encode("utf-8"))
        return out

    def _copy(self, contents: Contents, made: str, folder: Path) -> Path:
        """Every PDF that can be read; one that leads the merger astray stays out with all that came from elsewhere."""
        copy = _Copy(self._counts(contents, [part for part in contents.parts if part.is_pdf]))
        try:
            return self._merged(contents, copy, made, folder)
        except Unfinished:
            ours = [part for part in contents.parts if part.is_pdf and not part.is_elsewhere]
            if len(ours) == len(copy.counts):
                raise
            return self._merged(contents, _Copy(self._counts(contents, ours)), made, folder)

    def _counts(self, contents: Contents, parts: list[Part]) -> dict[str, int]:
        paths = [str(self._kept.path(part.sha256)) for part in parts]
        try:
            told = json.loads(run(MERGER, json.dumps({"pages": paths}).encode(), COUNTING))
        except Unfinished:
            ours = [part for part in parts if not part.is_elsewhere]
            if len(ours) == len(parts):
                raise
            return self._counts(contents, ours)
        return {part.document: pages for part, pages in zip(parts, told, strict=True)}

    def _merged(self, contents: Contents, copy: _Copy, made: str, folder: Path) -> Path:
        sheet, strips, out = folder / "sheet.pdf", folder / "strips.pdf", folder / "copy.pdf"
        facts: dict[str, Any] = {"contents": contents, "made": made, "words": MISSING}
        printed, length = self._sheets.print_page(SHEET, facts | {"lines": copy.lines(contents, 1)}, STYLE)
        if length > 1:  # its own length moves the pages it names
            printed, length = self._sheets.print_page(SHEET, facts | {"lines": copy.lines(contents, length)}, STYLE)
        sheet.write_bytes(printed)
        total = length + sum(copy.counts.values())
        strips.write_bytes(self._sheets.print_page(STRIPS, facts | {"total": total}, STYLE)[0])
        parts = [
            {"path": str(self._kept.path(part.sha256)), "title": f"{place} {part.title} {part.number}".strip()}
            for place, part in copy.held(contents)
        ]
        asked = {
            "sheet": str(sheet), "strips": str(strips), "parts": parts, "out": str(out), "contents": "目录",
            "title": f"{contents.project} {contents.stage} 统一确认（阅读副本）",
        }  # fmt: skip
        run(MERGER, json.dumps({"merge": asked}).encode(), MERGING)
        return out


def _entry(name: str, made_at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    return entry
