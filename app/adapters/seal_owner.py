"""Whose a key is: its certificate says so, and a seal under another name would be doubted by whoever verifies it."""

from __future__ import annotations

from pyhanko.sign import signers

from app.adapters.seal_port import SealKind, SealRefused
from app.adapters.seal_report import LONGEST_NAME, is_of


def demand_own(signer: signers.Signer, organ: str, seal: SealKind) -> None:
    """Raises SealRefused for a key whose certificate names no organisation, or another one than the organ."""
    certificate = signer.signing_cert
    said = certificate.subject.native.get("organization_name") if certificate is not None else None
    if not is_of(said, organ):
        raise SealRefused(
            f"the certificate named for {organ} ({seal}) is of {said or 'no organisation'}, not of "
            f"{organ[:LONGEST_NAME]}: its seal would be doubted"
        )
