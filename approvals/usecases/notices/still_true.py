"""Is a message still true when it is said, or when it leaves the house hours or days after that?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from approvals.domain.audiences import OFFICE_HOURS_ONLY, UNSERVED
from approvals.models.cases import Case, Track
from approvals.models.traces import Notification
from approvals.usecases.clock.still_called_for import still_called_for, still_owed
from approvals.usecases.unserved import still_unserved

ALARMS = "alarm_"
_LINE = (
    select(Notification.code, Notification.params, Case, Track)
    .join(Case, Case.id == Notification.case_id)
    .outerjoin(Track, Track.id == Notification.track_id)
    .where(Notification.id == bindparam("line"))
)


def still_true(
    session: Session, case: Case, track: Track | None, code: str, params: dict[str, Any], now: dt.datetime
) -> bool:
    """False for an alarm of an item that was decided or paused or has a later one, for a reminder of what has come, and
    for a push to serve what was served. What else is told happened, and stays true."""
    if code in UNSERVED:
        return still_unserved(session, case, track, params)
    if track is None:
        return True
    if code.startswith(ALARMS):
        return still_called_for(session, track, params, code.removeprefix(ALARMS), now)
    return still_owed(session, track, code, params)


def still_worth_sending(session: Session, line: int, code: str, now: dt.datetime) -> bool:
    """The same of a line in somebody's bell whose mail or text message waited for the office, or for a server; asked of
    the codes that can become untrue."""
    if code not in OFFICE_HOURS_ONLY:
        return True
    found = session.execute(_LINE, {"line": line}).one_or_none()
    return found is None or still_true(session, found.Case, found.Track, found.code, found.params, now)
