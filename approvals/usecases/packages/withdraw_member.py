"""One project leaves its package; the others go on as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.package import check_leaves
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound
from approvals.domain.states import UNDECIDED, CaseState, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.queries.packages import find_package
from approvals.usecases.enterprise.withdrawing import confirm_withdrawal, end_notice
from approvals.usecases.framing import open_file
from approvals.usecases.joining import join
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def withdraw_member(*, package: str, project: str, actor: Actor, now: dt.datetime) -> None:
    """Withdraw its undecided items that were filed with the package; decisions to come no longer answer it.

    What was granted until today stays granted. Nothing happens to one that has left already. Raises NotFound, or
    Refusal 'package_last_member': with nobody left it is the filing that must be withdrawn.
    """
    with unit_of_work() as session:
        found, whole = find_package(session, package, actor, lock=True)
        require_mandate(actor, found.enterprise_id, whole.id)
        member = session.scalar(
            select(Project).where(
                Project.public_id == project, Project.package_id == found.id, Project.package_no > 0
            ).with_for_update()
        )  # fmt: skip
        if member is None:
            raise NotFound
        if member.left_package_on is not None:
            return
        check_leaves(_count(session, found.id))
        cases = _filed(session, whole, member)
        member.left_package_on = local_day(now)
        for case in cases:
            if case.project_id == whole.id:
                record(
                    session, case, Tag.MEMBER_LEFT, actor=actor, now=now, project=member.id, number=member.package_no
                )
            else:
                _withdraw(session, case, actor, now)


def _count(session: Session, package_id: int) -> int:
    living = (Project.package_id == package_id, Project.package_no > 0, Project.left_package_on.is_(None))
    return session.scalar(select(func.count()).select_from(Project).where(*living)) or 0


def _filed(session: Session, whole: Project, member: Project) -> Sequence[Case]:
    """The filings of the package that still run and this member's with them, locked in the order everybody locks them."""
    return session.scalars(
        select(Case)
        .where(
            (Case.project_id == whole.id) | ((Case.project_id == member.id) & Case.led_by_id.is_not(None)),
            Case.state.in_([CaseState.FILED, CaseState.IN_REVIEW]),
        )
        .order_by(Case.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _withdraw(session: Session, case: Case, actor: Actor, now: dt.datetime) -> None:
    tracks = session.scalars(select(Track).where(Track.case_id == case.id).order_by(Track.id)).all()
    ending = [one for one in tracks if one.state in UNDECIDED]
    if not ending:
        return
    for one in ending:
        one.state = next_state(one.state, "withdraw")
        one.version += 1
        record(session, case, Tag.TRACK_WITHDRAWN, actor=actor, now=now, track=one)
    calendar = load_calendar(session)
    join(session, case, ending, calendar, now)
    if not any(one.state is TrackState.CORRECTION_OPEN for one in tracks):
        end_notice(session, case)
    set_receipt_clock(session, case, calendar)
    confirm_withdrawal(session, open_file(session, case), ending, whole=True, actor=actor, now=now)
    tell(session, case, "withdrawn", now=now, items=[one.item_code for one in ending])
