"""What a grant depends on, for any number of tracks in a constant number of statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from approvals.domain.outcome import (
    SITE_VISIT_OFFICERS,
    Blocker,
    GrantFacts,
    OpenPause,
    PaperFact,
    UpstreamFact,
    grant_blockers,
)
from approvals.domain.prerequisites import MET, applied_again, unmet
from approvals.domain.states import UNDECIDED, LineState, Outcome, Supply, Verdict
from approvals.models.cases import Track
from approvals.queries.dossier_statements import CASES, DOSSIER, PAPER, PAUSE, UPSTREAM, VISIT
from approvals.queries.prerequisites import ProjectFile, handed_in, project_files
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_words import ProcedureKind
from departments.domain.condition import evaluate
from departments.queries.catalogue import catalogue_version

ALWAYS_THERE = frozenset({Supply.FORM, Supply.SHARED, Supply.HELD})
_Rows = Sequence[Row[*tuple[Any, ...]]]
_Circumstances = Mapping[tuple[str, int], _Rows]


@dataclass(frozen=True)
class PaperRow:
    """One paper as one track sees it: its newest version, this track's verdict on it, and the promise if one was made."""

    paper_id: str
    code: str
    name_zh: str
    name_en: str
    is_required: bool
    supply: Supply
    version_id: int | None
    verdict: Verdict | None
    promise: LineState | None
    promised_on: dt.date | None
    producers: tuple[str, ...]

    @property
    def has_version(self) -> bool:
        return self.supply in ALWAYS_THERE or self.version_id is not None


@dataclass(frozen=True)
class _Asked:
    """A track whose dossier is wanted: its item, and the form and catalogue of its case."""

    item_code: str
    catalogue: Catalogue
    answers: dict[str, Any]
    case_id: int
    project_id: int
    is_committed: bool = False


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
    """The dossier of each track, in a constant number of statements however many tracks are asked for."""
    if not track_ids:
        return {}
    rows = session.execute(CASES, {"ids": list(track_ids)}).all()
    return _dossiers(
        session,
        {
            row.id: _Asked(
                row.item_code,
                catalogue_version(session, row.catalogue_version_id),
                row.answers,
                row.case_id,
                row.project_id,
                row.is_committed,
            )
            for row in rows
        },
    )


def facts_for(session: Session, track: Track, outcome: Outcome) -> GrantFacts:
    """What this decision on the track depends on now; its case is at hand, so one statement does (a refusal: none)."""
    if outcome is not Outcome.GRANT:
        return GrantFacts()
    case = track.case
    asked = _Asked(
        track.item_code, catalogue_version(session, case.catalogue_version_id), case.answers, case.id, track.project_id,
        track.is_committed,
    )  # fmt: skip
    return _dossiers(session, {track.id: asked})[track.id].facts


def _dossiers(session: Session, tracks: Mapping[int, _Asked]) -> dict[int, Dossier]:
    circumstances: dict[tuple[str, int], list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in session.execute(DOSSIER, {"ids": list(tracks)}):
        circumstances[row.what, row.track_id].append(row)
    files = _files(session, tracks, circumstances)
    found, outside = {}, _outside(session, tracks, circumstances, files)
    for track_id, asked in tracks.items():
        mine = tuple(_paper_row(asked.catalogue, row) for row in circumstances[PAPER, track_id])
        facts = GrantFacts(
            papers=tuple(_fact(paper) for paper in mine),
            upstream=(
                *_upstream_facts(asked, circumstances[UPSTREAM, track_id], mine, files.get(asked.project_id)),
                *outside.get(track_id, ()),
            ),
            open_pauses=tuple(OpenPause(row.code, row.day) for row in circumstances[PAUSE, track_id]),
            needs_site_visit=_needs_visit(asked),
            # the row of a visit cannot exist without two different officers
            visit_officers=SITE_VISIT_OFFICERS if circumstances[VISIT, track_id] else None,
        )
        found[track_id] = Dossier(mine, facts)
    return found


def _upstream_facts(
    asked: _Asked, upstream: _Rows, papers: tuple[PaperRow, ...], filed: ProjectFile | None
) -> tuple[UpstreamFact, ...]:
    stands_in = {producer for paper in papers if paper.supply is Supply.UPLOADED for producer in paper.producers}
    items, standings = asked.catalogue.items, filed.known if filed else {}
    return tuple(
        UpstreamFact(
            one.code, items[one.code].name_zh, items[one.code].name_en,
            one.state if one.code in stands_in else applied_again(one.state, standings.get(one.code, ())),
            one.code in stands_in,
        )
        for one in upstream
    )  # fmt: skip


def _files(session: Session, tracks: Mapping[int, _Asked], circumstances: _Circumstances) -> dict[int, ProjectFile]:
    """Of each project whose other cases matter: an item has a prerequisite there, or one of its own case failed."""
    concerned = _concerned(tracks, circumstances).keys() | {
        track
        for (what, track), rows in circumstances.items()
        if what == UPSTREAM and any(row.state not in MET | UNDECIDED for row in rows)
    }
    return project_files(session, [tracks[one].project_id for one in concerned]) if concerned else {}


def _concerned(tracks: Mapping[int, _Asked], circumstances: _Circumstances) -> dict[int, set[str]]:
    """The tracks with a prerequisite outside their case, and the items that lie inside it."""
    inside = {track: {row.code for row in circumstances.get((UPSTREAM, track), ())} for track in tracks}
    return {
        track: inside[track]
        for track, asked in tracks.items()
        if any(one.item not in inside[track] for one in asked.catalogue.items[asked.item_code].prerequisites)
    }


def _outside(
    session: Session, tracks: Mapping[int, _Asked], circumstances: _Circumstances, files: Mapping[int, ProjectFile]
) -> dict[int, list[UpstreamFact]]:
    """Prerequisites that lie in other cases of the project; nothing is asked where no item has one."""
    inside = _concerned(tracks, circumstances)
    concerned = {track: tracks[track] for track in inside}
    if not concerned:
        return {}
    documents = handed_in(session, [asked.case_id for asked in concerned.values()])
    found: dict[int, list[UpstreamFact]] = {}
    for track, asked in concerned.items():
        catalogue, filed = asked.catalogue, files[asked.project_id]
        answers = {**filed.answers, **asked.answers}
        handed = [catalogue.materials[code] for code in documents[asked.case_id] if code in catalogue.materials]
        stands_in = {one for material in handed for one in material.producers}
        item = catalogue.items[asked.item_code]
        found[track] = [
            UpstreamFact(code, catalogue.items[code].name_zh, catalogue.items[code].name_en, state, code in stands_in)
            for code, state in unmet(catalogue, item, inside[track], filed.known, answers)
        ]
    return found


def _needs_visit(asked: _Asked) -> bool:
    """Where the applicant vouched for the whole item, it is looked at after the grant, not before."""
    return not asked.is_committed and any(
        one.kind is ProcedureKind.SITE_VISIT and (one.condition is None or evaluate(one.condition, asked.answers))
        for one in asked.catalogue.items[asked.item_code].special_procedures
    )


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


def _paper_row(catalogue: Catalogue, row: Row[*tuple[Any, ...]]) -> PaperRow:
    material = catalogue.materials[row.code]
    return PaperRow(
        paper_id=row.public_id,
        code=material.code,
        name_zh=material.name_zh,
        name_en=material.name_en,
        is_required=row.is_required,
        supply=row.supply,
        version_id=row.version_id,
        verdict=row.verdict,
        promise=row.promise,
        promised_on=row.day,
        producers=material.producers,
    )


def blockers(session: Session, track_ids: Collection[int]) -> dict[int, tuple[Blocker, ...]]:
    """Why each of these tracks cannot be granted now."""
    return {track_id: dossier.blockers for track_id, dossier in dossiers(session, track_ids).items()}
