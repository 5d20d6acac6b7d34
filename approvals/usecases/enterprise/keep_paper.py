"""The enterprise keeps a paper in its file once, for every application to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.reuse import check_validity
from approvals.models.enterprise_papers import EnterprisePaper, EnterprisePaperFile, EnterprisePaperVersion
from approvals.usecases.enterprise.paper_versions import MOST_FILES, keep_file
from approvals.usecases.pressed_twice import Validity, has_just_been_kept, hold_enterprise
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor
from departments.queries.catalogue import current_catalogue


def keep_paper(
    *,
    enterprise_id: int,
    material_code: str,
    files: Sequence[Stored],
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """A new version of the paper, with its own validity (no last day: it does not end); earlier ones stay.

    The same files and days twice within seconds are one version.

    Raises NotFound for a foreign enterprise, Invalid 'paper_unknown', 'valid_backwards', Refusal 'file_missing',
    'too_many_files', and what an agent may not do.
    """
    if enterprise_id not in actor.enterprise_ids:
        raise NotFound
    require_mandate(actor, enterprise_id)
    check_validity(valid_from, valid_until)
    if not files:
        raise Refusal("file_missing", field="file")
    if len(files) > MOST_FILES:
        raise Refusal("too_many_files", field="file", most=MOST_FILES)
    with unit_of_work() as session:
        # one paper at a time: two versions at once would take the same number
        hold_enterprise(session, enterprise_id)
        if material_code not in current_catalogue(session).catalogue.materials:
            raise Invalid({"material_code": ("paper_unknown", {})})
        paper = _paper(session, enterprise_id, material_code)
        if not has_just_been_kept(session, paper, (valid_from, valid_until), files, now):
            _add(session, paper, files, (valid_from, valid_until), actor, now)


def _add(
    session: Session,
    paper: EnterprisePaper,
    files: Sequence[Stored],
    validity: Validity,
    actor: Actor,
    now: dt.datetime,
) -> None:
    newest = select(func.max(EnterprisePaperVersion.number)).where(EnterprisePaperVersion.paper_id == paper.id)
    version = EnterprisePaperVersion(
        paper_id=paper.id, number=(session.scalar(newest) or 0) + 1, valid_from=validity[0], valid_until=validity[1],
        supplied_by=actor.account_id, supplied_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    for position, stored in enumerate(files, 1):
        file_id = keep_file(session, stored, now).id
        session.add(EnterprisePaperFile(version_id=version.id, position=position, file_id=file_id))


def _paper(session: Session, enterprise_id: int, material_code: str) -> EnterprisePaper:
    mine = (EnterprisePaper.enterprise_id == enterprise_id, EnterprisePaper.material_code == material_code)
    found = session.scalar(select(EnterprisePaper).where(*mine))
    if found is None:
        found = EnterprisePaper(enterprise_id=enterprise_id, material_code=material_code)
        session.add(found)
        session.flush()
    return found
