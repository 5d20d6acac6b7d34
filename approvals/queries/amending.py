"""What a change of answers would do to one running filing, from the rows as they are; for the page and the agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.amendment import Effect, Standing, effect
from approvals.domain.choices import Choice, chosen, not_here
from approvals.domain.fan_out import plan
from approvals.domain.plan import Plan
from approvals.domain.promise_choice import with_choices
from approvals.domain.states import GRANTED, UNDECIDED
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand
from approvals.queries.prerequisites import draft_plan, project_files
from approvals.queries.promise_choices import vouched_in
from departments.queries.catalogue import catalogue_version


def amended(session: Session, case: Case, said: Mapping[str, Any]) -> tuple[Plan, Effect]:
    """The plan of the filing with these answers in place of the former ones, and what that changes.

    By the catalogue under which it was filed. What another filing of the project has in hands is not applied for twice.
    """
    catalogue = catalogue_version(session, case.catalogue_version_id)
    filed = project_files(session, [case.project_id])[case.project_id]
    before = draft_plan(catalogue, case, filed)
    answers = {key: value for key, value in {**case.answers, **said}.items() if value is not None}
    whole = plan(
        catalogue, case.theme_code, case.stage_code, answers, filed.issued(catalogue), _held_elsewhere(session, case),
        filed.standings, filed.answers | answers, filed.brought | chosen(case.item_choices, Choice.HAVE),
        not_here(case.item_choices),
    )  # fmt: skip
    planned = with_choices(whole, catalogue, vouched_in(session, case.id))
    return planned, effect(planned, standing_of(session, case), {item.code for item in before.items})


def _held_elsewhere(session: Session, case: Case) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(Track.item_code).where(
                Track.project_id == case.project_id, Track.case_id != case.id, Track.state.in_(GRANTED | UNDECIDED)
            )
        )
    )


def standing_of(session: Session, case: Case) -> tuple[Standing, ...]:
    """Every item of the filing with its limits and the papers it wants, in two statements."""
    wants: dict[int, set[str]] = {}
    for track_id, code in session.execute(
        select(MaterialDemand.track_id, CaseMaterial.material_code)
        .join(CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id)
        .where(CaseMaterial.case_id == case.id)
    ):
        wants.setdefault(track_id, set()).add(code)
    return tuple(
        Standing(
            track.item_code, track.state, track.statutory_days, track.statutory_unit, track.committed_wd,
            frozenset(wants.get(track.id, ())),
        )
        for track in session.scalars(select(Track).where(Track.case_id == case.id).order_by(Track.item_code))
    )  # fmt: skip
