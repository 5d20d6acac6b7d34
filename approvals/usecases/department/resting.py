"""What rests on a result that no longer holds, in other filings of the project: the end of a letter is told there too."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import UNDECIDED, Supply
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, MaterialDemand
from approvals.usecases.framing import CaseFile
from approvals.usecases.journal import tell
from departments.queries.catalogue import catalogue_version


def tell_resting(session: Session, file: CaseFile, ended: Track, letter: Document, once: str, now: dt.datetime) -> None:
    """Tell the applicant, the steward and the desk of every undecided item of another case that needs this result first,
    or was handed it as a paper. `once` names the end, so that each item hears of it one time."""
    output = file.catalogue.items[ended.item_code].output
    names: dict[str, Any] = {
        "result_zh": output.name_zh,
        "result_en": output.name_en,
        "number": letter.result_number or letter.number,
    }
    for case, track in _resting(session, ended):
        tell(session, case, "base_ended", now=now, track=track, once=f"{ended.id}:{once}", **names)


def _resting(session: Session, ended: Track) -> list[tuple[Case, Track]]:
    """In the order of filing. The cases are not locked: nothing of theirs is written."""
    rows = session.execute(
        select(Case, Track)
        .join(Case, Case.id == Track.case_id)
        .where(Track.project_id == ended.project_id, Track.case_id != ended.case_id, Track.state.in_(list(UNDECIDED)))
        .order_by(Track.id)
    ).all()
    papers = _handed(session, [track.id for _, track in rows])
    return [(case, track) for case, track in rows if _rests(session, case, track, papers, ended.item_code)]


def _handed(session: Session, track_ids: Collection[int]) -> Mapping[int, set[str]]:
    """The papers of each track that other items produce; what the applicant uploaded stands on its own."""
    found: dict[int, set[str]] = defaultdict(set)
    for track_id, code in session.execute(
        select(MaterialDemand.track_id, CaseMaterial.material_code)
        .join(CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id)
        .where(MaterialDemand.track_id.in_(track_ids), CaseMaterial.supply == Supply.UPSTREAM)
    ):
        found[track_id].add(code)
    return found


def _rests(session: Session, case: Case, track: Track, papers: Mapping[int, set[str]], item: str) -> bool:
    catalogue = catalogue_version(session, case.catalogue_version_id)
    needed = {one.item for one in catalogue.items[track.item_code].prerequisites}
    handed = {maker for code in papers.get(track.id, ()) for maker in catalogue.materials[code].producers}
    return item in needed | handed
