"""不予受理: not this organ's competence; the right one is named (Art. 32(2))."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.usecases.window.declare import end_before_admission
from approvals.usecases.window.silence import refuse_late
from departments.domain.actor import Actor


def declare_inadmissible(
    *, track: str, reason: str, competent_organ: str, organ_address: str, actor: Actor, now: dt.datetime
) -> None:
    """End a filed item as inadmissible; raises Invalid without a reason or the competent organ."""
    with unit_of_work() as session:
        silent = end_before_admission(
            session, track, verb="declare_inadmissible", tag=Tag.TRACK_INADMISSIBLE, reason=reason,
            competent_organ=competent_organ, organ_address=organ_address, actor=actor, now=now,
        )  # fmt: skip
    if silent:
        refuse_late(silent)
