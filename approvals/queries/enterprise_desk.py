"""The one-time notices of a case: what is asked, and the days on which the filing lay with the applicant."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.states import NoticeState
from approvals.models.papers import CaseMaterial, CorrectionLine, CorrectionNotice
from approvals.queries.correction_lines import papers_waited_for
from approvals.queries.enterprise_todo import Notice, NoticeLine

ONE_DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date | None]


@dataclass(frozen=True)
class Notices:
    """The open correction notice of a case, and every span of days the filing lay with the applicant."""

    open: Notice | None
    spans: tuple[Span, ...]


NO_NOTICES = Notices(None, ())


def notices_of(session: Session, case_ids: Collection[int]) -> Mapping[int, Notices]:
    """The one-time notices of these cases, in one statement; a case without one is not in the answer. Of an open notice
    the lines that are answered or that an item still waits for."""
    is_asked = or_(CorrectionLine.answered_at.is_not(None), CorrectionLine.case_material_id.in_(papers_waited_for()))
    rows: dict[int, list[tuple[CorrectionNotice, CorrectionLine, str, bool]]] = defaultdict(list)
    for notice, line, code, asked in session.execute(
        select(CorrectionNotice, CorrectionLine, CaseMaterial.material_code, is_asked)
        .join(CorrectionLine, CorrectionLine.notice_id == CorrectionNotice.id)
        .join(CaseMaterial, CaseMaterial.id == CorrectionLine.case_material_id)
        .where(CorrectionNotice.case_id.in_(case_ids))
        .order_by(CorrectionNotice.id, CorrectionLine.id)
    ):
        rows[notice.case_id].append((notice, line, code, asked))
    return {case_id: _notices(found) for case_id, found in rows.items()}


def _notices(rows: Sequence[tuple[CorrectionNotice, CorrectionLine, str, bool]]) -> Notices:
    by_id = {notice.id: notice for notice, *_ in rows}
    spans = tuple(
        (notice.issued_on + ONE_DAY, local_day(notice.answered_at) if notice.answered_at else None)
        for notice in by_id.values()
        if notice.state is not NoticeState.LAPSED
    )
    lines = tuple(
        NoticeLine(code, line.defect, line.requirement, line.answered_at)
        for notice, line, code, asked in rows
        if asked and notice.state is NoticeState.OPEN
    )
    found = next((notice for notice in by_id.values() if notice.state is NoticeState.OPEN), None)
    return Notices(Notice(found.issued_on, found.respond_by, lines) if found else None, spans)
