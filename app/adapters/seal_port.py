"""What the house asks of whoever holds the organs' keys, without the libraries that do it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

from app.adapters.seal_report import SealReport

SealKind = Literal["special", "organ"]
"""special: 行政审批专用章, for papers about a procedure; organ: 机关印章, for decisions (行政许可法 32, 39)."""


class SealUnavailable(Exception):
    """The key or the key service cannot be reached now; the document waits and is sealed later."""


class SealRefused(Exception):
    """There is no key for this seal, its certificate is another organ's, or what came back does not hold: waiting
    alone mends nothing."""


class Sealer(Protocol):
    """Whoever holds the organs' keys: files in the demonstration, a device or a remote service in a city."""

    def ready(self, *, organ: str, seal: SealKind) -> None:
        """Reach the key of a seal; raises SealUnavailable or SealRefused. What it opens is kept for the next seals."""
        ...

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: datetime) -> bytes:
        """The file with the organ's signature, certified against any change. `at` is an aware UTC moment."""
        ...

    def check(self, pdf: bytes) -> SealReport:
        """What the seal of a file says; never raises, whatever the bytes."""
        ...

    def roots(self) -> tuple[bytes, ...]:
        """The certificates (DER) of the authorities whose seals are ours: all that a check needs to know."""
        ...

    def look(self) -> str:
        """In words, which keys answer now; SealUnavailable or SealRefused when one does not or is another organ's."""
        ...

    def close(self) -> None:
        """End what was opened; the next seal opens it again."""
        ...
