"""The distinct papers of a case as an officer reads them: versions, who wants each, verdicts, promises."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import LineState, Supply, Verdict
from approvals.models.papers import (
    CaseMaterial,
    CommitmentLine,
    MaterialDemand,
    MaterialVerdict,
)
from approvals.queries.paper_versions import VersionRow, versions_of_cases
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import Material
from departments.models.people import Account


@dataclass(frozen=True)
class VerdictRow:
    """What an officer said of one version for one item."""

    verdict: Verdict
    comment: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class PromiseRow:
    """A promise for this paper and item; `due_on` is None until the item is accepted."""

    state: LineState
    days_wd: int
    due_on: dt.date | None
    kept_on: dt.date | None


@dataclass(frozen=True)
class WantRow:
    """One item wants the paper; the verdict is the one on the newest version."""

    track_id: int
    is_required: bool
    is_upstream: bool
    deferral_wd: int | None
    verdict: VerdictRow | None
    promise: PromiseRow | None
    is_committed: bool = False
    """A notification-commitment stands in its place: nobody hands it in."""

    @property
    def is_promised(self) -> bool:
        """It may still come, or come better, by a day that was promised."""
        return self.promise is not None and self.promise.state is LineState.OPEN


@dataclass(frozen=True)
class PaperRow:
    """A distinct paper of a case. `versions` newest first; `wants` in the order of the tracks."""

    id: int
    paper: str
    code: str
    material: Material
    is_required: bool
    supply: Supply
    source_note: str
    versions: tuple[VersionRow, ...]
    wants: tuple[WantRow, ...]

    @property
    def newest(self) -> VersionRow | None:
        return next((version for version in self.versions if not version.is_barred), None)

    @property
    def is_infected(self) -> bool:
        """What came last carries a virus, and nothing came since."""
        return bool(self.versions) and self.versions[0].is_barred

    def want_of(self, track_id: int) -> WantRow | None:
        return next((want for want in self.wants if want.track_id == track_id), None)

    def status_for(self, want: WantRow) -> str:
        """The word of the paper table of the presenters: what this paper is for this item."""
        if want.verdict is not None:
            return want.verdict.verdict.value
        if self.versions and self.supply not in (Supply.UPSTREAM, Supply.HELD):
            return "sent"
        if self.supply in (Supply.FORM, Supply.SHARED, Supply.HELD, Supply.DEFERRED):
            return self.supply.value
        return "upstream" if want.is_upstream or self.supply is Supply.UPSTREAM else "not_started"

    def is_absent_for(self, want: WantRow) -> bool:
        """Nothing came for this item, and nothing is promised to it: what stops an acceptance."""
        return self.supply in (Supply.MISSING, Supply.DEFERRED) and not want.is_promised


def papers_of(session: Session, case_id: int, catalogue: Catalogue) -> tuple[PaperRow, ...]:
    """Every paper of a case, in catalogue order; six statements however many papers and items."""
    return papers_of_cases(session, {case_id: catalogue}).get(case_id, ())


def papers_of_cases(session: Session, catalogues: Mapping[int, Catalogue]) -> Mapping[int, tuple[PaperRow, ...]]:
    """The papers of several cases, each with the catalogue its case pins; the same six statements."""
    materials = session.scalars(select(CaseMaterial).where(CaseMaterial.case_id.in_(catalogues))).all()
    versions = versions_of_cases(session, catalogues)
    newest = {paper_id: next((row.id for row in rows if not row.is_barred), 0) for paper_id, rows in versions.items()}
    wants = _wants(session, catalogues, newest)
    found: dict[int, list[PaperRow]] = defaultdict(list)
    for each in materials:
        if each.material_code not in catalogues[each.case_id].materials:
            continue  # handed in under an older catalogue than the one filed under: kept, wanted by nobody
        found[each.case_id].append(
            PaperRow(
                id=each.id,
                paper=each.public_id,
                code=each.material_code,
                material=catalogues[each.case_id].materials[each.material_code],
                is_required=each.is_required,
                supply=each.supply,
                source_note=each.source_note,
                versions=tuple(versions.get(each.id, ())),
                wants=tuple(wants.get(each.id, ())),
            )
        )
    return {case_id: _in_order(rows, catalogues[case_id]) for case_id, rows in found.items()}


def _in_order(rows: list[PaperRow], catalogue: Catalogue) -> tuple[PaperRow, ...]:
    order = {code: place for place, code in enumerate(catalogue.materials)}
    return tuple(sorted(rows, key=lambda row: order[row.code]))


def _wants(session: Session, case_ids: Collection[int], newest: Mapping[int, int]) -> Mapping[int, list[WantRow]]:
    verdicts = _verdicts(session, newest)
    promises = _promises(session, case_ids)
    found: dict[int, list[WantRow]] = defaultdict(list)
    for demand in session.scalars(
        select(MaterialDemand)
        .join(CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id)
        .where(CaseMaterial.case_id.in_(case_ids))
        .order_by(MaterialDemand.track_id)
    ):
        key = (demand.track_id, demand.case_material_id)
        found[demand.case_material_id].append(
            WantRow(
                demand.track_id,
                demand.is_required,
                demand.is_upstream,
                demand.deferral_wd,
                verdicts.get((demand.track_id, newest.get(demand.case_material_id, 0))),
                promises.get(key),
                demand.is_committed,
            )
        )
    return found


def _verdicts(session: Session, newest: Mapping[int, int]) -> Mapping[tuple[int, int], VerdictRow]:
    rows = session.execute(
        select(MaterialVerdict, Account.name)
        .outerjoin(Account, Account.id == MaterialVerdict.judged_by)
        .where(MaterialVerdict.material_version_id.in_(newest.values()))
    )
    return {
        (verdict.track_id, verdict.material_version_id): VerdictRow(
            verdict.verdict, verdict.comment, name or "", verdict.judged_at
        )
        for verdict, name in rows
    }


def _promises(session: Session, case_ids: Collection[int]) -> Mapping[tuple[int, int], PromiseRow]:
    lines = session.scalars(
        select(CommitmentLine)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(CaseMaterial.case_id.in_(case_ids))
    )
    return {
        (line.track_id, line.case_material_id or 0): PromiseRow(line.state, line.days_wd, line.due_on, line.kept_on)
        for line in lines
    }
