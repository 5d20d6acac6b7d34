"""What the storage adapter says of bytes that it has already kept under their hash."""

from __future__ import annotations

from typing import Protocol

from approvals.domain.states import Scan


class Stored(Protocol):
    """One kept file."""

    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def display_name(self) -> str: ...
    @property
    def scan(self) -> Scan: ...
