"""Files that the public brings are taken apart here, never in the process that answers pages."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.adapters.limited import Limits, Unfinished, run
from app.adapters.seal_report import NOT_SEALED, SealReport

LIMITS = Limits(memory=768 * 1024 * 1024, cpu_seconds=8, wall_seconds=15, answer=3 * 1024 * 1024)
"""A letter of ours takes a second, most of it to start, and a third of the memory."""
AT_ONCE = 2
PATIENCE = 10.0


@dataclass(frozen=True)
class Looked:
    """What a PDF says of itself; `is_read` False when it could not be taken apart within its limits."""

    seal: SealReport = NOT_SEALED
    facts: str | None = None
    is_read: bool = True


class FileReader:
    """Looks into PDFs, a few at a time; `roots` gives the certificates (DER) of the authorities whose seals are ours."""

    def __init__(self, roots: Callable[[], Sequence[bytes]], limits: Limits = LIMITS) -> None:
        self._roots = roots
        self._limits = limits
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def look(self, content: bytes) -> Looked:
        """The seal and the facts of a PDF; never raises, whatever the bytes."""
        roots = [base64.b64encode(root).decode("ascii") for root in self._roots()]
        request = json.dumps({"roots": roots}).encode("ascii") + b"\n" + content
        if not self._places.acquire(timeout=PATIENCE):
            return Looked(is_read=False)
        try:
            return _understood(run("app.adapters.pdf_look", request, self._limits))
        except Unfinished:
            return Looked(is_read=False)
        finally:
            self._places.release()


def _understood(answer: bytes) -> Looked:
    told: dict[str, Any] = json.loads(answer)
    seal: dict[str, Any] = told["seal"]
    at = seal["sealed_at"]
    return Looked(SealReport(**seal | {"sealed_at": datetime.fromisoformat(at) if at else None}), told["facts"])
