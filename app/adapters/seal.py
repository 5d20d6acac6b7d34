"""Sealing a printed letter (PAdES), wherever the key is held.

The seal certifies the whole file and allows no change after it.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession

from app.adapters.seal_check import check_seal
from app.adapters.seal_files import FileKeys
from app.adapters.seal_port import Sealer, SealKind, SealRefused, SealUnavailable
from app.adapters.seal_report import SealReport

__all__ = ["FileKeySealer", "PadesSealer", "SealKind", "SealRefused", "SealUnavailable", "Sealer"]

_FIELD = "Seal"
Result = TypeVar("Result")


class KeyHolder(Protocol):
    """A place of keys. `is_trusted`: what it signs needs no second look before it goes out."""

    is_trusted: bool

    def signer(self, organ: str, seal: SealKind) -> signers.Signer:
        """pyHanko's signer with the key of a seal; SealUnavailable or SealRefused."""
        ...

    def run(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Carry out a signature where the holder's connections live; SealUnavailable when they fail."""
        ...

    def roots(self) -> tuple[bytes, ...]:
        """See `Sealer.roots`."""
        ...

    def look(self) -> str:
        """See `Sealer.look`."""
        ...

    def close(self) -> None:
        """See `Sealer.close`."""
        ...


class PadesSealer:
    """Seals with the keys of one holder; keep it as long as its connections should live."""

    def __init__(self, keys: KeyHolder) -> None:
        self._keys = keys

    def ready(self, *, organ: str, seal: SealKind) -> None:
        """See `Sealer.ready`."""
        self._keys.signer(organ, seal)

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: datetime) -> bytes:
        """See `Sealer.seal`; SealUnavailable when the key cannot be reached, SealRefused when its seal does not hold."""
        if at.tzinfo is None:
            raise ValueError("the moment of sealing must be aware")
        signer = self._keys.signer(organ, seal)
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
        sealed = self._keys.run(lambda: pen.async_sign_pdf(_SameAgain(pdf))).getvalue()
        if not self._keys.is_trusted and not check_seal(bytes(sealed), self.roots(), is_fresh=True).holds:
            raise SealRefused(f"what came back as the seal of {organ} ({seal}) does not hold")
        return bytes(sealed)

    def check(self, pdf: bytes) -> SealReport:
        """See `Sealer.check`."""
        return check_seal(pdf, self.roots())

    def roots(self) -> tuple[bytes, ...]:
        """See `Sealer.roots`."""
        return self._keys.roots()

    def look(self) -> str:
        """See `Sealer.look`."""
        return self._keys.look()

    def close(self) -> None:
        """See `Sealer.close`."""
        self._keys.close()


class FileKeySealer(PadesSealer):
    """Seals with key files below `directory`, made on first use (see `seal_keys`)."""

    def __init__(self, directory: Path) -> None:
        super().__init__(FileKeys(directory))


_EMPTY_PAGE = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n164\n%%EOF\n"
)


def rehearse() -> None:
    """Seal an empty page with a throwaway key: pyHanko's first seal costs six times a later one, and children of a
    process that has made one inherit what it took. No device or service is reached."""
    with tempfile.TemporaryDirectory() as folder:
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        FileKeySealer(Path(folder)).seal(_EMPTY_PAGE, organ="-", seal="organ", reason="-", at=moment)


class _SameAgain(IncrementalPdfFileWriter):
    """Takes the second half of the file's /ID from its bytes, not from chance: a letter sealed again after a crash is
    the same file under the same name, as far as the key's own signature repeats (RSA's does)."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(io.BytesIO(pdf))
        first = self._document_id[0]
        digest = hashlib.sha256(b"sealed" + pdf).digest()[:16]
        self._document_id = generic.ArrayObject([first, generic.ByteStringObject(digest)])

    def _update_meta(self) -> None:
        """The letter's own metadata stay as they are: pyHanko would write this machine's clock into them."""


class _DatedSigner(PdfSigner):
    """A signer whose moment is given, not read from the machine's clock."""

    def __init__(self, meta: signers.PdfSignatureMetadata, signer: signers.Signer, at: datetime) -> None:
        super().__init__(meta, signer, new_field_spec=SigFieldSpec(_FIELD, on_page=-1))
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session
