"""Demonstration keys on disk: one certificate authority and a key pair per organ and kind of seal, made on first use.

A city replaces them by its own keys behind the same door (`seal.Sealer`). The files are readable by the owner only.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from app.adapters.seal_report import LONGEST_NAME

# Fixed, so that making keys reads no clock and old demonstration cases can be sealed on their own days.
_VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_TO = datetime(2060, 1, 1, tzinfo=UTC)
_AUTHORITY = "authority"
CAPTION = {"special": "行政审批专用章", "organ": "机关印章"}


class KeyRing:
    """The key files below `directory`; several processes may ask for the same key at once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def root_certificate(self) -> x509.Certificate:
        """The authority's certificate; made when there is none yet."""
        return self._authority()[1]

    def organ_key(self, organ: str, seal: str) -> Path:
        """The PKCS#12 file (without passphrase) of an organ's seal, made when there is none yet."""
        path = self._directory / f"{hashlib.sha256(f'{organ}|{seal}'.encode()).hexdigest()[:24]}.p12"
        if path.exists():
            return path
        root_key, root = self._authority()
        with self._alone():
            if not path.exists():
                key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
                leaf = _leaf_certificate(organ, seal, key, root_key, root)
                blob = pkcs12.serialize_key_and_certificates(
                    organ.encode(), key, leaf, [root], serialization.NoEncryption()
                )
                self._write(path, blob)
        return path

    def _authority(self) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        path = self._directory / f"{_AUTHORITY}.p12"
        if not path.exists():
            with self._alone():
                if not path.exists():
                    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
                    root = _root_certificate(key)
                    blob = pkcs12.serialize_key_and_certificates(
                        _AUTHORITY.encode(), key, root, None, serialization.NoEncryption()
                    )
                    self._write(path, blob)
        stored_key, stored_root, _ = pkcs12.load_key_and_certificates(path.read_bytes(), None)
        if not isinstance(stored_key, rsa.RSAPrivateKey) or stored_root is None:
            raise ValueError("the authority's key file does not hold an RSA key and its certificate")
        return stored_key, stored_root

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._directory / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _write(path: Path, blob: bytes) -> None:
        """Whole or not at all: another process may be reading the name at this moment."""
        part = path.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(blob)
        part.replace(path)


def _name(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,  # nonRepudiation: pyHanko demands it of a signer
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _root_certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = _name("并联演示印章签发机构", "并联 演示")
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_TO)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _leaf_certificate(
    organ: str, seal: str, key: rsa.RSAPrivateKey, root_key: rsa.RSAPrivateKey, root: x509.Certificate
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(CAPTION[seal] + "（样章）", organ[:LONGEST_NAME]))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_TO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
