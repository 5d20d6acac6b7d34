"""What the house takes from strangers, and under which name it shows it."""

from __future__ import annotations

import importlib
import io
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from app.adapters.limited import Unfinished
from app.adapters.uploads import FileKind, Inspector, UploadRefused, in_a_child, shown_name


def a_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def a_picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, kind)
    return out.getvalue()


def an_office_file(part: str, filler: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, filler)
    return out.getvalue()


def a_zip(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "")
    return out.getvalue()


def all_directory(members: int) -> bytes:
    """A zip that is nothing but the list of its members."""
    entry = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    head = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml"
    size, place = (len(entry) * members).to_bytes(4, "little"), len(head).to_bytes(4, "little")
    return head + entry * members + b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + size + place + bytes(2)


def a_canvas(width: int, height: int) -> bytes:
    """A picture that says it is this large, and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        body = name + content
        return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def pages_in_a_circle() -> bytes:
    """A PDF whose page tree holds itself."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
    table = b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n%010d 00000 n \n" % body.index(b"2 0 obj")
    return body + table + b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


def here(kind: FileKind, path: Path) -> str:
    """What the child would say, without starting one: these files are harmless."""
    try:
        with path.open("rb") as file:
            return importlib.import_module(kind.parser).answer(kind.request, file).decode()  # type: ignore[no-any-return]
    except Exception as broken:
        raise Unfinished from broken


def kind(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / "bytes"
    path.write_bytes(content)
    return Inspector(here).kind_of(path, name).media_type


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("合同.pdf", a_pdf(), "application/pdf"),
        ("图.PNG", a_picture("png"), "image/png"),
        ("图.jpeg", a_picture("jpeg"), "image/jpeg"),
        ("表.docx", an_office_file("word/document.xml"), "wordprocessingml.document"),
        ("表.xlsx", an_office_file("xl/workbook.xml"), "spreadsheetml.sheet"),
        ("总平面图.png", a_canvas(9_933, 14_043), "image/png"),
        ("合同.pdf", a_pdf() + b"<html><script>alert(1)</script>", "application/pdf"),
    ],
)
def test_a_file_that_is_what_its_name_says_is_taken(tmp_path: Path, name: str, content: bytes, media_type: str) -> None:
    assert kind(tmp_path, name, content).endswith(media_type)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("合同.exe", a_pdf(), "file_type"),
        ("合同", a_pdf(), "file_type"),
        ("合同.pdf", a_picture("png"), "file_mistyped"),
        ("合同.pdf", b"hello", "file_mistyped"),
        ("合同.pdf", b"%PDF-1.7\nnothing behind it", "file_broken"),
        ("图.png", a_picture("png")[:40], "file_broken"),
        ("表.docx", an_office_file("xl/workbook.xml"), "file_mistyped"),
        ("表.xlsx", an_office_file("xl/workbook.xml", b"0" * 20_000_000), "file_broken"),
        ("表.xlsx", a_zip("readme.txt"), "file_broken"),
        ("表.docx", all_directory(60_000), "file_broken"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type"),
        ("页.html", b"<html>", "file_type"),
        ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_mistyped"),
        ("页.pdf", b"<html><script>alert(1)</script>", "file_mistyped"),
        ("页.pdf", b"<html>\n" + a_pdf(), "file_mistyped"),
        ("图.png", b"GIF89a/*" + a_picture("png"), "file_mistyped"),
        ("图.png", a_canvas(60_000, 60_000), "file_too_many_pixels"),
        ("图.png", a_canvas(13_000, 13_000), "file_too_many_pixels"),
        ("书.pdf", pages_in_a_circle(), "file_broken"),
    ],
)
def test_a_file_that_lies_about_itself_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        kind(tmp_path, name, content)
    assert (refused.value.code, refused.value.params["name"]) == (code, name)


def test_a_locked_pdf_is_called_locked(tmp_path: Path) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    with pytest.raises(UploadRefused) as refused:
        kind(tmp_path, "合同.pdf", out.getvalue())
    assert refused.value.code == "file_locked"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("合同.pdf", a_pdf(), ""),
        ("图.png", a_picture("png"), ""),
        ("表.docx", an_office_file("word/document.xml"), ""),
        ("书.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000, "file_broken"),
        ("图.png", a_canvas(60_000, 60_000), "file_too_many_pixels"),
    ],
)
def test_each_parser_runs_in_a_process_of_its_own(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (path := tmp_path / "bytes").write_bytes(content)
    if not code:
        assert Inspector(in_a_child).kind_of(path, name).media_type
        return
    with pytest.raises(UploadRefused) as refused:
        Inspector().kind_of(path, name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("C:\\资料\\合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("a\r\nContent-Type: x.pdf", "aContent-Type: x.pdf"),
        (" .pdf ", "pdf"),
        ("", "file"),
        ("𬭎喆.pdf", "𬭎喆.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\u2028b\u2066.pdf", "ab.pdf"),
        ("https://x/..\\合同.pdf", "合同.pdf"),
        ("a.pdf/..", "file"),
        (". .合同.pdf", "合同.pdf"),
        ("e\x00\u0301.pdf", "é.pdf"),
        ("a" + " " * 300 + "b", "a"),
    ],
)
def test_a_name_is_shown_without_anything_hidden_in_it(raw: str, shown: str) -> None:
    assert shown_name(raw) == shown


def test_a_long_name_keeps_its_extension_and_whole_characters() -> None:
    name = shown_name("图" * 300 + ".pdf")
    assert name.endswith(".pdf") and len(name.encode()) <= 255 and set(name[:-4]) == {"图"}


def test_a_name_is_composed() -> None:
    assert shown_name(unicodedata.normalize("NFD", "é.pdf")) == "é.pdf"
