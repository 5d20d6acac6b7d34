"""Does a file carry a virus? Three answers, and an error is not one of them that lets a file out.

`demo` knows the EICAR test string only. `clamd:…` asks a ClamAV daemon over its socket (INSTREAM): the file is sent,
so that the daemon needs no right to read our store.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from approvals.domain.states import Scan

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PIECE = 256 * 1024
LONGEST_ANSWER = 4096
SECONDS = 22.0
"""For the whole question. A worker has 40 s for one act, and draws the pages after it: cut off there, the file's row would
fail and in the end die, while one whose scanner is away waits and is asked for again."""


class ScannerAway(Exception):
    """The scanner gave no answer, or none that says clean or infected: the file stays where it is, unread."""


@dataclass(frozen=True)
class Found:
    """`scan` is CLEAN or INFECTED; `note` names what was found."""

    scan: Scan
    note: str = ""


class Scanner(Protocol):
    """Looks through a file on the disk."""

    def look(self, path: Path) -> Found:
        """Raises ScannerAway when it cannot say."""
        ...


class DemoScanner:
    """Finds the one file that every scanner is tried with (EICAR)."""

    def look(self, path: Path) -> Found:
        kept = b""
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                if EICAR in kept + piece:
                    return Found(Scan.INFECTED, "EICAR-Test-File")
                kept = piece[-len(EICAR) :]
        return Found(Scan.CLEAN)


class ClamdScanner:
    """A ClamAV daemon at a path (unix socket) or at host:port."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self._address = address
        self._seconds = seconds

    def look(self, path: Path) -> Found:
        until = time.monotonic() + self._seconds
        try:
            with self._connected() as line, path.open("rb") as file:
                line.sendall(b"zINSTREAM\0")
                while piece := file.read(PIECE):
                    _limit(line, until)
                    line.sendall(len(piece).to_bytes(4, "big") + piece)
                line.sendall(bytes(4))
                return _understood(_answer(line, until))
        except OSError as error:
            raise ScannerAway(f"clamd: {error}") from error

    def _connected(self) -> socket.socket:
        host, colon, port = self._address.rpartition(":")
        if colon and port.isdigit():
            return socket.create_connection((host, int(port)), timeout=self._seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._seconds)
        try:
            line.connect(self._address)
        except BaseException:
            line.close()
            raise
        return line


def _limit(line: socket.socket, until: float) -> None:
    """A socket's own limit begins anew with every piece, and a daemon that takes one a second would never meet it."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError("timed out")
    line.settimeout(left)


def _answer(line: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        _limit(line, until)
        if not (piece := line.recv(LONGEST_ANSWER)):
            break
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _understood(said: str) -> Found:
    """`stream: OK`, `stream: <name> FOUND`; anything else (a limit, a broken daemon) is no answer."""
    if said == "stream: OK":
        return Found(Scan.CLEAN)
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Found(Scan.INFECTED, said.removeprefix("stream: ").removesuffix(" FOUND")[:255])
    raise ScannerAway(f"clamd: {said[:200] or 'no answer'}")


def scanner(setting: str) -> Scanner:
    """The scanner of an installation: `demo`, or `clamd:/run/clamav/clamd.ctl`, or `clamd:host:port`."""
    kind, _, address = setting.partition(":")
    return ClamdScanner(address) if kind == "clamd" else DemoScanner()
