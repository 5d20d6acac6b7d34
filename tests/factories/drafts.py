"""A draft with its papers, ready to be filed in whichever way a test wants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.adapters.sharing import DemoSharing
from app.adapters.storage import StoredBytes
from app.foundation.reading import reading
from approvals.domain.fan_out import plan
from approvals.models.cases import Case
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.submit import submit
from approvals.usecases.enterprise.supply_paper import supply_paper
from departments.domain.actor import Actor
from departments.queries.catalogue import current_catalogue
from tests.factories.main_job import ANSWERS, MARKET, MONDAY, Cast, Filed, at, the_case


@dataclass(frozen=True)
class Draft:
    """Public ids, and what the form says."""

    project: str
    case: str
    answers: Mapping[str, Any]
    name: str


def a_paper(name: str = "材料.pdf") -> StoredBytes:
    """Stored bytes as the storage adapter would hand them over."""
    stored: StoredBytes = current_app.extensions["binglian.files"].keep(b"%PDF-1.4 a paper", "application/pdf", name)
    return stored


def project_of(actor: Actor, *, day: dt.date = MONDAY, theme: str = "SF-BUILD", name: str = MARKET) -> str:
    return create_project(
        enterprise_id=next(iter(actor.enterprise_ids)), theme_code=theme, name=name, place="明水街道", code=None,
        longitude=117.53, latitude=36.71, investment_wan=150000, land_area_m2=164667, actor=actor, now=at(day),
    )  # fmt: skip


def a_draft(
    cast: Cast,
    *,
    day: dt.date = MONDAY,
    theme: str = "SF-BUILD",
    stage: str = "S1",
    answers: Mapping[str, Any] = ANSWERS,
    lacks: Iterable[str] = (),
    defers: Iterable[str] = (),
    name: str = MARKET,
) -> Draft:
    """Lin's draft: every field of the stage answered, every upload there but those lacking or deferred."""
    project = project_of(cast.lin, day=day, theme=theme, name=name)
    case = draft_case(project=project, stage_code=stage, actor=cast.lin, now=at(day))
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
    given = {one.key: answers.get(one.key, one.default) for one in catalogue.stage_fields(theme, stage)}
    save_answers(case=case, answers=given, version=1, actor=cast.lin, now=at(day))
    for paper in plan(catalogue, theme, stage, given).required_papers:
        if paper.code in set(defers):
            choose_deferral(case=case, material_code=paper.code, deferred=True, actor=cast.lin, now=at(day))
        elif paper.supply.value == "upload" and paper.code not in set(lacks):
            supply_paper(case=case, material_code=paper.code, stored=a_paper(), actor=cast.lin, now=at(day))
    return Draft(project, case, given, name)


def version_of(case: str) -> int:
    with reading() as session:
        return session.scalars(select(Case.version).where(Case.public_id == case)).one()


def submitted(cast: Cast, draft: Draft, *, now: dt.datetime | None = None, **differently: Any) -> str:
    """File it; `differently` replaces what a well-behaved applicant would say."""
    said: dict[str, Any] = {
        "version": version_of(draft.case), "consents_upstream": True, "truth_declared": True, "signs_commitment": True,
        "close_of_business": dt.time(17), "sharing": DemoSharing(), "actor": cast.lin, "now": now or at(MONDAY),
    } | differently  # fmt: skip
    return submit(case=draft.case, **said)


def filed(cast: Cast, draft: Draft, **differently: Any) -> Filed:
    """File it and look at its tracks."""
    submitted(cast, draft, **differently)
    return the_case(draft.name)
