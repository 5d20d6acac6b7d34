"""The statements of a dossier, built once: building the long one costs more than running it. `ids` are track ids.

They name tables, not classes: plain rows are all that is read, and a verb reads them on its way.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from approvals.domain.states import DocumentState
from approvals.models.cases import Case, Pause, SiteVisit, Track, TrackUpstream
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialDemand, MaterialVerdict, MaterialVersion

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_CASE, _TRACK, _OTHER = Case.__table__, Track.__table__, Track.__table__.alias("other")
_DEMAND, _PAPER, _VERSION = MaterialDemand.__table__, CaseMaterial.__table__, MaterialVersion.__table__
_VERDICT, _LINE = MaterialVerdict.__table__, CommitmentLine.__table__
_UPSTREAM, _PAUSE, _VISIT = TrackUpstream.__table__, Pause.__table__, SiteVisit.__table__
_ENDED = Document.__table__.alias("ended")

_NEWEST = (
    select(_VERSION.c.case_material_id, func.max(_VERSION.c.id).label("version_id"))
    .group_by(_VERSION.c.case_material_id)
    .where(_VERSION.c.case_material_id.in_(select(_DEMAND.c.case_material_id).where(_DEMAND.c.track_id.in_(_IDS))))
    .where(_VERSION.c.is_barred.is_(False))
    .subquery()
)
CASES = (
    select(
        _TRACK.c.id,
        _TRACK.c.item_code,
        _TRACK.c.case_id,
        _TRACK.c.project_id,
        _TRACK.c.is_committed,
        _CASE.c.catalogue_version_id,
        _CASE.c.answers,
    )
    .join(_CASE, _CASE.c.id == _TRACK.c.case_id)
    .where(_TRACK.c.id.in_(_IDS))
)
PAPER, UPSTREAM, PAUSE, VISIT = "paper", "upstream", "pause", "visit"
_NO_STATE, _NO_DAY, _NO_PLACE = cast(null(), _TRACK.c.state.type), cast(null(), Date), cast(null(), Integer)
_OF_A_PAPER = (
    _DEMAND.c.is_required,
    _PAPER.c.public_id,
    _PAPER.c.supply,
    # a result that was handed on and no longer holds is no paper any more
    case((_ENDED.c.id.is_(None), _NEWEST.c.version_id)).label("version_id"),
    _VERDICT.c.verdict,
    _LINE.c.state.label("promise"),
)
_NO_PAPER = tuple(cast(null(), column.type) for column in _OF_A_PAPER)
_PAPERS = (
    select(
        literal(PAPER, String).label("what"),
        _DEMAND.c.track_id,
        _NO_PLACE.label("place"),
        _PAPER.c.material_code.label("code"),
        _NO_STATE.label("state"),
        _LINE.c.due_on.label("day"),
        *_OF_A_PAPER,
    )
    .join(_PAPER, _PAPER.c.id == _DEMAND.c.case_material_id)
    .outerjoin(_NEWEST, _NEWEST.c.case_material_id == _PAPER.c.id)
    .outerjoin(_VERSION, _VERSION.c.id == _NEWEST.c.version_id)
    .outerjoin(_ENDED, (_ENDED.c.id == _VERSION.c.document_id) & (_ENDED.c.state == DocumentState.REVOKED))
    .outerjoin(
        _VERDICT,
        (_VERDICT.c.track_id == _DEMAND.c.track_id) & (_VERDICT.c.material_version_id == _NEWEST.c.version_id),
    )
    .outerjoin(_LINE, (_LINE.c.track_id == _DEMAND.c.track_id) & (_LINE.c.case_material_id == _PAPER.c.id))
    .where(_DEMAND.c.track_id.in_(_IDS))
)
_UPSTREAMS = (
    select(
        literal(UPSTREAM, String), _UPSTREAM.c.track_id, _OTHER.c.id, _OTHER.c.item_code, _OTHER.c.state, _NO_DAY,
        *_NO_PAPER,
    )
    .join(_OTHER, _OTHER.c.id == _UPSTREAM.c.upstream_id)
    .where(_UPSTREAM.c.track_id.in_(_IDS))
)  # fmt: skip
_PAUSES = select(
    literal(PAUSE, String), _PAUSE.c.track_id, _PAUSE.c.id, _PAUSE.c.kind, _NO_STATE, _PAUSE.c.started_on, *_NO_PAPER
).where(_PAUSE.c.track_id.in_(_IDS), _PAUSE.c.resumed_on.is_(None))
_VISITS = (
    select(literal(VISIT, String), _VISIT.c.track_id, _NO_PLACE, literal("", String), _NO_STATE, _NO_DAY, *_NO_PAPER)
    .where(_VISIT.c.track_id.in_(_IDS))
    .distinct()
)
# Everything that a grant depends on, a word in front of each row saying what it is: papers by code, the rest by age.
DOSSIER = union_all(_PAPERS, _UPSTREAMS, _PAUSES, _VISITS).order_by("place", "code")
