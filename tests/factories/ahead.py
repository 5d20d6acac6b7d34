"""A first stage in handling, and the second prepared whole, so that it could be filed the moment the first is done."""

from __future__ import annotations

import datetime as dt

from app.foundation.reading import reading
from approvals.domain.plan import Supply
from approvals.queries.enterprise_draft import draft
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.supply_paper import supply_paper
from departments.queries.catalogue import current_catalogue
from tests.factories.drafts import Draft, a_paper
from tests.factories.main_job import MARKET, MONDAY, Cast, accept_all, at, file_case, settle

TUESDAY = MONDAY + dt.timedelta(days=1)


def first_in_handling() -> None:
    """The first stage accepted, the second prepared whole; nothing decided."""
    cast = settle()
    first = file_case(cast)
    accept_all(cast, first, day=MONDAY)
    prepared(cast, first.project)


def prepared(cast: Cast, project: str) -> Draft:
    """The second stage with every answer and every paper that does not come by itself."""
    case = draft_case(project=project, stage_code="S2", actor=cast.lin, now=at(TUESDAY))
    with reading() as session:
        fields = current_catalogue(session).catalogue.stage_fields("SF-BUILD", "S2")
    given = {field.key: field.default for field in fields}
    save_answers(case=case, answers=given, version=1, actor=cast.lin, now=at(TUESDAY))
    with reading() as session:
        planned = draft(session, case, cast.lin, TUESDAY).plan
    for paper in planned.required_papers:
        if paper.supply is Supply.UPLOAD:
            supply_paper(case=case, material_code=paper.code, stored=a_paper(), actor=cast.lin, now=at(TUESDAY))
    return Draft(project, case, given, MARKET)
