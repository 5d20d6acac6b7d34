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


class PublicHalfOnly(NoSealKey):
    """The private key is kept elsewhere, or lost; a new one would make every seal before it a forgery."""

    def __init__(self, path: Path, public: Path) -> None:
        super().__init__(
            f"{path} is not there, only its public half {public}: bring the private key back from where it is kept; "
            f"only if it is lost, move {public.name} away, and flask audit key makes a new one"
        )


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
        """Make the key if there is none; False when there was one, whose public half is written if it is not there.

        Two processes at once make one key. Raises PublicHalfOnly where that half lies alone.
        """
        # looked at first: whoever makes the key at this moment writes the public half last
        has_public = self._public_path().exists()
        is_new = not self._path.exists()
        if is_new and has_public:
            raise PublicHalfOnly(self._path, self._public_path())
        if is_new:
            is_new = self._made()
        if not has_public:
            public = self._loaded().public_key()
            self._written_beside(self._public_path(), self._pem(public), 0o644).replace(self._public_path())
        return is_new

    def _made(self) -> bool:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        part = self._written_beside(self._path, pem, 0o600)
        try:
            os.link(part, self._path)
        except FileExistsError:
            return False
        finally:
            part.unlink()
        return True

    @staticmethod
    def _written_beside(target: Path, content: bytes, mode: int) -> Path:
        part = target.with_name(f"{target.name}.{secrets.token_hex(8)}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        return part

    def private(self) -> Ed25519PrivateKey:
        """The signing key; raises NoSealKey, or ValueError for a file that holds another kind of key."""
        if self._makes_itself:
            self.make()
        if not self._path.exists():
            public = self._public_path()
            raise PublicHalfOnly(self._path, public) if public.exists() else NoSealKey(str(self._path))
        return self._loaded()

    def _loaded(self) -> Ed25519PrivateKey:
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
