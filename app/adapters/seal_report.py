"""What can be said of a file's seal, without the libraries that find it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LONGEST_NAME = 64
"""Characters that a certificate has room for in the name of an organisation (X.520)."""


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


def is_of(certified: object, organ: str) -> bool:
    """Whether a certificate that names this organisation is the organ's: the one rule of who seals and who verifies."""
    return certified == organ[:LONGEST_NAME]
