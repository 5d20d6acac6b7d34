"""Sealing a printed letter (PAdES) and checking a sealed one; the only import of pyHanko.

The seal certifies the whole file and allows no change after it. Whether a file holds is judged on pyHanko's bottom line:
its `valid` alone stays true for a file that was changed.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from asn1crypto import algos as asn1_algos  # type: ignore[import-untyped]
from asn1crypto import cms as asn1_cms
from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.adapters.seal_keys import KeyRing

SealKind = Literal["special", "organ"]
_FIELD = "Seal"
_SIGNATURE_ALGORITHM = asn1_algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}).dump()

# Judging broken files is this module's work; pyHanko would log each finding as an error of ours.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class SealUnavailable(Exception):
    """The key or the key service cannot be reached now; the document waits and is sealed later."""


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


Result = TypeVar("Result")
NOT_SEALED = SealReport(sealed=False, intact=False, trusted=False, whole_file=False, holds=False)


class Sealer(Protocol):
    """Whoever holds the organs' keys: files in the demonstration, a device or a remote service in a city."""

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: datetime) -> bytes:
        """The file with the organ's signature, certified against any change. `at` is an aware UTC moment."""
        ...

    def check(self, pdf: bytes) -> SealReport:
        """What the seal of a file says; never raises, whatever the bytes."""
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
        sealed = _apart(lambda: pen.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))))
        return bytes(sealed.getvalue())

    def check(self, pdf: bytes) -> SealReport:
        """See `Sealer.check`."""
        try:
            return _apart(lambda: self._judge(pdf))
        # Hostile or broken bytes fail anywhere in the parser; whatever the failure, the file does not hold.
        except Exception:  # noqa: BLE001
            return NOT_SEALED

    def _judge(self, pdf: bytes) -> SealReport:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not found:
            return NOT_SEALED
        first = found[0]
        root = asn1_x509.Certificate.load(self._keys.root_certificate().public_bytes(Encoding.DER))
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        status = validate_pdf_signature(first, context)
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and len(found) == 1 and _tight(pdf, first)
        subject = first.signer_cert.subject.native
        return SealReport(
            sealed=True,
            intact=bool(status.intact and status.valid and status.docmdp_ok and whole),
            trusted=bool(status.trusted),
            whole_file=whole,
            holds=bool(status.bottom_line and whole),
            organ=subject.get("organization_name"),
            seal=subject.get("common_name"),
            sealed_at=first.self_reported_timestamp,
        )

    def _load_signer(self, organ: str, seal: SealKind) -> signers.SimpleSigner:
        path = str(self._keys.organ_key(organ, seal))
        signer: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12(path)  # type: ignore[no-untyped-call]
        if signer is None:
            raise ValueError("not a PKCS#12 file")
        # A root inside the file proves nothing and no digest covers it: bytes an attacker could change unseen.
        signer.embed_roots = False
        return signer


def _apart(work: Callable[[], Result]) -> Result:
    """Do it where no event loop runs: pyHanko starts one of its own, and two in one thread are refused."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


class _DatedSigner(PdfSigner):
    """A signer whose moment is given, not read from the machine's clock."""

    def __init__(self, meta: signers.PdfSignatureMetadata, signer: signers.SimpleSigner, at: datetime) -> None:
        super().__init__(meta, signer, new_field_spec=SigFieldSpec(_FIELD, on_page=-1))
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _tight(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the one hole in the signed ranges holds exactly the signature and its padding, in the one spelling we write.

    The hole is the only part of the file no digest covers, and the outer CMS fields are the only part of the
    signature that nothing signs: neither may change or hide anything.
    """
    start, length, resume, tail = (int(part) for part in signature.byte_range)
    content: bytes = signature.pkcs7_content
    size = asn1_parser.peek(content)
    hole = b"<" + content.hex().upper().encode("ascii") + b">"
    if start != 0 or resume + tail != len(pdf) or pdf[length:resume] != hole or any(content[size:]):
        return False
    info = asn1_cms.ContentInfo.load(content[:size], strict=True)
    signed = info["content"]
    signer = signed["signer_infos"][0]
    algorithms = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
    return (
        info.dump(force=True) == content[:size]
        and signed["version"].native == signer["version"].native == "v1"
        and algorithms == [signer["digest_algorithm"].dump()]
        and signer["digest_algorithm"]["algorithm"].native == "sha256"
        and signer["signature_algorithm"].dump() == _SIGNATURE_ALGORITHM
    )
