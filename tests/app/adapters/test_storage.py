"""Bytes under their hash: whole or not there."""

from __future__ import annotations

import errno
import hashlib
import io
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from app.adapters.scanner import EICAR, Found, ScannerAway
from app.adapters.storage import FileStore, UploadRefused
from app.adapters.uploads import Inspector
from approvals.domain.states import Scan
from tests.app.adapters.test_uploads import a_pdf

MB = 1024 * 1024


ANYTHING = Inspector(lambda _kind, _path: "")


class Away:
    """A scanner that cannot be reached."""

    def look(self, path: Path) -> Found:
        raise ScannerAway("not there")


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


def test_an_infected_file_is_put_away_and_refused(tmp_path: Path) -> None:
    content = b"%PDF-1.4 " + EICAR
    with pytest.raises(UploadRefused) as refused:
        FileStore(tmp_path, ANYTHING).receive(io.BytesIO(content), "合同.pdf", MB)
    quarantined = tmp_path / "quarantine" / hashlib.sha256(content).hexdigest()
    assert refused.value.code == "file_infected" and left_over(tmp_path) == [quarantined]
    assert quarantined.stat().st_mode & 0o777 == 0o400


def test_a_scanner_that_is_away_leaves_the_file_waiting(tmp_path: Path) -> None:
    store = FileStore(tmp_path, ANYTHING, Away())
    kept = store.receive(io.BytesIO(b"%PDF-1.4"), "合同.pdf", MB)
    assert kept.scan is Scan.PENDING
    with pytest.raises(ScannerAway):
        store.scan(kept.sha256)


def test_a_large_file_waits_for_a_worker_unless_it_is_wanted_looked_through_at_once(tmp_path: Path) -> None:
    store, large = FileStore(tmp_path, ANYTHING), b"%PDF-1.4 larger than that"
    assert store.receive(io.BytesIO(large), "合同.pdf", MB, scanned=8).scan is Scan.PENDING
    assert store.receive(io.BytesIO(large), "合同.pdf", MB, scanned=MB).scan is Scan.CLEAN
    with pytest.raises(UploadRefused, match="file_infected"):
        store.receive(io.BytesIO(large + EICAR), "合同.pdf", MB, scanned=MB)


def test_a_stored_file_that_turns_out_infected_is_put_away_once_and_stays_infected(tmp_path: Path) -> None:
    waiting = FileStore(tmp_path, ANYTHING, Away())
    kept = waiting.receive(io.BytesIO(b"%PDF-1.4 " + EICAR), "合同.pdf", MB)
    store = FileStore(tmp_path, ANYTHING)
    assert [store.scan(kept.sha256).scan for _ in range(2)] == [Scan.INFECTED] * 2
    assert not store.path(kept.sha256).exists()


def test_what_came_in_pieces_is_taken_whole_and_the_pieces_stay(tmp_path: Path) -> None:
    (partial := tmp_path / "pieces").write_bytes(b"%PDF-1.4")
    store = FileStore(tmp_path / "files", ANYTHING)
    kept = store.take(partial, "合同.pdf", MB)
    assert store.path(kept.sha256).read_bytes() == partial.read_bytes()
    assert left_over(tmp_path / "files") == [store.path(kept.sha256)]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_file: int) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr("app.adapters.storage.os.fsync", full)
    with pytest.raises(UploadRefused) as refused:
        FileStore(tmp_path).receive(io.BytesIO(b"%PDF-1.4"), "合同.pdf", MB)
    assert (refused.value.code, refused.value.status) == ("disk_full", 507) and left_over(tmp_path) == []
