"""A project takes the green channel (绿色通道), with its reason, or leaves it."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.key_projects import REASON_CHARACTERS
from approvals.domain.permissions import Reach, stewards
from approvals.domain.refusals import Invalid, NotAllowed, NotFound
from approvals.queries.access import find_project
from approvals.queries.scope import SUPERVISES, oversees
from approvals.usecases.steward.green_channel import open_or_close
from departments.domain.actor import Actor
from departments.domain.permissions import may


def set_green_channel(*, project: str, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Open it with a reason, or close it with an empty one; the same again changes nothing. It shortens no legal limit
    and lengthens none: every queue shows it.

    By the project's steward, or a supervisor of its division. Raises NotAllowed, NotFound, Invalid 'too_long'.
    """
    if not (may(actor, "steward") or may(actor, "supervise")):
        raise NotAllowed("steward_only")
    words = " ".join(reason.split())
    if len(words) > REASON_CHARACTERS:
        raise Invalid({"reason": ("too_long", {"most": REASON_CHARACTERS})})
    with unit_of_work() as session:
        row = find_project(session, project, actor, lock=True)
        own = stewards(actor, Reach(row.enterprise_id, row.steward_id))
        if not own and not (may(actor, "supervise") and oversees(session, actor, row.division_id, SUPERVISES)):
            raise NotFound
        open_or_close(session, row, words, actor, now)
