"""Five days of silence: the filing counts as accepted from the day it was received (行政许可法 32(4))."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.window.silence import admit_silent
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def deem_accepted(*, case: int, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> None:
    """Admit every item nobody answered in time, dated back to its receipt; their clocks have run since then.

    Missing papers do not prevent it: they are a matter of the examination now. `actor` is the system: the law did it.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
        row, calendar = locked_case(session, case), load_calendar(session)
        admit_silent(session, row, calendar, now)
        set_receipt_clock(session, row, calendar)
