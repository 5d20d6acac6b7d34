"""Bytes under their hash: whole or not there."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from app.adapters.storage import FileStore, UploadRefused
from tests.app.adapters.test_uploads import a_pdf

MB = 1024 * 1024


def left_over(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_hash_and_only_there(tmp_path: Path) -> None:
    content = a_pdf()
    stored = FileStore(tmp_path).receive(io.BytesIO(content), "合同.pdf", MB)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.media_type, stored.display_name) == (len(content), "application/pdf", "合同.pdf")
    assert left_over(tmp_path) == [FileStore(tmp_path).path(stored.sha256)]


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store, content = FileStore(tmp_path), a_pdf()
    assert (
        store.receive(io.BytesIO(content), "a.pdf", MB).sha256 == store.receive(io.BytesIO(content), "b.pdf", MB).sha256
    )
    assert len(left_over(tmp_path)) == 1


@pytest.mark.parametrize(
    ("content", "limit", "code"), [(b"", MB, "file_empty"), (b"%PDF" + b"0" * MB, MB, "file_too_large")]
)
def test_an_empty_or_too_large_file_leaves_nothing_behind(
    tmp_path: Path, content: bytes, limit: int, code: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        FileStore(tmp_path).receive(io.BytesIO(content), "合同.pdf", limit)
    assert refused.value.code == code and left_over(tmp_path) == []


def test_a_mistyped_file_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UploadRefused):
        FileStore(tmp_path).receive(io.BytesIO(b"GIF89a"), "合同.pdf", MB)
    assert left_over(tmp_path) == []


def test_a_connection_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    class Broken:
        def read(self, _size: int) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        FileStore(tmp_path).receive(cast(BinaryIO, Broken()), "合同.pdf", MB)
    assert left_over(tmp_path) == []


def test_a_letter_of_our_own_is_kept_as_it_is(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    kept = store.keep(b"sealed", "application/pdf", "批文.pdf")
    assert store.path(kept.sha256).read_bytes() == b"sealed"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64])
def test_only_a_hash_becomes_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        FileStore(tmp_path).path(name)
