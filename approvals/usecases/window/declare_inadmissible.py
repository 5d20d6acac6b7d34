"""不予受理: not this organ's competence; the right one is named (Art. 32(2))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.usecases.window.declare import end_all_before_admission
from approvals.usecases.window.silence import refuse_late
from departments.domain.actor import Actor


def declare_inadmissible(
    *,
    track: str,
    reason: str,
    competent_organ: str,
    organ_address: str,
    actor: Actor,
    now: dt.datetime,
    further: Sequence[str] = (),
) -> None:
    """End a filed item, and `further` ones of its case with it, as inadmissible, each with its own decision.

    Raises Invalid without a reason or the competent organ; when one cannot be answered, none is.
    """
    with unit_of_work() as session:
        silent = end_all_before_admission(
            session, (track, *further), verb="declare_inadmissible", tag=Tag.TRACK_INADMISSIBLE, reason=reason,
            competent_organ=competent_organ, organ_address=organ_address, actor=actor, now=now,
        )  # fmt: skip
    if silent:
        refuse_late(silent)
