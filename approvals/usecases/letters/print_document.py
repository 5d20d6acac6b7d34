"""A numbered letter becomes a sealed file: facts from the row, printed, sealed, stored, and only then issued."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from sqlalchemy import bindparam, insert, select, update

from app.foundation.crash_points import crash_point
from app.foundation.orm import canonical
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import LETTERS, facts_from_json
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.usecases.claims import Claim, settle
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor

PDF = "application/pdf"
SealKind = Literal["special", "organ"]


class Printer(Protocol):
    """Sets a letter as PDF; the same facts give the same bytes."""

    def print_letter(self, kind: str, facts: LetterFacts) -> bytes: ...


class Sealer(Protocol):
    """Whoever holds the organs' keys."""

    def ready(self, *, organ: str, seal: SealKind) -> None: ...

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: dt.datetime) -> bytes: ...


class Files(Protocol):
    """Keeps bytes under their hash."""

    def keep(self, content: bytes, media_type: str, display_name: str) -> Stored: ...


@dataclass(frozen=True)
class Press:
    """What printing needs from outside."""

    printer: Printer
    sealer: Sealer
    files: Files


@dataclass(frozen=True)
class _Sheet:
    """What the row says of a letter that waits."""

    kind: str
    facts: LetterFacts
    name: str
    decided_at: dt.datetime


_WAITS = (Document.id == bindparam("document"), Document.state == DocumentState.QUEUED, Document.sha256.is_(None))
_SHEET = select(Document.kind, Document.facts, Document.number, Document.created_at).where(*_WAITS)
_STILL_WAITS = select(Document.id).where(*_WAITS).with_for_update()
_FILED = insert(StoredFile).returning(StoredFile.id)
_ISSUED = (
    update(Document)
    .where(Document.id == bindparam("document"))
    .values(
        state=DocumentState.ISSUED, issued_at=bindparam("at"), sha256=bindparam("hash"), file_id=bindparam("file"),
        failure="",
    )
    .execution_options(synchronize_session=False)
)  # fmt: skip
"""Put together once, as what every letter ends with."""


def print_document(*, document: int, press: Press, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> None:
    """Print and seal one letter and mark it issued; a letter that is issued already stays as it is.

    No transaction is open while it prints. It is sealed as of the moment of its decision, so that a second try after
    a crash makes the same file as far as the sealer allows; a file without a row is harmless, a row without one not.
    """
    sheet = _waiting(document)
    crash_point("letter.read")
    stored = _made(sheet, press) if sheet is not None else None
    crash_point("letter.kept")
    with unit_of_work() as session:
        done = settle(session, claim, now)
        if stored is not None and session.scalar(_STILL_WAITS, {"document": document}) is not None:
            kept = {
                "sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type,
                "display_name": stored.display_name, "stored_at": done,
            }  # fmt: skip
            file = session.scalar(_FILED, kept)
            session.execute(_ISSUED, {"document": document, "at": done, "hash": stored.sha256, "file": file})


def _waiting(document: int) -> _Sheet | None:
    """The facts of a letter that is still to be printed."""
    with reading() as session:
        row = session.execute(_SHEET, {"document": document}).one_or_none()
    if row is None:
        return None
    facts = facts_from_json(canonical(row.facts))
    return _Sheet(row.kind, facts, f"{facts.title}_{row.number}.pdf", row.created_at)


def _made(sheet: _Sheet, press: Press) -> Stored:
    seal, organ = LETTERS[sheet.kind].seal, sheet.facts.organ
    # An applicant's own letter and a form signed by hand carry no seal of an organ.
    if seal == "special" or seal == "organ":
        # asked first: while the key is away, setting the letter again and again would be for nothing
        press.sealer.ready(organ=organ, seal=seal)
        pdf = press.printer.print_letter(sheet.kind, sheet.facts)
        crash_point("letter.before_seal")
        pdf = press.sealer.seal(pdf, organ=organ, seal=seal, reason=sheet.facts.title, at=sheet.decided_at)
    else:
        pdf = press.printer.print_letter(sheet.kind, sheet.facts)
    crash_point("letter.made")
    return press.files.keep(pdf, PDF, sheet.name)
