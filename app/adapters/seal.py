"""Sealing a printed letter (PAdES); with `seal_check` the only import of pyHanko.

The seal certifies the whole file and allows no change after it.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession

from app.adapters.seal_check import apart, check_seal
from app.adapters.seal_keys import KeyRing
from app.adapters.seal_report import SealReport

SealKind = Literal["special", "organ"]
_FIELD = "Seal"


class SealUnavailable(Exception):
    """The key or the key service cannot be reached now; the document waits and is sealed later."""


class Sealer(Protocol):
    """Whoever holds the organs' keys: files in the demonstration, a device or a remote service in a city."""

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: datetime) -> bytes:
        """The file with the organ's signature, certified against any change. `at` is an aware UTC moment."""
        ...

    def check(self, pdf: bytes) -> SealReport:
        """What the seal of a file says; never raises, whatever the bytes."""
        ...

    def roots(self) -> tuple[bytes, ...]:
        """The certificates (DER) of the authorities whose seals are ours: all that a check needs to know."""
        ...


class FileKeySealer:
    """Seals with key files below `directory`, made on first use (see `seal_keys`)."""

    def __init__(self, directory: Path) -> None:
        self._keys = KeyRing(directory)
        self._signer = lru_cache(maxsize=64)(self._load_signer)

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: datetime) -> bytes:
        """See `Sealer.seal`. SealUnavailable when the key file cannot be made or read."""
        if at.tzinfo is None:
            raise ValueError("the moment of sealing must be aware")
        try:
            signer = self._signer(organ, seal)
        except (OSError, ValueError) as failure:
            raise SealUnavailable(f"key of {organ} ({seal}): {failure}") from failure
        meta = signers.PdfSignatureMetadata(
            field_name=_FIELD,
            reason=reason,
            name=organ,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        pen = _DatedSigner(meta, signer, at)
        sealed = apart(lambda: pen.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))))
        return bytes(sealed.getvalue())

    def check(self, pdf: bytes) -> SealReport:
        """See `Sealer.check`."""
        return check_seal(pdf, self.roots())

    def roots(self) -> tuple[bytes, ...]:
        """See `Sealer.roots`."""
        return (self._keys.root_certificate().public_bytes(Encoding.DER),)

    def _load_signer(self, organ: str, seal: SealKind) -> signers.SimpleSigner:
        path = str(self._keys.organ_key(organ, seal))
        signer: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12(path)  # type: ignore[no-untyped-call]
        if signer is None:
            raise ValueError("not a PKCS#12 file")
        # A root inside the file proves nothing and no digest covers it: bytes an attacker could change unseen.
        signer.embed_roots = False
        return signer


class _DatedSigner(PdfSigner):
    """A signer whose moment is given, not read from the machine's clock."""

    def __init__(self, meta: signers.PdfSignatureMetadata, signer: signers.SimpleSigner, at: datetime) -> None:
        super().__init__(meta, signer, new_field_spec=SigFieldSpec(_FIELD, on_page=-1))
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session
