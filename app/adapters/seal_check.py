"""What the seal of a file says: judged without any key, from the certificates of our authorities alone.

Whether a file holds is judged on pyHanko's bottom line: its `valid` alone stays true for a file that was changed.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from asn1crypto import algos as asn1_algos  # type: ignore[import-untyped]
from asn1crypto import cms as asn1_cms
from asn1crypto import core as asn1_core
from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.adapters.seal_report import NOT_SEALED, SealReport

_SIGNATURE_ALGORITHM = asn1_algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}).dump()

# Judging broken files is this module's work; pyHanko would log each finding as an error of ours.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


Result = TypeVar("Result")


def check_seal(pdf: bytes, roots: Sequence[bytes], *, is_fresh: bool = False) -> SealReport:
    """What the seal of a file says; `roots` are DER certificates. Never raises, whatever the bytes.

    `is_fresh`: it was put on just now, so its certificate must hold today; otherwise it must hold today or have held
    on the day of the seal.
    """
    try:
        return apart(lambda: _judge(pdf, roots, is_fresh=is_fresh))
    # Hostile or broken bytes fail anywhere in the parser; whatever the failure, the file does not hold.
    except Exception:  # noqa: BLE001
        return NOT_SEALED


def _judge(pdf: bytes, roots: Sequence[bytes], *, is_fresh: bool) -> SealReport:
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if not found:
        return NOT_SEALED
    first = found[0]
    # What was added behind the seal is not weighed, only seen: nothing may be, and weighing it takes a second.
    is_last = sum(int(part) for part in list(first.byte_range)[2:]) == len(pdf)
    status = _weighed(first, roots, skip_diff=not is_last)
    if not (is_fresh or status.trusted):
        status = _as_it_was_sealed(first, roots, skip_diff=not is_last) or status
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


def _weighed(
    seal: EmbeddedPdfSignature, roots: Sequence[bytes], *, skip_diff: bool, moment: datetime | None = None
) -> PdfSignatureStatus:
    trusted = [asn1_x509.Certificate.load(root) for root in roots]
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=moment)
    return validate_pdf_signature(seal, context, skip_diff=skip_diff)


def _as_it_was_sealed(
    seal: EmbeddedPdfSignature, roots: Sequence[bytes], *, skip_diff: bool
) -> PdfSignatureStatus | None:
    """Weighed once more as of the moment that the seal names, or the first day of its certificate if that was later.

    Keys are renewed every few years, and a certificate that has run out since says nothing against a letter. That the
    moment is the true one is known from the register alone, which is asked first: these bytes are in it or are not.
    """
    said = seal.self_reported_timestamp
    if said is None or said.tzinfo is None:
        return None
    return _weighed(seal, roots, skip_diff=skip_diff, moment=max(said, seal.signer_cert.not_valid_before))


def apart(work: Callable[[], Result]) -> Result:
    """Do it where no event loop runs: pyHanko starts one of its own, and two in one thread are refused."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


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
        and _bare(signed)
        and signed["version"].native == signer["version"].native == "v1"
        and algorithms == [signer["digest_algorithm"].dump()]
        and signer["digest_algorithm"]["algorithm"].native == "sha256"
        and signer["signature_algorithm"].dump() == _SIGNATURE_ALGORITHM
    )


def _bare(signed: asn1_cms.SignedData) -> bool:
    """One signer, its one certificate, nothing beside: what else a signature may carry is covered by no signature."""
    signers, certificates = signed["signer_infos"], signed["certificates"]
    beside = (signed["crls"], signers[0]["unsigned_attrs"])
    return len(signers) == len(certificates) == 1 and all(isinstance(one, asn1_core.Void) for one in beside)
