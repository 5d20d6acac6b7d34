"""What somebody may do to a sealed letter so that it says something else: each attack turns good bytes into bad ones."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.generic import ArrayObject as Array
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText

from app.adapters.seal import FileKeySealer
from app.adapters.seal_check import apart

LATER = datetime(2027, 1, 1, tzinfo=UTC)
Attack = Callable[[bytes], bytes]


def byte_changes(good: bytes, count: int, chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """`count` copies with one byte changed: half anywhere, half where nothing but the checker looks (the signature)."""
    hole = good.find(b"/Contents <")
    for number in range(count):
        inside = number % 4 == 3 and hole > 0
        place = chance.randrange(hole, hole + 4000) if inside else chance.randrange(len(good))
        value = (good[place] + chance.randrange(1, 256)) % 256
        yield place, good[:place] + bytes([value]) + good[place + 1 :]


def _updated(change: Callable[[PdfWriter], object]) -> Attack:
    """An incremental update: the sealed bytes stay, something is added behind them."""

    def attack(good: bytes) -> bytes:
        writer, out = PdfWriter(io.BytesIO(good), incremental=True), io.BytesIO()
        change(writer)
        writer.write(out)
        return out.getvalue()

    return attack


def _shadowed(change: Callable[[IncrementalPdfFileWriter], object]) -> Attack:
    """An update that gives objects another meaning without touching the sealed bytes."""

    def attack(good: bytes) -> bytes:
        writer, out = IncrementalPdfFileWriter(io.BytesIO(good)), io.BytesIO()
        change(writer)
        writer.write(out)
        return out.getvalue()

    return attack


def _rewritten(good: bytes) -> bytes:
    out = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(good)).write(out)
    return out.getvalue()


def _annotated(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="2099", rect=(50, 550, 200, 650)))


def _other_words(writer: IncrementalPdfFileWriter) -> StreamObject:
    return StreamObject(stream_data=b"BT /F1 24 Tf 60 600 Td (1000000) Tj ET")


def _page(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    page: DictionaryObject = writer.root["/Pages"]["/Kids"][0].get_object()
    return page


def _replace_contents(writer: IncrementalPdfFileWriter) -> None:
    page = _page(writer)
    page["/Contents"] = writer.add_object(_other_words(writer))
    writer.update_container(page)


def _cover_contents(writer: IncrementalPdfFileWriter) -> None:
    """Hide: what was printed stays, something is laid over it."""
    page = _page(writer)
    page[NameObject("/Contents")] = Array([page.raw_get("/Contents"), writer.add_object(_other_words(writer))])
    writer.update_container(page)


def _swap_first_pages(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids.append(kids.raw_get(0))
    writer.root["/Pages"]["/Count"] = NumberObject(len(kids))
    writer.update_container(kids)
    writer.update_container(writer.root["/Pages"])


def _drop_the_seal(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def _another_root(writer: IncrementalPdfFileWriter) -> None:
    """Hide and replace: a catalogue of its own, with the old form in it and another page tree."""
    root = writer.root
    page = DictionaryObject(_page(writer))
    page[NameObject("/Contents")] = writer.add_object(_other_words(writer))
    place = writer.add_object(page)
    tree = DictionaryObject(
        {NameObject("/Type"): NameObject("/Pages"), NameObject("/Kids"): Array([place]), NameObject("/Count"): NumberObject(1)}
    )  # fmt: skip
    root[NameObject("/Pages")] = writer.add_object(tree)
    writer.update_root()


def _same_number_again(good: bytes) -> bytes:
    """The object of the first page once more behind the end, with a table that leads there."""
    reader = PdfReader(io.BytesIO(good))
    number = reader.pages[0].indirect_reference.idnum  # type: ignore[union-attr]
    pages = reader.root_object.raw_get("/Pages").idnum
    at = len(good) + 1
    thing = f"{number} 0 obj\n<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 99 99] >>\nendobj\n".encode()
    root = reader.trailer.raw_get("/Root").idnum
    table = f"xref\n{number} 1\n{at:010d} 00000 n \n".encode()
    trailer = f"trailer\n<< /Size {len(reader.xref[0]) + 999} /Root {root} 0 R /Prev {_startxref(good)} >>\n".encode()
    return good + b"\n" + thing + table + trailer + f"startxref\n{at + len(thing)}\n%%EOF\n".encode()


def _startxref(good: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", good)[-1])


def _lead_back(target: Callable[[bytes], int]) -> Attack:
    """A second end of the file whose table is another one."""
    return lambda good: good + b"\nstartxref\n%d\n%%%%EOF\n" % target(good)


def _prev_loop(good: bytes) -> bytes:
    at = len(good) + 1
    root = PdfReader(io.BytesIO(good)).trailer.raw_get("/Root").idnum
    return good + f"\nxref\n0 0\ntrailer\n<< /Size 1 /Root {root} 0 R /Prev {at} >>\nstartxref\n{at}\n%%EOF\n".encode()


def _wrapped(good: bytes) -> bytes:
    """Signature wrapping: the second sealed part moves, the room in front of it is filled with something else."""
    start, length, resume, tail = (int(part) for part in re.findall(rb"/ByteRange\s*\[([\d\s]+)\]", good)[-1].split())
    filling = b"\n% in between\n" * 40
    old = b"[%d %d %d %d]" % (start, length, resume, tail)
    head = good[:resume].replace(
        old, (b"[%d %d %d %d" % (start, length, resume + len(filling), tail)).ljust(len(old) - 1) + b"]"
    )
    return head + filling + good[resume:]


def _emptied(good: bytes) -> bytes:
    """Universal forgery: the signature is there and says nothing."""
    hole = good.rindex(b"/Contents <") + 11
    end = good.index(b">", hole)
    return good[:hole] + b"0" * (end - hole) + good[end:]


class _Careless(signers.PdfSigner):
    """A signer that does not ask whether the first seal allows another."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        pass


def _counter_signed(writer_keys: Path, organ: str) -> Attack:
    """A second signature, by a key the house itself trusts, over everything that was there."""

    def attack(good: bytes) -> bytes:
        keys = FileKeySealer(writer_keys)
        keys.seal(_unsealed(good), organ=organ, seal="organ", reason="", at=LATER)  # makes the key file
        path = max(writer_keys.glob("*.p12"), key=lambda one: one.stat().st_mtime)
        signer = signers.SimpleSigner.load_pkcs12(str(path))  # type: ignore[no-untyped-call]
        writer = IncrementalPdfFileWriter(io.BytesIO(good))
        append_signature_field(writer, SigFieldSpec("Second", on_page=0))
        pen = _Careless(signers.PdfSignatureMetadata(field_name="Second"), signer)
        return bytes(apart(lambda: pen.sign_pdf(writer, existing_fields_only=True)).getvalue())

    return attack


def _unsealed(good: bytes) -> bytes:
    """The letter as it was before the seal: its first revision."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\s?", good)]
    return good[: ends[-2]] if len(ends) > 1 else good


def resealed(keys: Path, organ: str) -> Attack:
    """The seal taken off and another one put on: a self-made authority, or another organ of ours."""
    return lambda good: FileKeySealer(keys).seal(_unsealed(good), organ=organ, seal="organ", reason="签发", at=LATER)


def attacks(house: Path, stranger: Path, organ: str) -> dict[str, Attack]:
    """Every attack by its name; `house` has the keys of the house itself, `stranger` an authority of its own."""
    return {
        "one byte behind the end": lambda good: good + b"\n",
        "rubbish behind the end": lambda good: good + b"\n% a note\n" * 9,
        "rubbish before the beginning": lambda good: b"%!PS\n" * 3 + good,
        "another PDF before it": lambda good: _rewritten(good) + good,
        "another PDF behind it": lambda good: good + _rewritten(good),
        "cut by a byte": lambda good: good[:-1],
        "cut at its first end": _unsealed,
        "cut in the middle": lambda good: good[: len(good) // 2],
        "written anew": _rewritten,
        "a page added": _updated(lambda writer: writer.add_blank_page(595, 842)),
        "a note laid over it": _updated(_annotated),
        "another attachment of facts": _updated(lambda writer: writer.add_attachment("facts.json", b"{}")),
        "a script added": _updated(lambda writer: writer.add_open_action(JavaScript("app.alert(1)"))),
        "other words on the page": _shadowed(_replace_contents),
        "words hidden under others": _shadowed(_cover_contents),
        "a page shown twice": _shadowed(_swap_first_pages),
        "another catalogue": _shadowed(_another_root),
        "a form field added": _shadowed(
            lambda writer: append_signature_field(writer, SigFieldSpec("Empty", on_page=0))
        ),
        "the form taken away": _shadowed(_drop_the_seal),
        "an object with the same number": _same_number_again,
        "the end leads to the first table": _lead_back(lambda good: int(re.findall(rb"startxref\s+(\d+)", good)[0])),
        "the end leads nowhere": _lead_back(lambda good: 0),
        "tables in a circle": _prev_loop,
        "the sealed part moved": _wrapped,
        "the signature emptied": _emptied,
        "a second signature by another organ": _counter_signed(house, "另一个机关"),
        "sealed by another organ of the house": resealed(house, "另一个机关"),
        "sealed again by the same organ": resealed(house, organ),
        "sealed by a self-made authority": resealed(stranger, organ),
    }
