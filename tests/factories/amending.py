"""Amendments of a filed case, step by step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from app.adapters.sharing import DemoSharing
from app.foundation.reading import reading
from approvals.domain.amendment import Effect
from approvals.models.amendments import Amendment
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand
from approvals.queries.amending import amended
from approvals.usecases.amendments.agree_amendment import agree_amendment
from approvals.usecases.amendments.propose_amendment import propose_amendment
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.work import Work

TUESDAY = MONDAY + dt.timedelta(days=1)
CLOSING = dt.time(17)
WHY = "用电量算错了。"


def propose(work: Work, *, actor: Actor | None = None, day: dt.date = TUESDAY, reason: str = WHY, **said: Any) -> str:
    """Lin, unless somebody else, wants these answers."""
    return propose_amendment(
        case=work.filed.case, answers=said, reason=reason, actor=actor or work.cast.lin, now=at(day)
    )


def the_effect(work: Work, amendment: str) -> Effect:
    with reading() as session:
        case = session.scalars(select(Case).where(Case.public_id == work.filed.case)).one()
        said = session.scalars(select(Amendment.answers).where(Amendment.public_id == amendment)).one()
        return amended(session, case, said)[1]


def agree(work: Work, amendment: str, *, actor: Actor | None = None, day: dt.date = TUESDAY, seen: str = "") -> None:
    """The window, unless somebody else, agrees to what it sees."""
    agree_amendment(
        case=work.filed.case, amendment=amendment, seen=seen or the_effect(work, amendment).fingerprint, word="",
        close_of_business=CLOSING, sharing=DemoSharing(), actor=actor or work.cast.clerk, now=at(day, 11),
    )  # fmt: skip


def amend(work: Work, *, day: dt.date = TUESDAY, **said: Any) -> None:
    """Proposed by Lin and agreed to by the window."""
    agree(work, propose(work, day=day, **said), day=day)


def wants(work: Work) -> dict[str, set[str]]:
    """Which papers each item wants."""
    found: dict[str, set[str]] = {}
    with reading() as session:
        rows = session.execute(
            select(Track.item_code, CaseMaterial.material_code)
            .join(MaterialDemand, MaterialDemand.track_id == Track.id)
            .join(CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id)
            .where(Track.case_id == select(Case.id).where(Case.public_id == work.filed.case).scalar_subquery())
        )
        for item, paper in rows:
            found.setdefault(item, set()).add(paper)
    return found
