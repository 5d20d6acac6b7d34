"""A bundle holds every original byte for byte, and a copy that nobody can take for one."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import Link

from app.adapters.binding import Binder, Bound
from app.adapters.bundle_shelf import BundleShelf
from app.adapters.pdf import PdfPrinter
from approvals.domain.bundle import Contents, Missing, Part
from tests.support.places import FONTS

MADE_AT = dt.datetime(2026, 5, 11, 17, 30, tzinfo=dt.UTC)
MADE = "2026年5月11日17时30分"


def a_pdf(pages: int, *, hostile: bool = False) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if hostile:
        writer.add_open_action(JavaScript("app.alert(1)"))
        writer.add_attachment("more.txt", b"hidden")
        writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="file:///etc/passwd"))
        writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="https://city.example/"))
    writer.write(out)
    return out.getvalue()


class Kept:
    """Originals by their fingerprint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        return self.folder / sha256

    def part(self, title: str, content: bytes, media_type: str = "application/pdf", *, elsewhere: bool = False) -> Part:
        sha256 = hashlib.sha256(content).hexdigest()
        self.path(sha256).write_bytes(content)
        return Part(
            document=title, kind="licence_decision", title=title, number="章审许〔2026〕7号",
            dated_on=dt.date(2026, 5, 7), organ="济南市章丘区自然资源局", items=(title,), validity="一年", sha256=sha256,
            size=len(content), media_type=media_type, verify_url="https://city.example/verify?n=1&c=2",
            is_elsewhere=elsewhere,
        )  # fmt: skip


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, tuple[Part, ...]]:
    kept = Kept(tmp_path_factory.mktemp("kept"))
    return kept, (
        kept.part("统一确认书", a_pdf(2)),
        kept.part("规划许可证", a_pdf(3, hostile=True), elsewhere=True),
        kept.part("不动产权证书", b"PK\x03\x04 an OFD", "application/ofd", elsewhere=True),
        kept.part("坏文件", b"%PDF-1.7 broken", elsewhere=True),
    )


@pytest.fixture(scope="module")
def bound(parts: tuple[Kept, tuple[Part, ...]], tmp_path_factory: pytest.TempPathFactory) -> tuple[BundleShelf, Bound]:
    kept, held = parts
    shelf = BundleShelf(tmp_path_factory.mktemp("shelf") / "bundles")
    contents = Contents(
        case_no="3701812026040700012", project="章丘国际建材家居城", stage="立项用地规划许可阶段", parts=held,
        missing=(Missing(name="取水许可", why="running"),),
    )  # fmt: skip
    return shelf, Binder(kept, shelf, PdfPrinter(FONTS)).bind(contents, MADE_AT, MADE)


def test_the_copy_says_on_every_page_that_it_is_one_and_names_what_is_in_it(bound: tuple[BundleShelf, Bound]) -> None:
    shelf, made = bound
    copy = PdfReader(shelf.path(made.pdf_sha256))
    pages = ["".join((page.extract_text() or "").split()) for page in copy.pages]
    assert len(pages) == 1 + 2 + 3
    assert all(
        "统一确认阅读副本" in page and f"第{number}页共6页" in page for number, page in enumerate(pages, start=1)
    )
    assert all(
        word in pages[0] for word in ("规划许可证", "一年", "见压缩包", "取水许可：还在办理", "2026年5月11日17时30分")
    )


def test_the_outline_leads_to_every_document(bound: tuple[BundleShelf, Bound]) -> None:
    shelf, made = bound
    copy = PdfReader(shelf.path(made.pdf_sha256))
    places = [(str(one.title), copy.get_destination_page_number(one)) for one in copy.outline]  # type: ignore[union-attr]
    assert [page for _, page in places] == [0, 1, 3]
    assert places[1][0] == "1 统一确认书 章审许〔2026〕7号"


def test_nothing_of_a_document_acts_in_the_copy(bound: tuple[BundleShelf, Bound]) -> None:
    shelf, made = bound
    copy = PdfReader(shelf.path(made.pdf_sha256))
    root = copy.root_object
    assert not copy.attachments
    assert not {"/AcroForm", "/OpenAction", "/AA", "/Names"} & set(root)
    notes = [note.get_object() for page in copy.pages for note in page.get("/Annots", ())]
    assert [note["/A"]["/URI"] for note in notes] == ["https://city.example/"]


def test_the_archive_holds_the_originals_byte_for_byte_under_names_every_system_reads(
    bound: tuple[BundleShelf, Bound], parts: tuple[Kept, tuple[Part, ...]]
) -> None:
    shelf, made = bound
    with zipfile.ZipFile(shelf.path(made.zip_sha256)) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries][:3] == [
            "01 统一确认书 章审许〔2026〕7号.pdf",
            "02 规划许可证 章审许〔2026〕7号.pdf",
            "03 不动产权证书 章审许〔2026〕7号.ofd",
        ]
        assert all(entry.flag_bits & 0x800 for entry in entries if not entry.filename.isascii())
        sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
        for entry, part in zip(entries, parts[1], strict=False):
            assert hashlib.sha256(archive.read(entry)).hexdigest() == part.sha256 == sums[entry.filename]
        assert archive.read("清单.txt").decode("utf-8-sig").count("SHA-256") == 4


def test_nothing_half_made_is_left_and_a_bundle_is_thrown_away_once(bound: tuple[BundleShelf, Bound]) -> None:
    shelf, made = bound
    folder = shelf.path(made.zip_sha256).parent
    assert sorted(path.name for path in folder.iterdir()) == sorted([made.pdf_sha256, made.zip_sha256])
    extra = folder / "half"
    extra.write_bytes(b"x")
    sha256, size = shelf.settle(extra)
    shelf.forget(sha256)
    shelf.forget(sha256)
    assert size == 1 and not shelf.path(sha256).exists()
    with pytest.raises(ValueError):
        shelf.path("../../etc/passwd")


def test_an_original_that_is_not_in_its_place_makes_no_bundle(
    parts: tuple[Kept, tuple[Part, ...]], tmp_path: Path
) -> None:
    contents = Contents(case_no="1", project="甲", stage="乙", parts=parts[1][:1], missing=())
    with pytest.raises(FileNotFoundError):
        Binder(Kept(tmp_path), BundleShelf(tmp_path), PdfPrinter(FONTS)).bind(contents, MADE_AT, MADE)
