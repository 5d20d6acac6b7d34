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
from approvals.models.rounds import Reopening
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
    """Store a verdict on the newest version of each named paper; a returned paper needs words. What the same person said
    of a version in the same words already is said, and told, once a round.

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
        earlier = _earlier(session, row)
        said = _said_by(actor, earlier, _round_began(session, row))
        new = {paper: one for paper, one in verdicts.items() if said.get(versions[paper][1]) != _tidied(one)}
        if new:
            _store(session, row, earlier, new, versions, actor, now)
            judged = [(*versions[paper], verdict) for paper, (verdict, _) in new.items()]
            _follow(session, case, row, judged, actor, now)


def _follow(
    session: Session,
    case: Case,
    track: Track,
    judged: list[tuple[CaseMaterial, int, Verdict]],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """What the verdicts do to promises, and who is told."""
    weigh_promises(session, case, track, {paper.id: verdict for paper, _, verdict in judged}, actor, now)
    returned = [(paper, version_id) for paper, version_id, verdict in judged if verdict is Verdict.RETURNED]
    _tell_returned(session, case, track, returned, now)
    papers = {paper.material_code: verdict.value for paper, _, verdict in judged}
    record(session, case, Tag.PAPER_JUDGED, actor=actor, now=now, track=track, papers=papers)


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


def _earlier(session: Session, track: Track) -> dict[int, MaterialVerdict]:
    """What was said for this item until now, by version."""
    rows = session.scalars(select(MaterialVerdict).where(MaterialVerdict.track_id == track.id))
    return {one.material_version_id: one for one in rows}


def _said_by(
    actor: Actor, earlier: Mapping[int, MaterialVerdict], since: dt.datetime | None
) -> dict[int, tuple[Verdict, str]]:
    """What this person has said of versions in this round: in another one the same words are said, and told, anew."""
    return {
        version_id: (one.verdict, one.comment)
        for version_id, one in earlier.items()
        if one.judged_by == actor.account_id and (since is None or one.judged_at >= since)
    }


def _tidied(one: tuple[Verdict, str]) -> tuple[Verdict, str]:
    return one[0], one[1].strip()


def _round_began(session: Session, track: Track) -> dt.datetime | None:
    """None in the first round of an item."""
    began = select(Reopening.ordered_at).where(Reopening.track_id == track.id, Reopening.round == track.round)
    return session.scalar(began)


def _store(
    session: Session,
    track: Track,
    earlier: Mapping[int, MaterialVerdict],
    verdicts: Mapping[str, tuple[Verdict, str]],
    versions: Mapping[str, tuple[CaseMaterial, int]],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """One verdict per version and track: a second look replaces the first."""
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
