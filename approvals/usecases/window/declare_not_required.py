"""不受理: the matter needs no licence, told at once (Art. 32(1))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.usecases.window.declare import end_all_before_admission
from approvals.usecases.window.silence import refuse_late
from departments.domain.actor import Actor


def declare_not_required(
    *, track: str, reason: str, actor: Actor, now: dt.datetime, further: Sequence[str] = ()
) -> None:
    """End a filed item, and `further` ones of its case with it, as not required; raises Invalid without a reason."""
    with unit_of_work() as session:
        silent = end_all_before_admission(
            session, (track, *further), verb="declare_not_required", tag=Tag.TRACK_NOT_REQUIRED, reason=reason,
            competent_organ="", organ_address="", actor=actor, now=now,
        )  # fmt: skip
    if silent:
        refuse_late(silent)
