"""The Ed25519 key that seals the heads of the case chains. It lies outside the database: who can rewrite every row
still cannot sign."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class NoSealKey(Exception):
    """There is no key file where the settings say; a city makes one by `flask audit key`."""


class SealKey:
    """A PEM file, and its public half beside it (`.pub`), which is enough to verify."""

    def __init__(self, path: Path, *, makes_itself: bool) -> None:
        self._path = path
        self._makes_itself = makes_itself

    @property
    def path(self) -> Path:
        return self._path

    def exists(self) -> bool:
        return self._path.exists()

    def make(self) -> bool:
        """Make the key if there is none; False when there was one. Two processes at once make one key."""
        if self._path.exists():
            return False
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        part = self._path.with_name(f"{self._path.name}.{secrets.token_hex(8)}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(pem)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(part, self._path)
        except FileExistsError:
            return False
        finally:
            part.unlink()
        self._public_path().write_bytes(self._pem(self.private().public_key()))
        return True

    def private(self) -> Ed25519PrivateKey:
        """The signing key; raises NoSealKey, or ValueError for a file that holds another kind of key."""
        # a public half alone is what a restore leaves: a new key would make every seal before it a forgery
        if self._makes_itself and not self._path.exists() and not self._public_path().exists():
            self.make()
        if not self._path.exists():
            raise NoSealKey(str(self._path))
        key = serialization.load_pem_private_key(self._path.read_bytes(), None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{self._path} holds no Ed25519 key")
        return key

    def public(self) -> Ed25519PublicKey:
        """From the public file where there is one: whoever only verifies needs no private key."""
        if not self._public_path().exists():
            return self.private().public_key()
        key = serialization.load_pem_public_key(self._public_path().read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError(f"{self._public_path()} holds no Ed25519 key")
        return key

    def fingerprint(self) -> str:
        """Sixteen hex digits of the SHA-256 of the public key: to be written down elsewhere and compared."""
        return hashlib.sha256(self._pem(self.public())).hexdigest()[:16]

    def _public_path(self) -> Path:
        return self._path.with_suffix(".pub")

    @staticmethod
    def _pem(key: Ed25519PublicKey) -> bytes:
        return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
