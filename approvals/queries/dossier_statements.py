"""The statements of a dossier, built once: building the long one costs more than running it. `ids` are track ids."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import aliased

from approvals.models.cases import Case, Pause, SiteVisit, Track, TrackUpstream
from approvals.models.papers import (
    CaseMaterial,
    CommitmentLine,
    MaterialDemand,
    MaterialVerdict,
    MaterialVersion,
    StoredFile,
)

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NEWEST = (
    select(MaterialVersion.case_material_id, func.max(MaterialVersion.id).label("id"))
    .group_by(MaterialVersion.case_material_id)
    .where(
        MaterialVersion.case_material_id.in_(
            select(MaterialDemand.case_material_id).where(MaterialDemand.track_id.in_(_IDS))
        )
    )
    .subquery()
)
PAPERS = (
    select(MaterialDemand, CaseMaterial, MaterialVersion, StoredFile, MaterialVerdict, CommitmentLine)
    .join(CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id)
    .outerjoin(_NEWEST, _NEWEST.c.case_material_id == CaseMaterial.id)
    .outerjoin(MaterialVersion, MaterialVersion.id == _NEWEST.c.id)
    .outerjoin(StoredFile, StoredFile.id == MaterialVersion.file_id)
    .outerjoin(
        MaterialVerdict,
        (MaterialVerdict.track_id == MaterialDemand.track_id)
        & (MaterialVerdict.material_version_id == MaterialVersion.id),
    )
    .outerjoin(
        CommitmentLine,
        (CommitmentLine.track_id == MaterialDemand.track_id) & (CommitmentLine.case_material_id == CaseMaterial.id),
    )
    .where(MaterialDemand.track_id.in_(_IDS))
    .order_by(MaterialDemand.track_id, CaseMaterial.material_code)
)
CASES = (
    select(Track.id, Track.item_code, Case.catalogue_version_id, Case.answers)
    .join(Case, Case.id == Track.case_id)
    .where(Track.id.in_(_IDS))
)
_OTHER = aliased(Track)
UPSTREAM = (
    select(TrackUpstream.track_id, _OTHER.item_code, _OTHER.state)
    .join(_OTHER, _OTHER.id == TrackUpstream.upstream_id)
    .where(TrackUpstream.track_id.in_(_IDS))
    .order_by(_OTHER.id)
)
OPEN_PAUSES = select(Pause).where(Pause.track_id.in_(_IDS), Pause.resumed_on.is_(None))
VISITS = select(SiteVisit.track_id).where(SiteVisit.track_id.in_(_IDS))
