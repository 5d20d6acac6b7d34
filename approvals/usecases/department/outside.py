"""A result made in another system becomes a document of the register: its number, its day and its file as they came."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import replace
from urllib.parse import urlencode

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.unit_of_work import write_last
from approvals.domain.events import Tag
from approvals.domain.numbering import verification_code
from approvals.domain.refusals import Refusal
from approvals.domain.states import DocumentState
from approvals.models.cases import Proposal, Track
from approvals.models.letters import Document, DocumentTrack, OutsideResult
from approvals.models.papers import StoredFile
from approvals.usecases.department.letters_held import IN_FORCE
from approvals.usecases.department.result_letter import result_letter
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Issued, Numbered, next_serial
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def is_taken(session: Session, track: Track, number: str) -> bool:
    """Whether a letter or a result of the department carries this number already, made here or registered.

    What was registered for the same item of the project and holds no longer gives its number back: the other system
    has one true number for its result, and whoever registered it wrongly registers it again in a new round.
    """
    same = (
        select(DocumentTrack.document_id)
        .join(Track, Track.id == DocumentTrack.track_id)
        .where(Track.project_id == track.project_id, Track.item_code == track.item_code)
    )
    is_free = and_(Document.is_elsewhere, Document.state.not_in(IN_FORCE), Document.id.in_(same))
    known = select(Document.id).where(
        Document.department_id == track.department_id,
        or_(Document.number == number, Document.result_number == number),
        not_(is_free),
    )
    return session.scalar(known.limit(1)) is not None


def keep_outside(
    session: Session,
    file: CaseFile,
    track: Track,
    proposal: Proposal,
    outside: OutsideResult,
    *,
    actor: Actor,
    now: dt.datetime,
) -> Issued:
    """The row of the document: issued at once, never printed or sealed here; its facts are those of the same letter.

    Raises Refusal 'number_registered' when another item's result was signed under the same number meanwhile.
    """
    letter = result_letter(session, file, track, proposal, file.calendar, outside.dated_on)
    stored, code = session.get_one(StoredFile, outside.file_id), verification_code(secrets.token_bytes(16))
    url = f"{settings().base_url}/verify?{urlencode({'n': outside.number, 'c': code})}"
    facts = replace(letter.build(Numbered(outside.number, outside.number, code, url)), dated_on=outside.dated_on)
    register, period = f"elsewhere:{letter.organ.code}", str(outside.dated_on.year)
    serial = next_serial(session, register, period)  # whoever signs such a result at the same moment waits here
    if is_taken(session, track, outside.number):
        raise Refusal("number_registered")
    row = Document(
        case_id=file.case.id, department_id=letter.organ.id, kind=letter.kind, item_code=track.item_code,
        register=register, period=period, serial=serial, number=outside.number,
        verify_code=code, facts=facts.to_plain(), state=DocumentState.ISSUED, dated_on=outside.dated_on,
        created_at=now, issued_at=now, file_id=stored.id, sha256=stored.sha256, is_elsewhere=True,
    )  # fmt: skip
    session.add(row)
    session.flush()
    write_last(session, DocumentTrack, [{"document_id": row.id, "track_id": track.id}])
    told = {"document": row.id, "kind": row.kind, "number": row.number}
    record(session, file.case, Tag.DOCUMENT_ISSUED, actor=actor, now=now, track=track, **told)
    return Issued(row.id, row.public_id, row.number)
