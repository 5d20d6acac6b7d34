"""Where a project stands among its stages, for the tracker."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from app.web.presenters.dates import short_day, working_days
from app.web.presenters.state_words import state
from approvals.domain.states import CaseState
from approvals.queries.enterprise_projects import FilingRow, ProjectCard
from departments.domain.catalogue import Stage

LOOKS = {
    CaseState.DRAFT: "now",
    CaseState.FILED: "now",
    CaseState.IN_REVIEW: "now",
    CaseState.CONCLUDED: "past",
    CaseState.WITHDRAWN: "cut",
    CaseState.CLOSED: "cut",
}


@dataclass(frozen=True)
class StageMark:
    """One dot of the tracker."""

    name_zh: str
    name_en: str
    words: str
    look: str


def stage_marks(project: ProjectCard) -> list[StageMark]:
    """Every stage of the project's theme with what became of it."""
    return [StageMark(stage.name_zh, stage.name_en, *_said(stage, filing)) for stage, filing in project.stages]


def _said(stage: Stage, filing: FilingRow | None) -> tuple[str, str]:
    if filing is None:
        return gettext("还没开始 · 承诺 %(days)s", days=working_days(stage.committed_wd)), "next"
    words = state("case", filing.state).words
    if filing.concluded_at is not None:
        words = gettext("%(state)s · %(day)s", state=words, day=short_day(filing.concluded_at))
    elif filing.stage_due_on is not None:
        words = gettext("%(state)s · %(day)s 到期", state=words, day=short_day(filing.stage_due_on))
    return words, LOOKS[filing.state]
