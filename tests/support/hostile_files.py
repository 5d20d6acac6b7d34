"""Files that somebody means harm with, made in code: what each is called, holds, and what the house says of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from app.adapters.scanner import EICAR
from tests.app.adapters.test_uploads import a_canvas, a_pdf, a_picture, all_directory, an_office_file, pages_in_a_circle

TAKEN = ""
WORD, SHEET = "word/document.xml", "xl/workbook.xml"
SCRIPT = b"<script>alert(document.cookie)</script>"


@dataclass(frozen=True)
class Hostile:
    """`says`: the codes that are right for it; TAKEN where the file is harmless as a download that runs nothing."""

    name: str
    make: Callable[[], bytes]
    says: tuple[str, ...]


def pdf_with(change: Callable[[PdfWriter], object]) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    change(writer)
    writer.write(out)
    return out.getvalue()


def _named(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def _action(kind: str) -> DictionaryObject:
    return _named(S=NameObject(f"/{kind}"), JS=TextStringObject("app.alert(1)"), F=TextStringObject("cmd.exe"))


def opening(kind: str) -> bytes:
    return pdf_with(lambda writer: writer.root_object.update({NameObject("/OpenAction"): _action(kind)}))


def at_closing(kind: str) -> bytes:
    return pdf_with(lambda writer: writer.root_object.update({NameObject("/AA"): _named(WC=_action(kind))}))


def in_a_row(kind: str) -> bytes:
    """An innocent action that is followed by another."""
    first = _named(S=NameObject("/GoTo"), Next=ArrayObject([_action(kind)]))
    return pdf_with(lambda writer: writer.root_object.update({NameObject("/OpenAction"): first}))


def carrying(name: str) -> bytes:
    return pdf_with(lambda writer: writer.add_attachment(name, b"MZ" + bytes(100)))


def named_script() -> bytes:
    """A script in the list of names, which runs when the file is opened."""
    tree = _named(Names=ArrayObject([TextStringObject("a"), _action("JavaScript")]))
    return pdf_with(lambda writer: writer.root_object.update({NameObject("/Names"): _named(JavaScript=tree)}))


def locked() -> bytes:
    return pdf_with(lambda writer: writer.encrypt("secret", algorithm="RC4-128"))


def many_pages(count: int) -> bytes:
    """A short file that says it has this many pages."""
    return pdf_with(
        lambda writer: writer.root_object["/Pages"].get_object().update({NameObject("/Count"): NumberObject(count)})  # type: ignore[union-attr]
    )


def one_page_again_and_again(count: int) -> bytes:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    kids = b"3 0 R " * count
    pages = len(body)
    body += b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (count, kids)
    page = len(body)
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    return _ended(body, [9, pages, page])


def _ended(body: bytes, places: list[int], more: bytes = b"") -> bytes:
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    return body + table + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, more, len(body))


def tables_in_a_circle() -> bytes:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    pages = len(body)
    body += b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    return _ended(body, [9, pages], b"/Prev %d" % len(body))


def swollen_stream() -> bytes:
    """An object stream that unpacks to a gigabyte of nothing."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    body = b"%%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return body + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"


def packed_file(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", **members}.items():
            archive.writestr(name, content)
    return out.getvalue()


def in_layers(depth: int) -> bytes:
    inner = packed_file({WORD: b"<x/>"})
    for _ in range(depth):
        inner = packed_file({WORD: b"<x/>", "word/embeddings/1.docx": inner}, zipfile.ZIP_STORED)
    return inner


def tiff(width: int, height: int) -> bytes:
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (278, height), (279, 1)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + bytes(4)


def jpeg_saying(width: int, height: int) -> bytes:
    good = bytearray(a_picture("jpeg"))
    place = good.index(b"\xff\xc0") + 5
    good[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(good)


def png_with_text(content: bytes) -> bytes:
    good, chunk = a_picture("png"), b"tEXtComment\0" + content
    made = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return good[:33] + made + good[33:]


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "gif")
    return out.getvalue()


LAUGHS = b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(20)
) + b"]><w:document>&u;</w:document>"  # fmt: skip
OUTSIDE = b"<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:document>&a;</w:document>"
ALIEN, BROKEN, TYPE = ("file_mistyped",), ("file_broken",), ("file_type",)
ACTIVE, PIXELS, PAGES = ("file_active",), ("file_too_many_pixels",), ("file_too_many_pages",)
VIRUS = ("file_infected",)


def _pdfs() -> Iterator[Hostile]:
    yield from (
        Hostile(f"打开-{kind}.pdf", partial(opening, kind), ACTIVE)
        for kind in ("JavaScript", "Launch", "ImportData", "SubmitForm")
    )
    yield from (Hostile(f"关闭-{kind}.pdf", partial(at_closing, kind), ACTIVE) for kind in ("JavaScript", "Launch"))
    yield Hostile("接着.pdf", partial(in_a_row, "Launch"), ACTIVE)
    yield Hostile("名称脚本.pdf", named_script, ACTIVE)
    yield from (
        Hostile(f"附件-{name}.pdf", partial(carrying, name), ACTIVE)
        for name in ("病毒.exe", "a.js", "x.html", "无后缀")
    )
    yield Hostile("附发票.pdf", partial(carrying, "发票.xml"), (TAKEN,))
    yield Hostile("加密.pdf", locked, ("file_locked",))
    yield from (Hostile(f"截断{share}.pdf", partial(_cut, share), (*BROKEN, TAKEN)) for share in (10, 50, 90))
    yield Hostile("页循环.pdf", pages_in_a_circle, BROKEN)
    yield Hostile("表循环.pdf", tables_in_a_circle, BROKEN)
    yield Hostile("十亿页.pdf", partial(many_pages, 10**9), (*PAGES, *BROKEN, TAKEN))
    yield Hostile("六千页.pdf", partial(one_page_again_and_again, 6_000), (*PAGES, *BROKEN))
    yield Hostile("深括号.pdf", lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000, BROKEN)
    yield Hostile("深字典.pdf", lambda: b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 100_000, BROKEN)
    yield Hostile("胀大.pdf", swollen_stream, BROKEN)
    yield Hostile("只有头.pdf", lambda: b"%PDF-1.7\n", BROKEN)
    yield Hostile("尾巴网页.pdf", lambda: a_pdf() + b"<html>" + SCRIPT, (TAKEN,))
    yield Hostile("开头网页.pdf", lambda: b"<html>" + SCRIPT + a_pdf(), ALIEN)
    yield Hostile("尾巴压缩包.pdf", lambda: a_pdf() + an_office_file(WORD), (TAKEN,))
    yield Hostile("病毒.pdf", lambda: a_pdf() + EICAR, VIRUS)


def _cut(share: int) -> bytes:
    whole = a_pdf()
    return whole[: len(whole) * share // 100]


def _pictures() -> Iterator[Hostile]:
    yield Hostile("像素炸弹.png", partial(a_canvas, 60_000, 60_000), PIXELS)
    yield Hostile("细长.png", partial(a_canvas, 2_000_000_000, 1), (*PIXELS, *BROKEN))
    yield Hostile("宽扁.jpg", partial(jpeg_saying, 65_000, 65_000), (*PIXELS, *BROKEN))
    yield Hostile("大图.tiff", partial(tiff, 1 << 31, 1 << 31), TYPE)
    yield Hostile("大图.png", partial(tiff, 1 << 31, 1 << 31), ALIEN)
    yield Hostile("注释脚本.png", partial(png_with_text, SCRIPT), (TAKEN,))
    yield Hostile(
        "注释炸弹.png", lambda: a_picture("png")[:33] + b"\xff\xff\xff\xfftEXt" + a_picture("png")[33:], BROKEN
    )
    yield Hostile("半张.png", lambda: a_picture("png")[:40], BROKEN)
    yield Hostile("半张.jpg", lambda: a_picture("jpeg")[:30], BROKEN)
    yield Hostile("矢量.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", TYPE)
    yield Hostile("矢量.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", ALIEN)
    yield Hostile("网页.png", lambda: b"<!DOCTYPE html>" + SCRIPT, ALIEN)
    yield Hostile("动图.jpg", gif, ALIEN)
    yield Hostile("两面.png", lambda: b"GIF89a/*" + a_picture("png"), ALIEN)
    yield Hostile("图尾脚本.jpg", lambda: a_picture("jpeg") + SCRIPT, (TAKEN,))
    yield Hostile("病毒.png", lambda: a_picture("png") + EICAR, VIRUS)


def _documents() -> Iterator[Hostile]:
    yield Hostile("宏.docx", lambda: packed_file({WORD: b"<x/>", "word/vbaProject.bin": b"x"}), ACTIVE)
    yield Hostile("宏.xlsx", lambda: packed_file({SHEET: b"<x/>", "xl/VBAPROJECT.BIN": b"x"}), ACTIVE)
    yield Hostile("宏.docm", lambda: packed_file({WORD: b"<x/>"}), TYPE)
    yield Hostile("零炸弹.xlsx", partial(an_office_file, SHEET, b"0" * 60_000_000), BROKEN)
    yield Hostile("层层.docx", partial(in_layers, 5), BROKEN)
    yield Hostile("只有目录.docx", partial(all_directory, 60_000), BROKEN)
    yield Hostile("笑十亿.docx", lambda: packed_file({WORD: LAUGHS}), (TAKEN,))
    yield Hostile("外部实体.docx", lambda: packed_file({WORD: OUTSIDE}), (TAKEN,))
    yield Hostile("爬出去.docx", lambda: packed_file({WORD: b"<x/>", "../../etc/cron.d/x": b"x"}), (TAKEN,))
    yield Hostile("藏包.docx", lambda: packed_file({WORD: b"<x/>", "word/a.bin": b"Rar!\x1a\x07" + bytes(50)}), BROKEN)
    yield Hostile("不是文档.ofd", lambda: packed_file({"readme.txt": b"x"}), (*BROKEN, *ALIEN))
    yield Hostile("表格.docx", partial(an_office_file, SHEET), (*ALIEN, *BROKEN))
    yield Hostile("断尾.docx", lambda: an_office_file(WORD)[:-30], (*BROKEN, *ALIEN))
    yield Hostile("病毒.docx", lambda: packed_file({WORD: b"<x/>", "word/x.txt": EICAR}, zipfile.ZIP_STORED), VIRUS)


def _others() -> Iterator[Hostile]:
    yield Hostile("空.pdf", lambda: b"", ("file_empty",))
    yield Hostile("程序.exe", lambda: b"MZ" + bytes(200), TYPE)
    yield Hostile("程序.pdf", lambda: b"MZ" + bytes(200), ALIEN)
    yield Hostile("网页.html", lambda: b"<html>" + SCRIPT, TYPE)
    yield Hostile("无后缀", a_pdf, TYPE)
    yield Hostile("压缩包.zip", lambda: packed_file({"a": b"x"}), TYPE)
    yield Hostile("零.pdf", lambda: bytes(1 << 20), ALIEN)


def hostile_files() -> tuple[Hostile, ...]:
    """All of them."""
    return (*_pdfs(), *_pictures(), *_documents(), *_others())
