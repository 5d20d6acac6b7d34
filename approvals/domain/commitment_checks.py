"""Checking a notification-commitment after the grant: which ones, by when, and what a false one leads to (山东省条例 29)."""

from __future__ import annotations

import hashlib
from datetime import date

from approvals.domain.refusals import Refusal
from approvals.domain.states import VerificationState
from departments.domain.working_calendar import WorkingCalendar

FULL, SPOT = "full", "spot"
WAITS = frozenset({VerificationState.OPEN, VerificationState.RECTIFYING})
"""What somebody still has to do something about."""


def kind_of_check(case_no: str, line: int, percent: int) -> str | None:
    """Full when every commitment is verified; else spot for the share that is drawn, None for the rest.

    The draw is a hash of case and line: it cannot be foreseen by an applicant nor steered by an officer, and whoever
    repeats it gets the same answer.
    """
    if percent >= 100:
        return FULL
    drawn = int.from_bytes(hashlib.sha256(f"{case_no}:{line}".encode()).digest()[:4], "big") % 100
    return SPOT if drawn < percent else None


def rectify_day(day: date | None, today: date, most_wd: int, calendar: WorkingCalendar) -> date:
    """The day by which a false commitment is put right, for a day off the next working day; raises Refusal with the last
    possible day (`last_on`)."""
    last = calendar.add(today, most_wd)
    if day is None or not today < day <= last:
        raise Refusal("rectify_day_wrong", field="rectify_by", last_on=last)
    return calendar.next_working(day)


def conclude(state: VerificationState, is_rectified: bool, rectify_by: date | None, today: date) -> VerificationState:
    """What the second look makes of it; a time that was given is let run out before anything is held against anybody."""
    if state is not VerificationState.RECTIFYING or rectify_by is None:
        raise Refusal("not_rectifying")
    if is_rectified:
        return VerificationState.RECTIFIED
    if today <= rectify_by:
        raise Refusal("rectify_running", rectify_by=rectify_by)
    return VerificationState.FALSE
