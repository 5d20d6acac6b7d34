"""A department's phone and address, as letters and pages show them from now on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from departments.models.people import Department
from departments.usecases.set_contact import DepartmentUnknown, set_contact
from tests.factories.main_job import MONDAY, REGION, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled), pytest.mark.usefixtures("in_app")]


def test_the_department_can_be_reached() -> None:
    said = {"phone": " 0531-8321 0012 ", "address": "政务服务中心 3 号窗口", "now": at(MONDAY)}
    set_contact(department_code="SW", division_code=REGION, **said)
    with reading() as session:
        row = session.scalars(select(Department).where(Department.code == "SW")).one()
    assert (row.phone, row.address) == ("0531-8321 0012", "政务服务中心 3 号窗口")


def test_a_department_that_is_not_there_is_told() -> None:
    for code, division in (("NONE", REGION), ("SW", "000000")):
        with pytest.raises(DepartmentUnknown):
            set_contact(department_code=code, division_code=division, phone="", address="", now=at(MONDAY))
