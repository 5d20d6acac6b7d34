"""The keys of the demonstration: files that the house makes itself. A drawn seal says 样章 beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign import signers

from app.adapters.seal_check import apart
from app.adapters.seal_keys import KeyRing
from app.adapters.seal_port import SealKind, SealUnavailable

Result = TypeVar("Result")


class FileKeys:
    """PKCS#12 files below `directory`, one per organ and seal, made on first use (see `seal_keys`)."""

    is_trusted = True

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._keys = KeyRing(directory)
        self._signer = lru_cache(maxsize=64)(self._load_signer)

    def signer(self, organ: str, seal: SealKind) -> signers.Signer:
        """See `KeyHolder.signer`. SealUnavailable when the key file cannot be made or read."""
        try:
            return self._signer(organ, seal)
        except (OSError, ValueError) as failure:
            raise SealUnavailable(f"key of {organ} ({seal}): {failure}") from failure

    def run(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """See `KeyHolder.run`."""
        return apart(lambda: asyncio.run(work()))

    def roots(self) -> tuple[bytes, ...]:
        """See `Sealer.roots`."""
        return (self._keys.root_certificate().public_bytes(Encoding.DER),)

    def look(self) -> str:
        """See `Sealer.look`."""
        found = len(list(self._directory.glob("*.p12"))) if self._directory.is_dir() else 0
        return f"{found} key files in {self._directory}" + ("" if found else "; made when first used")

    def close(self) -> None:
        """See `Sealer.close`."""

    def _load_signer(self, organ: str, seal: SealKind) -> signers.SimpleSigner:
        path = str(self._keys.organ_key(organ, seal))
        signer: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12(path)  # type: ignore[no-untyped-call]
        if signer is None:
            raise ValueError("not a PKCS#12 file")
        # A root inside the file proves nothing and no digest covers it: bytes an attacker could change unseen.
        signer.embed_roots = False
        return signer
