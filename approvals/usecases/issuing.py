"""Numbers a letter and fixes its facts in the deciding transaction; a worker prints and seals it afterwards."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import LETTERS
from approvals.domain.numbering import NumberContext, format_number, register_key, verification_code
from approvals.domain.states import DocumentState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack, NumberRegister
from approvals.usecases.framing import CaseFile
from approvals.usecases.journal import post, record
from departments.domain.actor import Actor
from departments.models.people import Department


@dataclass(frozen=True)
class Numbered:
    """What the register gave: merged into the facts of the letter."""

    number: str
    result_number: str | None
    verify_code: str
    verify_url: str

    @property
    def stamp(self) -> dict[str, Any]:
        """Keyword arguments of any letter: its number and where it can be verified."""
        return {"number": self.number, "verify_code": self.verify_code, "verify_url": self.verify_url}


def next_serial(session: Session, register: str, period: str) -> int:
    """The next serial of a register, never given twice: the row is locked until the transaction ends."""
    row = session.get(NumberRegister, (register, period), with_for_update=True)
    if row is None:
        row = NumberRegister(register=register, period=period, last_serial=0)
        session.add(row)
    row.last_serial += 1
    session.flush()
    return row.last_serial


def _context(file: CaseFile, organ: Department, day: dt.date) -> NumberContext:
    return NumberContext(
        day=day,
        region6=file.division.code[:6],
        department=organ.code,
        project_code=file.project.code,
        uscc=file.enterprise.uscc,
    )


def _assign(
    session: Session, file: CaseFile, organ: Department, pattern: str, day: dt.date
) -> tuple[str, str, str, int]:
    context = _context(file, organ, day)
    key = register_key(pattern, context)
    serial = next_serial(session, key.register, key.period)
    return format_number(pattern, context, serial), key.register, key.period, serial


def issue(
    session: Session,
    file: CaseFile,
    *,
    kind: str,
    organ: Department,
    build: Callable[[Numbered], LetterFacts],
    actor: Actor,
    now: dt.datetime,
    tracks: Collection[Track] = (),
    result_pattern: str | None = None,
) -> Document:
    """Assign number and code, store the facts, and ask the paper worker to print; returns the new row.

    A commitment letter is the applicant's own and carries the case number instead of a number of the register.
    """
    day = local_day(now)
    pattern = LETTERS[kind].number_pattern
    if pattern is None:
        register, period, number = f"{kind}:{file.case.case_no}", "", f"{file.case.case_no}"
        serial = next_serial(session, register, period)
    else:
        number, register, period, serial = _assign(session, file, organ, pattern, day)
    result_number = None
    if result_pattern and (file.project.code or "{project_code}" not in result_pattern):
        result_number = _assign(session, file, organ, result_pattern, day)[0]
    code = verification_code(secrets.token_bytes(16))
    url = f"{settings().base_url}/verify?{urlencode({'n': number, 'c': code})}"
    facts = build(Numbered(number, result_number, code, url))
    document = Document(
        case_id=file.case.id,
        department_id=organ.id,
        kind=kind,
        item_code=next(iter(tracks)).item_code if len(tracks) == 1 else None,
        register=register,
        period=period,
        serial=serial,
        number=number,
        result_number=result_number,
        verify_code=code,
        facts=json.loads(facts.to_json()),
        state=DocumentState.QUEUED,
        dated_on=day,
        created_at=now,
    )
    session.add(document)
    session.flush()
    session.add_all([DocumentTrack(document_id=document.id, track_id=track.id) for track in tracks])
    record(
        session, file.case, Tag.DOCUMENT_ISSUED, actor=actor, now=now,
        track=next(iter(tracks)) if len(tracks) == 1 else None, document=document.id, kind=kind, number=number,
    )  # fmt: skip
    post(session, queue="paper", kind="print", key=f"print:document:{document.id}", now=now, document_id=document.id)
    return document
