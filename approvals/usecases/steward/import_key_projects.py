"""The list of key projects comes in; its projects take the green channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.key_projects import KeyLine
from approvals.domain.refusals import NotAllowed
from approvals.models.applicants import KeyProject, Project
from approvals.queries.scope import require_everything
from approvals.usecases.steward.green_channel import open_or_close
from departments.domain.actor import Actor
from departments.domain.permissions import may


def import_key_projects(*, lines: Sequence[KeyLine], actor: Actor, now: dt.datetime) -> int:
    """The list becomes these lines: projects with these codes take the green channel with the line's reason, those that
    had it from a line that is gone leave it, and a project that is set up later takes it then. Returns how many
    projects there are already.

    The list counts for the whole installation. Raises NotAllowed.
    """
    if not may(actor, "administer") or actor.account_id is None:
        raise NotAllowed("administer_only")
    with unit_of_work() as session:
        require_everything(session, actor)
        wanted = {line.code: line.reason for line in lines}
        former = {row.code: row.reason for row in session.scalars(select(KeyProject).with_for_update())}
        session.execute(delete(KeyProject))
        session.add_all(
            KeyProject(code=code, reason=reason, listed_by=actor.account_id, listed_at=now)
            for code, reason in wanted.items()
        )
        return _apply(session, wanted, former, actor, now)


def _apply(session: Session, wanted: dict[str, str], former: dict[str, str], actor: Actor, now: dt.datetime) -> int:
    """A channel that somebody opened for a reason of its own stays as it is when a line goes."""
    found = session.scalars(
        select(Project).where(Project.code.in_({*wanted, *former})).order_by(Project.id).with_for_update(key_share=True)
    ).all()
    for project in found:
        code = project.code or ""
        if code in wanted:
            open_or_close(session, project, wanted[code], actor, now)
        elif project.green_channel == former[code]:
            open_or_close(session, project, "", actor, now)
    return sum(project.code in wanted for project in found)
