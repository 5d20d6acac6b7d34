"""The one-time notice of a case as it was sent, line by line, with who asks for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.events import Tag
from approvals.domain.states import NoticeState
from approvals.models.papers import CorrectionLine, CorrectionNotice
from approvals.models.traces import CaseEvent
from approvals.queries.arrivals import is_untold
from approvals.queries.department_papers import PaperRow
from departments.models.people import Account, Department


@dataclass(frozen=True)
class Asker:
    """A department that asks for something."""

    name_zh: str
    name_en: str


@dataclass(frozen=True)
class NoticeLine:
    """`asked_by` is empty where the window alone asks."""

    paper: PaperRow
    defect: str
    requirement: str
    answered_at: dt.datetime | None
    asked_by: tuple[Asker, ...] = ()


@dataclass(frozen=True)
class NoticeRow:
    """The one-time notice of this case."""

    state: NoticeState
    issued_on: dt.date
    respond_by: dt.date
    issued_by: str
    lines: tuple[NoticeLine, ...]


def notices_of(session: Session, case_id: int, papers: tuple[PaperRow, ...]) -> tuple[NoticeRow, ...]:
    """Newest first; three statements however many lines."""
    by_id = {paper.id: paper for paper in papers}
    found = session.scalars(
        select(CorrectionLine)
        .join(CorrectionNotice, CorrectionNotice.id == CorrectionLine.notice_id)
        .where(CorrectionNotice.case_id == case_id)
        .order_by(CorrectionLine.id)
    ).all()
    askers = askers_of(session, [department for line in found for department in line.asked_by])
    lines: dict[int, list[NoticeLine]] = {}
    for line in found:
        who = tuple(askers[department] for department in line.asked_by)
        shown = NoticeLine(by_id[line.case_material_id], line.defect, line.requirement, line.answered_at, who)
        lines.setdefault(line.notice_id, []).append(shown)
    rows = session.execute(
        select(CorrectionNotice, Account.name)
        .join(Account, Account.id == CorrectionNotice.issued_by)
        .where(CorrectionNotice.case_id == case_id)
        .order_by(CorrectionNotice.id.desc())
    )
    return tuple(
        NoticeRow(notice.state, notice.issued_on, notice.respond_by, name, tuple(lines.get(notice.id, ())))
        for notice, name in rows
    )


def new_since_notice(session: Session, case_id: int) -> frozenset[str] | None:
    """The codes of items and papers that an agreed amendment brought after the last notice; None when none went out.
    What has no letter left went out to nobody: its gaps are told again.
    """
    since: frozenset[str] | None = None
    before = since
    for tag, facts in session.execute(
        select(CaseEvent.tag, CaseEvent.facts)
        .where(CaseEvent.case_id == case_id, CaseEvent.tag.in_([Tag.CORRECTION_REQUESTED, Tag.AMENDMENT_AGREED]))
        .order_by(CaseEvent.seq)
    ):
        if tag == Tag.CORRECTION_REQUESTED:
            before, since = since, frozenset()
        elif since is not None:
            coming = frozenset((*facts["coming"], *facts["asked"]))
            before, since = before and before | coming, since | coming
    return before if since is not None and is_untold(session, case_id) else since


def askers_of(session: Session, departments: Sequence[int]) -> Mapping[int, Asker]:
    """Departments by id."""
    rows = session.execute(
        select(Department.id, Department.name_zh, Department.name_en).where(Department.id.in_(set(departments)))
    )
    return {row.id: Asker(row.name_zh, row.name_en) for row in rows}
