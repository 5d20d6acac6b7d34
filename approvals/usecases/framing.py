"""The file of a case as a letter needs it, and the common frame of every letter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.foundation.installation import settings
from approvals.domain.letters.frame import Contact, ItemRef, MemberRef, PaperRef, Remedies
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.queries.packages import annex_of
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import Stage
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department, Division
from departments.queries.calendar import CALENDAR_STATE, load_calendar
from departments.queries.catalogue import catalogue_version

WINDOW_ROLE = "XZSP"
_SAME = aliased(Department)
_FIRST = select(func.min(_SAME.id)).where(_SAME.division_id == Division.id).correlate(Division).scalar_subquery()
_FILE = (
    select(Department, Division, Enterprise, *CALENDAR_STATE.c)
    .select_from(Project)
    .join(Division, Division.id == Project.division_id)
    .join(Department, Department.division_id == Division.id)
    .join(Enterprise, Enterprise.id == Project.enterprise_id)
    .join(CALENDAR_STATE, true())
    .where(
        Project.id == bindparam("project_id"),
        or_(Department.code.in_(bindparam("codes", expanding=True)), Department.id == _FIRST),
    )
    .order_by(Department.id)
)


@dataclass(frozen=True)
class CaseFile:
    """A case with everything a letter says about it; rows stay inside the unit of work. `departments` are those that have
    a part in its stage."""

    case: Case
    project: Project
    enterprise: Enterprise
    division: Division
    catalogue: Catalogue
    calendar: WorkingCalendar
    departments: dict[int, Department]
    members: tuple[MemberRef, ...] = ()
    """The projects of the package that this case is filed for: every letter answers them all."""

    @property
    def window(self) -> Department:
        """The bureau that runs the integrated window; the first department where a city names none."""
        own = [one for one in self.departments.values() if one.code == WINDOW_ROLE]
        return own[0] if own else next(iter(self.departments.values()))

    @property
    def stage(self) -> Stage:
        return self.catalogue.stage(self.case.theme_code, self.case.stage_code)

    @property
    def received_on(self) -> dt.date:
        """The legal day of receipt; a letter about a filed case cannot be without it."""
        if self.case.receipt_on is None:
            raise ValueError("a letter about a filed case needs the day of receipt")
        return self.case.receipt_on

    def department_of(self, track: Track) -> Department:
        return self.departments[track.department_id]

    def item_ref(self, code: str) -> ItemRef:
        item = self.catalogue.items[code]
        return ItemRef(code=item.code, name_zh=item.name_zh, name_en=item.name_en)

    def paper_ref(self, code: str) -> PaperRef:
        material = self.catalogue.materials[code]
        return PaperRef(code=material.code, name_zh=material.name_zh, name_en=material.name_en)

    def contact(self, department: Department) -> Contact:
        return Contact(name=department.name_zh, phone=department.phone or self.window.phone, address=department.address)

    def frame(self, organ: Department, dated_on: dt.date) -> dict[str, Any]:
        """Keyword arguments common to every letter about this case."""
        return {
            "organ": organ.organ_zh,
            "organ_en": organ.organ_en,
            "addressee": self.enterprise.name,
            "uscc": self.enterprise.uscc,
            "dated_on": dated_on,
            "case_no": self.case.case_no or "",
            "project_name": self.project.name,
            "project_code": self.project.code,
            "contact": self.contact(organ),
            "calendar_until": max(self.calendar.published_years, default=None),
            "members": self.members,
        }

    def track_frame(self, track: Track, dated_on: dt.date) -> dict[str, Any]:
        """Keyword arguments common to every letter of a department about one admitted item."""
        if track.admitted_on is None:
            raise ValueError("a letter about an item needs the day of its acceptance")
        return {
            **self.frame(self.department_of(track), dated_on),
            "item": self.item_ref(track.item_code),
            "accepted_on": track.admitted_on,
            "accepting_organ": self.window.organ_zh,
            "accepted_deferred": track.is_deferred,
        }


def open_file(session: Session, case: Case) -> CaseFile:
    """Read the file of a case in one statement; that of a package is one more, for its members."""
    catalogue = catalogue_version(session, case.catalogue_version_id)
    stage = catalogue.stage(case.theme_code, case.stage_code)
    codes = {WINDOW_ROLE, stage.lead_department, *(item.department for item in catalogue.items_of(stage.code))}
    rows = session.execute(_FILE, {"project_id": case.project_id, "codes": sorted(codes)}).all()
    departments = {row[0].id: row[0] for row in rows}
    _, division, enterprise, *calendar_state = rows[0]
    calendar = load_calendar(session, calendar_state)
    members = annex_of(session, case, case.project)
    return CaseFile(case, case.project, enterprise, division, catalogue, calendar, departments, members)


def remedies_of(department: Department) -> Remedies:
    """Where a decision of this organ may be disputed (行政复议法 20, 22, 24, 27; 行政诉讼法 46)."""
    online = settings().reconsider_online or None
    return Remedies(reconsideration=tuple(department.reconsideration), court=department.court, online_channel=online)


def lines_of(text: str) -> tuple[str, ...]:
    """The non-empty lines of a text typed by an officer, as the points of a letter."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
