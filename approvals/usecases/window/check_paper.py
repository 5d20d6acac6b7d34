"""The window says of one paper whether it fits, each word kept on its own."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import TrackState, Verdict
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion
from approvals.models.window import PaperCheck
from approvals.usecases.desk import checked_case
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def check_paper(
    *, case: str, paper: str, number: int, verdict: Verdict, comment: str, actor: Actor, now: dt.datetime
) -> None:
    """Keep the verdict on version `number` of a paper; a second look replaces the first, said twice it stays one.

    Raises Invalid 'comment' when it lacks something and no word says what; NotFound for a paper of another case;
    Refusal 'paper_replaced' when a newer version came meanwhile, 'nothing_to_judge' when none did, 'already_answered'
    when no item that wants it waits for the window any more.
    """
    words = comment.strip()
    if verdict is Verdict.RETURNED and not words:
        raise Invalid({"comment": ("lack_unnamed", {})})
    with unit_of_work() as session:
        row = checked_case(session, case, actor)
        material = _paper(session, row, paper)
        version_id = _version(session, material, number)
        found = session.scalar(select(PaperCheck).where(PaperCheck.material_version_id == version_id))
        if found is not None and (found.verdict, found.comment) == (verdict, words):
            return
        if found is None:
            found = PaperCheck(material_version_id=version_id)
            session.add(found)
        found.verdict, found.comment, found.checked_by, found.checked_at = verdict, words, actor.account_id or 0, now
        code = material.material_code
        record(session, row, Tag.PAPER_CHECKED, actor=actor, now=now, paper=code, version=number, verdict=verdict.value)


def _paper(session: Session, case: Case, public_id: str) -> CaseMaterial:
    """A paper of this filing that an item waiting for the window wants."""
    material = session.scalar(
        select(CaseMaterial).where(CaseMaterial.case_id == case.id, CaseMaterial.public_id == public_id)
    )
    if material is None:
        raise NotFound
    waiting = session.scalar(
        select(func.count())
        .select_from(MaterialDemand)
        .join(Track, Track.id == MaterialDemand.track_id)
        .where(MaterialDemand.case_material_id == material.id, Track.state == TrackState.FILED)
    )
    if not waiting:
        raise Refusal("already_answered", items=[])
    return material


def _version(session: Session, material: CaseMaterial, number: int) -> int:
    newest = session.execute(
        select(MaterialVersion.id, MaterialVersion.number)
        .where(MaterialVersion.case_material_id == material.id, MaterialVersion.is_barred.is_(False))
        .order_by(MaterialVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        raise Refusal("nothing_to_judge", materials=[material.material_code])
    if newest.number != number:
        raise Refusal("paper_replaced", number=newest.number)
    return int(newest.id)
