"""A numbered letter becomes one sealed file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.usecases.letters.print_document import Press, print_document
from departments.domain.actor import SYSTEM
from tests.factories.main_job import MONDAY, at, file_case, settle, the_cast
from workers.jobs.drain import drain

NOW = at(MONDAY, 12)
pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]


class BrokenPrinter:
    """Out of ink."""

    def print_letter(self, kind: str, facts: LetterFacts) -> bytes:
        raise OSError("out of ink")


@pytest.fixture
def letters(in_app: object) -> dict[str, int]:
    """The letters of a filing, by kind: a receipt, and a promise that the applicant signs."""
    file_case(the_cast(), defers=("M018", "M030"))
    with reading() as session:
        return {row.kind: row.id for row in session.scalars(select(Document))}


def press() -> Press:
    named = current_app.extensions
    return Press(named["binglian.printer"], named["binglian.sealer"], named["binglian.files"])


def document(number: int) -> Document:
    with reading() as session:
        return session.get_one(Document, number)


def stored_pdfs() -> list[StoredFile]:
    with reading() as session:
        return list(session.scalars(select(StoredFile).where(StoredFile.display_name.contains("号.pdf"))))


def test_a_receipt_is_printed_sealed_and_issued(letters: dict[str, int]) -> None:
    print_document(document=letters["receipt"], press=press(), actor=SYSTEM, now=NOW)
    row = document(letters["receipt"])
    assert (row.state, row.issued_at) == (DocumentState.ISSUED, NOW)
    path: Path = current_app.extensions["binglian.files"].path(row.sha256)
    report = current_app.extensions["binglian.sealer"].check(path.read_bytes())
    assert report.holds
    assert report.organ == row.facts["organ"]


def test_the_applicant_s_own_letter_carries_no_seal(letters: dict[str, int]) -> None:
    print_document(document=letters["deferral_commitment"], press=press(), actor=SYSTEM, now=NOW)
    path: Path = current_app.extensions["binglian.files"].path(document(letters["deferral_commitment"]).sha256)
    assert not current_app.extensions["binglian.sealer"].check(path.read_bytes()).sealed


def test_printing_again_gives_no_second_file_and_no_other_hash(letters: dict[str, int]) -> None:
    print_document(document=letters["receipt"], press=press(), actor=SYSTEM, now=NOW)
    first = document(letters["receipt"]).sha256
    print_document(document=letters["receipt"], press=press(), actor=SYSTEM, now=NOW + dt.timedelta(hours=1))
    assert document(letters["receipt"]).sha256 == first
    assert len(stored_pdfs()) == 1


def test_a_letter_that_cannot_be_printed_says_why_and_waits(
    letters: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(current_app.extensions, "binglian.printer", BrokenPrinter())
    tally = drain("paper", lambda: NOW, NOW + dt.timedelta(minutes=1))
    assert tally.failed == 2
    row = document(letters["receipt"])
    assert (row.state, row.failure) == (DocumentState.QUEUED, "OSError: out of ink")
    monkeypatch.undo()
    later = NOW + dt.timedelta(minutes=5)
    assert drain("paper", lambda: later, later + dt.timedelta(minutes=1)).done == 2
    assert (document(letters["receipt"]).state, document(letters["receipt"]).failure) == (DocumentState.ISSUED, "")
