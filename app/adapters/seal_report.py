"""What can be said of a file's seal, without the libraries that find it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SealReport:
    """What a file's seal says. Only `holds` is a yes: sealed, unchanged, ours, and covering every byte of the file."""

    sealed: bool
    intact: bool
    trusted: bool
    whole_file: bool
    holds: bool
    organ: str | None = None
    seal: str | None = None
    sealed_at: datetime | None = None


NOT_SEALED = SealReport(sealed=False, intact=False, trusted=False, whole_file=False, holds=False)
