"""The applicant asks a department to look at the papers of a draft before it files, or takes that back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.precheck import MOST_CHARACTERS, PrecheckState, askable
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.models.prechecks import Precheck, PrecheckLine
from approvals.usecases.desk import own_case, own_draft
from approvals.usecases.enterprise.planning import plan_of
from approvals.usecases.framing import open_file
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def ask_precheck(*, case: str, department: str, question: str, actor: Actor, now: dt.datetime) -> str:
    """Show the department (a code) the newest version of every uploaded paper its items want; returns the public id.

    A second click finds the one that is open. Raises Invalid for an endless question, Refusal 'nothing_to_precheck' when
    no uploaded paper concerns that department, Stale when the draft was filed meanwhile.
    """
    words = question.strip()
    if len(words) > MOST_CHARACTERS:
        raise Invalid({"question": ("too_long", {"most": MOST_CHARACTERS})})
    with unit_of_work() as session:
        draft = own_draft(session, case, actor)
        versions = _newest(session, draft)
        papers = askable(plan_of(session, draft), versions).get(department)
        if papers is None:
            raise Refusal("nothing_to_precheck")
        seats = {row.code: row.id for row in open_file(session, draft).departments.values()}
        if department not in seats:
            raise Refusal("department_absent", departments=[department])
        found = _open_one(session, draft, seats[department])
        if found is not None:
            return found.public_id
        row = Precheck(
            case_id=draft.id, department_id=seats[department], state=PrecheckState.OPEN, question=words,
            asked_by=actor.account_id or 0, asked_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add_all(PrecheckLine(precheck_id=row.id, material_version_id=versions[code]) for code in papers)
        record(session, draft, Tag.PRECHECK_ASKED, actor=actor, now=now, precheck=row.id, materials=list(papers))
        tell(session, draft, "precheck_asked", now=now, once=str(row.id), department_id=row.department_id)
        return row.public_id


def _open_one(session: Session, draft: Case, department_id: int) -> Precheck | None:
    return session.scalar(
        select(Precheck).where(
            Precheck.case_id == draft.id,
            Precheck.department_id == department_id,
            Precheck.state == PrecheckState.OPEN,
        )
    )


def take_back_precheck(*, precheck: str, actor: Actor, now: dt.datetime) -> None:
    """The applicant does not want an answer any more; one that was answered stays as it is."""
    with unit_of_work() as session:
        row = session.scalar(select(Precheck).where(Precheck.public_id == precheck))
        if row is None:
            raise NotFound
        draft = own_case(session, session.get_one(Case, row.case_id).public_id, actor)
        session.refresh(row)
        if row.state is PrecheckState.OPEN:
            row.state = PrecheckState.WITHDRAWN
            record(session, draft, Tag.PRECHECK_TAKEN_BACK, actor=actor, now=now, precheck=row.id)


def _newest(session: Session, draft: Case) -> dict[str, int]:
    """The newest sound version of each uploaded paper, by material code."""
    rows = session.execute(
        select(CaseMaterial.material_code, func.max(MaterialVersion.id))
        .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
        .where(
            CaseMaterial.case_id == draft.id,
            CaseMaterial.supply == Supply.UPLOADED,
            MaterialVersion.is_barred.is_(False),
        )
        .group_by(CaseMaterial.material_code)
    )
    return {code: version for code, version in rows}
