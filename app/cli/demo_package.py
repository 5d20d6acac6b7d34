"""A package of the demo city: three small stores of one kind, filed once, waiting at the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from app.cli.demo_names import ProjectRow
from app.foundation.reading import reading
from approvals.domain.package_list import MemberLine
from approvals.models.applicants import Project, ProjectPackage
from approvals.usecases.packages.make_package import make_package
from departments.domain.actor import Actor
from departments.domain.condition import Scalar

KIND: Mapping[str, Scalar] = {
    "filing_mode": "备案", "land_supply_mode": "出让", "building_use": "仓储物流", "is_civil_building": False,
    "eia_category": "登记表", "earthwork_m3": 2000, "annual_electricity_kwh": 260000, "civil_defence_mode": "不需要",
    "archaeology_done_before_supply": True,
}  # fmt: skip
STORES = ProjectRow(
    "stores", "济南宁家埠供应链有限公司", "乡村冷链驿站（第一批）", "宁家埠街道", 960, 5400, 3600, KIND, "ming"
)
MEMBERS = (
    ("向高冷链驿站", "宁家埠街道向高村"),
    ("明刘冷链驿站", "宁家埠街道明刘村"),
    ("徐家冷链驿站", "宁家埠街道徐家村"),
)


def a_package(applicant: Actor, now: dt.datetime) -> str:
    """Make it; returns the public id of the project that stands for all of it."""
    package = make_package(
        enterprise_id=next(iter(applicant.enterprise_ids)), theme_code=STORES.theme, name=STORES.name,
        reason="同一街道、同一套图纸的小型冷链驿站",
        members=[
            MemberLine(line, name, f"济南市章丘区{place}", 1800.0, 320.0) for line, (name, place) in enumerate(MEMBERS, 1)
        ],
        actor=applicant, now=now,
    )  # fmt: skip
    with reading() as session:
        return session.scalars(
            select(Project.public_id)
            .join(ProjectPackage, ProjectPackage.id == Project.package_id)
            .where(ProjectPackage.public_id == package, Project.package_no == 0)
        ).one()
