"""The authorities whose certificates the organs' keys have: who checks a seal needs these and no key."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


def trusted_roots(bundle: Path | None) -> tuple[bytes, ...]:
    """The certificates (DER) of a PEM file; ValueError when it holds none."""
    if bundle is None:
        raise ValueError("no authority is named")
    found = x509.load_pem_x509_certificates(bundle.read_bytes())
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)
