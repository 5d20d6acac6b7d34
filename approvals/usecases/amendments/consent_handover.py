"""The other enterprise agrees to take a project over, and signs anew for every promise that goes along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.handover import Party, Passing, check_taken, require_party
from approvals.domain.refusals import Refusal
from approvals.models.cases import Case
from approvals.queries.handovers import standing_of
from approvals.usecases.amendments.handing import enterprise_of, held_change, say
from approvals.usecases.enterprise.filing_promises import require_signer
from approvals.usecases.enterprise.good_standing import require_good_standing, require_may_apply
from departments.domain.actor import Actor
from departments.queries.catalogue import catalogue_version


def consent_handover(*, handover: str, lines: Collection[int], method: str, actor: Actor, now: dt.datetime) -> None:
    """Sign; `lines` are the promises ticked one by one, `method` how who signs proved to be it. The window agrees next.

    Consenting twice is consenting once. Raises NotAllowed 'successor_only', Refusal 'may_not_sign' for a member who may
    not bind the enterprise, 'promises_not_taken' while a line is left out, 'deferral_barred' when there are promises and
    the enterprise may not promise, 'applying_banned', 'nothing_runs', 'promise_settled_first'.
    """
    with unit_of_work() as session:
        change, project, parties, cases = held_change(session, handover, actor)
        require_party(parties, Party.SUCCESSOR)
        if change.consented_at is not None:
            return
        require_signer(session, enterprise_of(session, change.successor_id), actor, field="lines")
        found = standing_of(session, project.id).passing()
        require_fit(session, change.successor_id, found, cases, now)
        check_taken(found.lines, lines)
        change.lines, change.sign_method = list(found.lines), method
        change.consented_by, change.consented_at = actor.account_id, now
        facts: dict[str, Any] = {"lines": list(found.lines), "method": method}
        told = change.successor_id
        say(
            session,
            change,
            cases,
            Tag.HANDOVER_CONSENTED,
            "handover_consented",
            actor=actor,
            now=now,
            told=told,
            **facts,
        )


def require_fit(session: Session, enterprise_id: int, found: Passing, cases: Sequence[Case], now: dt.datetime) -> None:
    """The successor's own credit: what it could not promise or apply for itself it cannot take over either."""
    if not cases:
        raise Refusal("nothing_runs")
    catalogue = catalogue_version(session, cases[0].catalogue_version_id)
    known = [one.code for one in found.going if one.code in catalogue.items]
    require_may_apply(session, enterprise_id, catalogue, known, now, field="lines")
    if found.lines:
        require_good_standing(session, enterprise_id, now, field="lines")
