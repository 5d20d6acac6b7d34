"""注销: a licence that has lost its ground is closed in the register (行政许可法 70)."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.endings import CANCELLATION_BASIS, CancellationDecision
from approvals.domain.refusals import Invalid
from approvals.usecases.department.taking_back import Ending, take_back
from approvals.usecases.desk import require
from approvals.usecases.framing import lines_of
from departments.domain.actor import Actor

CANCELLATION = Ending("cancel", CancellationDecision, Tag.TRACK_CANCELLED, "cancelled")


def cancel(*, track: str, version: int, ground: str, reasons: str, effect: str, actor: Actor, now: dt.datetime) -> str:
    """Close the register on today; returns the public id of the decision.

    Raises Invalid for a missing element or an unknown ground, the refusals of `take_back`.
    """
    require(reasons=reasons, effect=effect)
    if ground not in CANCELLATION_BASIS:
        raise Invalid({"ground": ("not_offered", {})})
    said = {
        "ground": ground, "reasons": lines_of(reasons), "basis": CANCELLATION_BASIS[ground], "effect": lines_of(effect),
        "cancelled_on": local_day(now),
    }  # fmt: skip
    with unit_of_work() as session:
        return take_back(session, CANCELLATION, said, track=track, version=version, actor=actor, now=now)
