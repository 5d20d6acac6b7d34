"""What a grant depends on, for any number of tracks in a constant number of statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from approvals.domain.outcome import Blocker, GrantFacts, OpenPause, PaperFact, UpstreamFact, grant_blockers
from approvals.domain.states import LineState, Supply, TrackState, Verdict
from approvals.models.cases import Track
from approvals.models.papers import (
    CaseMaterial,
    CommitmentLine,
    MaterialDemand,
    MaterialVerdict,
    MaterialVersion,
    StoredFile,
)
from approvals.queries.dossier_statements import CASES, OPEN_PAUSES, PAPERS, UPSTREAM, VISITS
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_words import ProcedureKind
from departments.domain.condition import evaluate
from departments.queries.catalogue import catalogue_version

ALWAYS_THERE = frozenset({Supply.FORM, Supply.SHARED})


@dataclass(frozen=True)
class PaperRow:
    """One paper as one track sees it: its newest version, this track's verdict on it, and the promise if one was made."""

    paper_id: str
    code: str
    name_zh: str
    name_en: str
    is_required: bool
    is_upstream: bool
    supply: Supply
    source_note: str
    deferral_wd: int | None
    version: int
    version_id: int | None
    supplied_at: dt.datetime | None
    document_id: int | None
    file_name: str
    file_size: int
    media_type: str
    verdict: Verdict | None
    comment: str
    promise: LineState | None
    promised_on: dt.date | None
    producers: tuple[str, ...]

    @property
    def has_version(self) -> bool:
        return self.supply in ALWAYS_THERE or self.version_id is not None


@dataclass(frozen=True)
class Dossier:
    """Everything that speaks for or against granting one track."""

    papers: tuple[PaperRow, ...] = ()
    facts: GrantFacts = field(default_factory=GrantFacts)

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """Every reason why the track cannot be granted now."""
        return grant_blockers(self.facts)


def dossiers(session: Session, track_ids: Collection[int]) -> dict[int, Dossier]:
    """The dossier of each track, in seven statements however many tracks are asked for."""
    ids = list(track_ids)
    if not ids:
        return {}
    cases = {
        track_id: (item_code, catalogue_version(session, version_id), answers)
        for track_id, item_code, version_id, answers in session.execute(CASES, {"ids": ids})
    }
    papers = _papers(session, ids, {track: catalogue for track, (_, catalogue, _) in cases.items()})
    upstream, pauses, visits = _upstream(session, ids), _pauses(session, ids), _visits(session, ids)
    found = {}
    for track_id, (item_code, catalogue, answers) in cases.items():
        mine = tuple(papers.get(track_id, ()))
        facts = GrantFacts(
            papers=tuple(_fact(paper) for paper in mine),
            upstream=_upstream_facts(catalogue, upstream.get(track_id, []), mine),
            open_pauses=tuple(pauses.get(track_id, ())),
            needs_site_visit=_needs_visit(catalogue, item_code, answers),
            visit_officers=2 if track_id in visits else None,
        )
        found[track_id] = Dossier(mine, facts)
    return found


def _upstream_facts(
    catalogue: Catalogue, upstream: list[tuple[str, TrackState]], papers: tuple[PaperRow, ...]
) -> tuple[UpstreamFact, ...]:
    stands_in = {producer for paper in papers if paper.supply is Supply.UPLOADED for producer in paper.producers}
    items = catalogue.items
    return tuple(
        UpstreamFact(code, items[code].name_zh, items[code].name_en, state, code in stands_in)
        for code, state in upstream
    )


def _needs_visit(catalogue: Catalogue, item_code: str, answers: dict[str, Any]) -> bool:
    return any(
        one.kind is ProcedureKind.SITE_VISIT and (one.condition is None or evaluate(one.condition, answers))
        for one in catalogue.items[item_code].special_procedures
    )


def blockers_of(session: Session, track: Track) -> tuple[Blocker, ...]:
    """Why this track cannot be granted now; empty when it can."""
    return dossiers(session, [track.id])[track.id].blockers


def _fact(paper: PaperRow) -> PaperFact:
    return PaperFact(
        code=paper.code,
        name_zh=paper.name_zh,
        name_en=paper.name_en,
        required=paper.is_required,
        supply=paper.supply,
        has_version=paper.has_version,
        verdict=paper.verdict,
        producers=paper.producers,
        promise=paper.promise,
        promised_on=paper.promised_on,
    )


def _papers(session: Session, ids: list[int], catalogues: dict[int, Catalogue]) -> dict[int, list[PaperRow]]:
    rows = session.execute(PAPERS, {"ids": ids})
    found: dict[int, list[PaperRow]] = defaultdict(list)
    for demand, paper, version, file, verdict, line in rows:
        found[demand.track_id].append(
            _paper_row(catalogues[demand.track_id], demand, paper, version, file, verdict, line)
        )
    return found


def _paper_row(
    catalogue: Catalogue,
    demand: MaterialDemand,
    paper: CaseMaterial,
    version: MaterialVersion | None,
    file: StoredFile | None,
    verdict: MaterialVerdict | None,
    line: CommitmentLine | None,
) -> PaperRow:
    material = catalogue.materials[paper.material_code]
    return PaperRow(
        paper_id=paper.public_id,
        code=material.code,
        name_zh=material.name_zh,
        name_en=material.name_en,
        is_required=demand.is_required,
        is_upstream=demand.is_upstream,
        supply=paper.supply,
        source_note=paper.source_note,
        deferral_wd=demand.deferral_wd,
        version=version.number if version else 0,
        version_id=version.id if version else None,
        supplied_at=version.supplied_at if version else None,
        document_id=version.document_id if version else None,
        file_name=file.display_name if file else "",
        file_size=file.size if file else 0,
        media_type=file.media_type if file else "",
        verdict=verdict.verdict if verdict else None,
        comment=verdict.comment if verdict else "",
        promise=line.state if line else None,
        promised_on=line.due_on if line else None,
        producers=material.producers,
    )


def _upstream(session: Session, ids: list[int]) -> dict[int, list[tuple[str, TrackState]]]:
    found: dict[int, list[tuple[str, TrackState]]] = defaultdict(list)
    for track_id, code, state in session.execute(UPSTREAM, {"ids": ids}):
        found[track_id].append((code, state))
    return found


def _pauses(session: Session, ids: list[int]) -> dict[int, list[OpenPause]]:
    found: dict[int, list[OpenPause]] = defaultdict(list)
    for pause in session.scalars(OPEN_PAUSES, {"ids": ids}):
        found[pause.track_id].append(OpenPause(pause.kind, pause.started_on))
    return found


def _visits(session: Session, ids: Iterable[int]) -> set[int]:
    """Tracks with a recorded visit; the row itself cannot exist without two different officers."""
    return set(session.scalars(VISITS, {"ids": list(ids)}))


def blockers(session: Session, track_ids: Collection[int]) -> dict[int, tuple[Blocker, ...]]:
    """Why each of these tracks cannot be granted now."""
    return {track_id: dossier.blockers for track_id, dossier in dossiers(session, track_ids).items()}
