"""The keys of the demonstration: files that the house makes itself. A drawn seal says 样章 beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign import signers

from app.adapters.seal_check import apart
from app.adapters.seal_keys import KeyRing
from app.adapters.seal_owner import demand_own
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

    def _load_signer(self, organ: str, seal: SealKind) -> signers.Signer:
        blob = self._keys.organ_key(organ, seal).read_bytes()
        key, leaf, _ = pkcs12.load_key_and_certificates(blob, None)
        if not isinstance(key, rsa.RSAPrivateKey) or leaf is None:
            raise ValueError("the key file does not hold an RSA key and its certificate")
        signer = _KeptKey(key, leaf)
        demand_own(signer, organ, seal)
        return signer


class _KeptKey(signers.Signer):
    """A key that is read once: pyHanko's own signer takes its file apart for every signature, which costs more than
    the signature. Only the leaf goes into the letter: no digest covers what else a signature may carry.
    """

    def __init__(self, key: rsa.RSAPrivateKey, leaf: x509.Certificate) -> None:
        super().__init__(signing_cert=asn1_x509.Certificate.load(leaf.public_bytes(Encoding.DER)))
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self._key.key_size // 8)
        if digest_algorithm != "sha256":
            raise ValueError(f"letters are sealed with SHA-256, not {digest_algorithm}")
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
