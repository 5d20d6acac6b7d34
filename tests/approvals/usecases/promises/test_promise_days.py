"""A promise that was kept before acceptance and is owed again has a last day, as every other has."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.states import LineState
from approvals.models.papers import CaseMaterial, CommitmentLine
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, accept_all
from tests.factories.towns import filed_with_promises
from tests.factories.work import Work

TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.mark.starts_from.with_args(filed_with_promises)
def test_a_paper_that_came_before_acceptance_and_is_returned_is_owed_by_a_day(in_app: Flask, work: Work) -> None:
    work.supply("M030", day=MONDAY)
    accept_all(work.cast, work.filed, day=MONDAY)
    work.claim("LX-13", day=TUESDAY)
    work.judge("LX-13", day=TUESDAY, returned={"M030": "没有盖章。"})
    line = (
        select(CommitmentLine)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(CaseMaterial.material_code == "M030")
    )
    with reading() as session:
        (found,) = session.scalars(line).all()
        last_day = load_calendar(session).add(TUESDAY, found.days_wd)
    assert (found.state, found.due_on) == (LineState.OPEN, last_day)
