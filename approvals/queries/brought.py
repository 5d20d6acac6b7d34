"""Results the applicant has from elsewhere, as declared with a filing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.choices import Choice
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import Scan
from approvals.models.cases import Case
from approvals.models.intake import HeldResult
from approvals.models.papers import StoredFile
from approvals.queries.access import find_case
from approvals.queries.enterprise_files import FileToSend
from departments.domain.actor import Actor
from departments.models.people import Account


@dataclass(frozen=True)
class BroughtRow:
    """One result: the item, what the applicant said of it, its file if there is one, and an officer's doubt."""

    public_id: str
    item_code: str
    number: str
    issued_on: dt.date
    organ: str
    file_name: str
    doubt: str
    judged_by: str
    judged_at: dt.datetime | None


def brought_of(session: Session, case: Case) -> Mapping[str, BroughtRow]:
    """By item code; no statement where nothing was brought along."""
    if not {Choice.HAVE, Choice.DOUBTED}.intersection(case.item_choices.values()):
        return {}
    rows = session.execute(
        select(HeldResult, StoredFile.display_name, Account.name)
        .outerjoin(StoredFile, StoredFile.id == HeldResult.file_id)
        .outerjoin(Account, Account.id == HeldResult.judged_by)
        .where(HeldResult.case_id == case.id)
        .order_by(HeldResult.id)
    )
    return {
        row.item_code: BroughtRow(
            row.public_id, row.item_code, row.number, row.issued_on, row.organ, file or "", row.doubt, by or "", row.judged_at
        )
        for row, file, by in rows
        if row.item_code in case.item_choices
    }  # fmt: skip


def brought_file(session: Session, public_id: str, actor: Actor) -> FileToSend:
    """The file of one result, of a case the actor may see; raises NotFound, or Refusal while it is not found clean."""
    row = session.execute(
        select(Case.public_id, StoredFile)
        .join(HeldResult, HeldResult.case_id == Case.id)
        .join(StoredFile, StoredFile.id == HeldResult.file_id)
        .where(HeldResult.public_id == public_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    case, file = row
    find_case(session, case, actor)
    if file.scan != Scan.CLEAN:
        raise Refusal("file_quarantined" if file.scan == Scan.INFECTED else "file_scanning")
    return FileToSend(file.sha256, file.media_type, file.display_name)
