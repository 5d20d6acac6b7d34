"""An examiner accepts or returns papers, for one item; others who share the paper judge for themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotFound, Refusal, Stale
from approvals.domain.states import WITH_DEPARTMENT, Verdict
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVerdict, MaterialVersion
from approvals.usecases.desk import track_at_desk
from approvals.usecases.journal import record, tell
from approvals.usecases.promises.weigh_promises import weigh_promises
from departments.domain.actor import Actor


def judge_papers(
    *,
    track: str,
    verdicts: Mapping[str, tuple[Verdict, str]],
    seen: Mapping[str, int] = MappingProxyType({}),
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Store a verdict on the newest version of each named paper; a returned paper needs words.

    `seen`: the numbers of the versions that were looked at. Raises Stale when a newer one came meanwhile, Invalid per
    paper, NotFound for a paper the item does not want, Refusal 'nothing_to_judge' for a paper that has not come.
    """
    wordless: dict[str, tuple[str, dict[str, Any]]] = {
        paper: ("required", {})
        for paper, (verdict, words) in verdicts.items()
        if verdict is Verdict.RETURNED and not words.strip()
    }
    if wordless:
        raise Invalid(wordless)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine")
        if row.state not in WITH_DEPARTMENT:
            raise Refusal("no_such_move", state=row.state.value, verb="judge")
        versions = _versions(session, row.id, verdicts)
        _require_seen(session, versions, seen)
        _store(session, row, verdicts, versions, actor, now)
        said = {versions[paper][0].id: verdict for paper, (verdict, _) in verdicts.items()}
        weigh_promises(session, case, row, said, actor, now)
        returned = [versions[paper] for paper, (verdict, _) in verdicts.items() if verdict is Verdict.RETURNED]
        _tell_returned(session, case, row, returned, now)
        record(
            session, case, Tag.PAPER_JUDGED, actor=actor, now=now, track=row,
            papers={versions[paper][0].material_code: verdict.value for paper, (verdict, _) in verdicts.items()},
        )  # fmt: skip


def _tell_returned(
    session: Session, case: Case, track: Track, returned: list[tuple[CaseMaterial, int]], now: dt.datetime
) -> None:
    """A second look may return the same version with other words: that is told too."""
    for material, version_id in returned:
        once = f"{version_id}:{case.event_count}"
        tell(session, case, "paper_returned", now=now, track=track, once=once, material=material.material_code)


def _require_seen(session: Session, versions: Mapping[str, tuple[CaseMaterial, int]], seen: Mapping[str, int]) -> None:
    """Nobody passes what nobody read: the case is locked, so what is the newest now stays it."""
    for paper, number in seen.items():
        newest = session.get_one(MaterialVersion, versions[paper][1])
        if newest.number != number:
            raise Stale(tag=Tag.PAPER_SUPPLIED.value, at=newest.supplied_at)


def _store(
    session: Session,
    track: Track,
    verdicts: Mapping[str, tuple[Verdict, str]],
    versions: Mapping[str, tuple[CaseMaterial, int]],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """One verdict per version and track: a second look replaces the first."""
    rows = session.scalars(select(MaterialVerdict).where(MaterialVerdict.track_id == track.id))
    earlier = {one.material_version_id: one for one in rows}
    for paper, (verdict, words) in verdicts.items():
        version_id = versions[paper][1]
        found = earlier.get(version_id)
        if found is None:
            found = MaterialVerdict(track_id=track.id, material_version_id=version_id)
            session.add(found)
        found.verdict, found.comment = verdict, words.strip()
        found.judged_by, found.judged_at = actor.account_id or 0, now


def _versions(
    session: Session, track_id: int, verdicts: Mapping[str, tuple[Verdict, str]]
) -> dict[str, tuple[CaseMaterial, int]]:
    """The newest version of each named paper that this track wants."""
    rows = session.execute(
        select(CaseMaterial, func.max(MaterialVersion.id))
        .join(MaterialDemand, MaterialDemand.case_material_id == CaseMaterial.id)
        .outerjoin(
            MaterialVersion,
            (MaterialVersion.case_material_id == CaseMaterial.id) & MaterialVersion.is_barred.is_(False),
        )
        .where(MaterialDemand.track_id == track_id, CaseMaterial.public_id.in_(list(verdicts)))
        .group_by(CaseMaterial.id)
    ).all()
    found = {material.public_id: (material, version_id) for material, version_id in rows}
    if set(found) != set(verdicts):
        raise NotFound
    waiting = [material.material_code for material, version_id in found.values() if version_id is None]
    if waiting:
        raise Refusal("nothing_to_judge", materials=waiting)
    return found
