"""The file of a case brings along what its letters need, and not the whole town."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.cases import Case, Track
from approvals.usecases.framing import WINDOW_ROLE, open_file
from departments.models.people import Department
from tests.factories.towns import accepted

pytestmark = [pytest.mark.starts_from.with_args(accepted), pytest.mark.usefixtures("in_app")]


@pytest.mark.both_databases
def test_only_departments_with_a_part_in_the_stage_are_read() -> None:
    with reading() as session:
        file = open_file(session, session.scalars(select(Case)).one())
        assert set(session.scalars(select(Track.department_id))) < set(file.departments)
        codes = {one.code for one in file.departments.values()}
        assert codes == {WINDOW_ROLE, file.stage.lead_department} | {
            item.department for item in file.catalogue.items_of(file.stage.code)
        }


def test_where_no_bureau_runs_the_window_the_first_department_does() -> None:
    with unit_of_work() as session:
        session.execute(update(Department).where(Department.code == WINDOW_ROLE).values(code="OTHER"))
    with reading() as session:
        first = session.scalars(select(Department).order_by(Department.id).limit(1)).one()
        assert open_file(session, session.scalars(select(Case)).one()).window.id == first.id
