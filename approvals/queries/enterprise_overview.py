"""Everything that waits for the applicant, across all cases under way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.queries.department_papers import papers_of_cases
from approvals.queries.enterprise_desk import NO_NOTICES, notices_of
from approvals.queries.enterprise_errands import Errand, cases_after_the_grant, errands_of
from approvals.queries.enterprise_todo import Days, Notice, Todo, open_rows
from approvals.queries.enterprise_tracks import tracks_of_cases
from approvals.queries.scope import as_mandated
from departments.domain.actor import Mandate
from departments.domain.catalogue import Stage
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version

_UNDER_WAY = (CaseState.FILED, CaseState.IN_REVIEW)


@dataclass(frozen=True)
class WaitingCase:
    """One case under way and its open rows."""

    public_id: str
    case_no: str
    project: str
    stage: Stage
    todos: tuple[Todo, ...]
    errands: tuple[Errand, ...] = ()
    notice: Notice | None = None
    """The open one-time notice, for how much of it is answered."""

    @property
    def count(self) -> int:
        return len(self.todos) + len(self.errands)

    @property
    def next_on(self) -> dt.date:
        """The first day by which something of it is due."""
        days = [one.due_on for one in self.errands] + [row.due_on for row in self.todos]
        return min((day for day in days if day), default=dt.date.max)


def overview(
    session: Session, enterprise_ids: Collection[int], today: dt.date, mandates: Collection[Mandate] = ()
) -> tuple[WaitingCase, ...]:
    """Cases that wait for their applicant, under way or with a grant in question, the most urgent first; statements do
    not grow with the cases. An agent's `mandates` leave out what they do not name."""
    rows = session.execute(
        select(Case, Project.name)
        .join(Project, Project.id == Case.project_id)
        .where(Project.enterprise_id.in_(enterprise_ids))
        .where(or_(Case.state.in_(_UNDER_WAY), Case.id.in_(cases_after_the_grant(enterprise_ids))))
        .where(as_mandated(mandates))
    ).all()
    versions = {
        version: catalogue_version(session, version) for version in {case.catalogue_version_id for case, _ in rows}
    }
    catalogues = {case.id: versions[case.catalogue_version_id] for case, _ in rows}
    calendar = load_calendar(session)
    tracks = tracks_of_cases(session, catalogues, calendar, today)
    papers = papers_of_cases(session, catalogues)
    notices = notices_of(session, catalogues)
    days, asked = Days(calendar, today), {case: notices.get(case, NO_NOTICES).open for case in catalogues}
    errands = errands_of(session, asked, tracks, days)
    found = [
        WaitingCase(
            case.public_id,
            case.case_no or "",
            project,
            catalogues[case.id].stage(case.theme_code, case.stage_code),
            open_rows(papers.get(case.id, ()), tracks.get(case.id, ()), asked[case.id], days),
            errands.get(case.id, ()),
            asked[case.id],
        )
        for case, project in rows
    ]
    return tuple(sorted((case for case in found if case.count), key=lambda case: case.next_on))
