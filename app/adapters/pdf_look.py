"""What a PDF that somebody brings says of itself: its seal, and the facts attached to it. Runs in a limited child."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from pypdf import PdfReader

from app.adapters.seal_check import check_seal
from app.adapters.seal_report import SealReport

FACTS = "facts.json"
LARGEST_FACTS = 1024 * 1024


@dataclass(frozen=True)
class Look:
    """The seal, and the text of the one file of facts; None where there is none, or more than one."""

    seal: SealReport
    facts: str | None


def look(content: bytes, roots: Sequence[bytes]) -> Look:
    """Never raises for the content's sake; limits of time and memory are the caller's."""
    return Look(check_seal(content, roots), _facts(content))


def answer(request: bytes) -> bytes:
    """A first line of JSON with the authorities' certificates, then the PDF; answered in JSON."""
    head, _, content = request.partition(b"\n")
    roots = [base64.b64decode(root) for root in json.loads(head)["roots"]]
    return json.dumps(asdict(look(content, roots)), default=datetime.isoformat).encode()


def _facts(content: bytes) -> str | None:
    try:
        attached = PdfReader(io.BytesIO(content)).attachments.get(FACTS) or []
        if len(attached) != 1 or len(attached[0]) > LARGEST_FACTS:
            return None
        return attached[0].decode("utf-8")
    # Hostile or broken bytes: whatever the parser raises, no facts were found.
    except Exception:  # noqa: BLE001
        return None
