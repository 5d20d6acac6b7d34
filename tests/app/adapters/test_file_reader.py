"""A hostile PDF costs its child a few seconds and some memory, and the process that asked nothing."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pypdf import PdfWriter

from app.adapters import limited
from app.adapters.file_reader import FileReader
from app.adapters.limited import Limits, Unfinished
from app.adapters.seal_keys import KeyRing

MEGABYTE = 1024 * 1024
TIGHT = Limits(memory=400 * MEGABYTE, cpu_seconds=4, wall_seconds=60, answer=3 * MEGABYTE)


def stream(entries: bytes, packed: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream\n" % (entries, len(packed), packed)


def pdf(body: bytes) -> bytes:
    """A file whose table is in a packed stream, which every reader unpacks before it knows anything else."""
    start = b"%PDF-1.7\n"
    return start + b"1 0 obj\n" + body + b"endobj\nstartxref\n%d\n%%%%EOF\n" % len(start)


def bomb() -> bytes:
    """Half a GB of nothing, packed twice."""
    packer, nothing = zlib.compressobj(1), bytes(MEGABYTE)
    inner = b"".join([*(packer.compress(nothing) for _ in range(500)), packer.flush()])
    filters = b"/Type /XRef /Size 9 /W [1 4 2] /Root 2 0 R /Filter [/FlateDecode /FlateDecode]"
    return pdf(stream(filters, zlib.compress(inner, 9)))


def lists_in_lists() -> bytes:
    return pdf(b"[" * 1_000_000)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FileReader:
    root = KeyRing(tmp_path_factory.mktemp("keys")).root_certificate().public_bytes(Encoding.DER)
    return FileReader(lambda: (root,), TIGHT)


@pytest.mark.parametrize("hostile", [bomb, lists_in_lists])
def test_a_hostile_file_is_called_unsealed_or_given_up(reader: FileReader, hostile: Callable[[], bytes]) -> None:
    looked = reader.look(hostile())
    assert not looked.seal.sealed and looked.facts is None


def test_a_plain_file_is_read_and_its_facts_are_told(reader: FileReader) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_attachment("facts.json", '{"number": "章审收〔2026〕1号"}'.encode())
    writer.write(out)
    looked = reader.look(out.getvalue())
    assert looked.is_read and looked.facts == '{"number": "章审收〔2026〕1号"}'


@pytest.mark.parametrize("how", ["too_long", "too_much", "too_busy", "falls"])
def test_work_beyond_its_limits_is_stopped(how: str) -> None:
    limits = Limits(memory=256 * MEGABYTE, cpu_seconds=1, wall_seconds=1 if how == "too_long" else 30, answer=MEGABYTE)
    with pytest.raises(Unfinished):
        limited.run("tests.support.badly_behaved", how.encode(), limits)


def test_the_child_is_told_nothing_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SECRET_KEY", "told to nobody")
    limits = Limits(memory=256 * MEGABYTE, cpu_seconds=5, wall_seconds=30, answer=MEGABYTE)
    assert limited.run("tests.support.badly_behaved", b"environment", limits) == b"[]"
