"""Gathers what the register and the file say of a document, for the one verdict."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from flask import current_app

from app.adapters.file_reader import FileReader, Looked
from app.adapters.seal_report import SealReport, is_of
from app.foundation.orm import canonical
from app.foundation.reading import reading
from approvals.domain.letters.registry import facts_from_json
from approvals.domain.numbering import normalise_code
from approvals.domain.verification import Evidence, Finding, Seal, Step, Verdict, judge, steps
from approvals.queries.public_verify import Registered, by_number, by_sha256, is_bundle

LARGEST_LETTER = 8 * 1024 * 1024
"""Many times the longest letter of ours; what is larger and not in the register is not taken apart."""
AT_ONCE = 1024 * 1024
NO_CODE = ""
HEAD = 1024
"""Readers open a PDF that begins within this many bytes; so it is told from other files as they tell it."""


@dataclass(frozen=True)
class Answer:
    """The verdict and every step to it; `seal` and `sha256` only when the file itself was there.

    `is_bundle`: a copy or an archive that the house put together; what is in it can be verified, it itself cannot.
    """

    verdict: Verdict
    steps: tuple[tuple[Step, Finding], ...]
    document: Registered | None = None
    seal_found: Seal = Seal.NOT_ASKED
    seal: SealReport | None = None
    sha256: str | None = None
    is_bundle: bool = False


@dataclass(frozen=True)
class Brought:
    """A file somebody brought: its fingerprint, and its bytes when it is a PDF of a letter's size."""

    sha256: str
    is_pdf: bool
    content: bytes | None


def brought(stream: BinaryIO) -> Brought:
    """Read it through once; a large one is never held as a whole."""
    digest = hashlib.sha256()
    for part in iter(partial(stream.read, AT_ONCE), b""):
        digest.update(part)
    size = stream.tell()
    stream.seek(0)
    content = stream.read(LARGEST_LETTER if size <= LARGEST_LETTER else HEAD)
    is_pdf = b"%PDF" in content[:HEAD]
    return Brought(digest.hexdigest(), is_pdf, content if is_pdf and size <= LARGEST_LETTER else None)


def judge_number(number: str, code: str) -> Answer:
    """What the register says of a number and a code as they were typed."""
    with reading() as session:
        found = by_number(session, number, normalise_code(code) or NO_CODE)
    evidence = Evidence(state=found.state if found else None)
    return Answer(judge(evidence), steps(evidence), found)


def judge_file(file: Brought) -> Answer:
    """The register decides first: bytes it knows are unchanged. Then the file is asked what it says of itself."""
    with reading() as session:
        found = by_sha256(session, file.sha256)
        bundled = found is None and is_bundle(session, file.sha256)
    if bundled:
        evidence = Evidence(state=None, same_bytes=False)
        return Answer(judge(evidence), (), sha256=file.sha256, is_bundle=True)
    looked = _looked(file, found)
    claimed = found or _claimed(looked)
    seal = _seal(looked, claimed)
    evidence = Evidence(
        state=claimed.state if claimed else None,
        same_bytes=found is not None,
        seal=seal,
        same_organ=_same_organ(looked, claimed),
        same_facts=_same_facts(looked, claimed),
        is_sealed_by_us=claimed is None or claimed.is_sealed_by_us,
    )
    report = looked.seal if looked and looked.is_read else None
    return Answer(judge(evidence), steps(evidence), claimed, seal, report, file.sha256)


def _looked(file: Brought, found: Registered | None) -> Looked | None:
    """What the PDF says; None for one that is not taken apart: another system's file is only compared."""
    if file.content is None or (found is not None and found.is_elsewhere):
        return None
    reader: FileReader = current_app.extensions["binglian.reader"]
    return reader.look(file.content)


def _seal(looked: Looked | None, claimed: Registered | None) -> Seal:
    """A broken signature says nothing certain of its authority: in a file that claims to be ours it is ours, broken."""
    if looked is None:
        return Seal.NOT_ASKED
    if not looked.is_read:
        return Seal.UNREAD
    report = looked.seal
    if report.holds:
        return Seal.HOLDS
    if not report.sealed:
        return Seal.NONE
    return Seal.BROKEN if report.trusted or (claimed is not None and not report.intact) else Seal.FOREIGN


def _claimed(looked: Looked | None) -> Registered | None:
    """The document whose number and code the attached facts name; both must be right, as on the page."""
    facts = _read(looked.facts) if looked else None
    number, code = (facts.get("number"), facts.get("verify_code")) if facts else (None, None)
    if not (isinstance(number, str) and isinstance(code, str)):
        return None
    with reading() as session:
        return by_number(session, number, normalise_code(code) or NO_CODE)


def _same_organ(looked: Looked | None, found: Registered | None) -> bool | None:
    if looked is None or found is None or not found.is_sealed_by_us or not looked.seal.sealed:
        return None
    return is_of(looked.seal.organ, str(found.facts.get("organ", "")))


def _same_facts(looked: Looked | None, found: Registered | None) -> bool | None:
    if looked is None or found is None or looked.facts is None:
        return None
    try:
        return facts_from_json(looked.facts) == facts_from_json(canonical(found.facts))
    # A stranger's JSON may have any shape: a word where a record stands, a list where a word.
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return False


def _read(text: str | None) -> dict[str, object] | None:
    try:
        facts = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return facts if isinstance(facts, dict) else None
