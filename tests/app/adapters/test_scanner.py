"""Clean, infected, or no answer: and no answer is never clean."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from app.adapters.scanner import EICAR, PIECE, ClamdScanner, DemoScanner, Found, ScannerAway, scanner
from approvals.domain.states import Scan

Serve = Callable[[socket.socket], None]


def received(line: socket.socket) -> bytes:
    """What a daemon reads of one INSTREAM command."""
    with line.makefile("rb") as file:
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(file.read(4), "big"):
            content += file.read(length)
        return content


@contextmanager
def daemon(place: Path, serve: Serve) -> Iterator[str]:
    """A clamd that answers one question at a unix socket."""
    address = str(place / "clamd")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(1)

        def answer() -> None:
            line, _ = door.accept()
            with line:
                serve(line)

        server = threading.Thread(target=answer)
        server.start()
        yield address
        server.join(10)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (path := tmp_path / "bytes").write_bytes(b"x" * (PIECE + 5))
    return path


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (b"stream: OK\0", Found(Scan.CLEAN)),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Found(Scan.INFECTED, "Win.Test.EICAR_HDB-1")),
    ],
)
def test_the_daemon_gets_every_byte_and_its_word_is_taken(
    tmp_path: Path, file: Path, said: bytes, found: Found
) -> None:
    got: list[bytes] = []

    def serve(line: socket.socket) -> None:
        got.append(received(line))
        line.sendall(said)

    with daemon(tmp_path, serve) as address:
        assert ClamdScanner(address, seconds=10).look(file) == found
    assert got == [file.read_bytes()]


@pytest.mark.parametrize(
    "said", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: x ERROR\0", b"FOUND\0", b"OK"]
)
def test_any_other_word_is_no_answer(tmp_path: Path, file: Path, said: bytes) -> None:
    def serve(line: socket.socket) -> None:
        received(line)
        line.sendall(said)

    with daemon(tmp_path, serve) as address, pytest.raises(ScannerAway):
        ClamdScanner(address, seconds=10).look(file)


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_a_daemon_that_is_not_there_is_no_answer(file: Path, address: str) -> None:
    with pytest.raises(ScannerAway):
        ClamdScanner(address, seconds=2).look(file)


def test_a_daemon_that_says_a_little_now_and_then_is_given_up_in_time(tmp_path: Path, file: Path) -> None:
    """Its limit is for the whole question: a worker that is cut off later would call it the file's own failure."""
    given_up = threading.Event()

    def serve(line: socket.socket) -> None:
        received(line)
        with suppress(OSError):  # the asker has gone
            while not given_up.wait(0.02):
                line.sendall(b"s")

    with daemon(tmp_path, serve) as address:
        try:
            with pytest.raises(ScannerAway, match="timed out"):
                ClamdScanner(address, seconds=0.2).look(file)
        finally:
            given_up.set()


def test_the_demonstration_finds_the_test_file_wherever_it_lies(tmp_path: Path) -> None:
    (path := tmp_path / "bytes").write_bytes(b"x" * (PIECE - 20) + EICAR + b"y")
    assert DemoScanner().look(path).scan is Scan.INFECTED
    path.write_bytes(b"x" * PIECE)
    assert DemoScanner().look(path) == Found(Scan.CLEAN)


def test_the_setting_chooses_the_scanner() -> None:
    assert isinstance(scanner("demo"), DemoScanner) and isinstance(scanner("clamd:127.0.0.1:3310"), ClamdScanner)
