"""The window agrees: the project has another applicant from this moment, in one transaction, on the same clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.amendment import AmendmentState
from approvals.domain.events import Tag
from approvals.domain.handover import Party, Passing, check_signed, require_party
from approvals.domain.refusals import Refusal
from approvals.domain.states import CaseState
from approvals.models.amendments import ApplicantChange
from approvals.models.cases import Case
from approvals.models.filing_orders import FilingOrder
from approvals.queries.handovers import Standing, standing_of
from approvals.usecases.amendments.consent_handover import require_fit
from approvals.usecases.amendments.handing import enterprise_of, filed, held_change, require_alone
from approvals.usecases.amendments.passing_on import Handing, notify, sign_over
from approvals.usecases.amendments.sides import RUNNING
from approvals.usecases.calendar_turn import hold_calendar
from approvals.usecases.framing import open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.kept_arrivals import keep_arrivals
from approvals.usecases.window.silence import admit_silent
from departments.domain.actor import Actor
from departments.models.people import Account
from departments.queries.calendar import load_calendar

ORDER_ENDS = "applicant_changed"


def change_applicant(*, handover: str, seen: str, word: str, actor: Actor, now: dt.datetime) -> None:
    """Carry out the change that both enterprises want. `seen` is the fingerprint of what the person looked at.

    Items keep desk, papers, verdicts and days. Promises go along with the successor's own letters; what was decided
    stays in the former name, and what had arrived in the former's account stays served. Drafts go along, too, and
    nothing agreed ahead in them holds any more. Raises NotAllowed 'window_only', Refusal 'consent_missing',
    'handover_changed', 'handover_answered', 'nothing_runs', 'promise_settled_first', and what bars the successor:
    'deferral_barred', 'applying_banned'.
    """
    with unit_of_work() as session:
        change, project, parties, cases = held_change(session, handover, actor)
        require_party(parties, Party.WINDOW)
        require_alone(project)
        if change.consented_at is None:
            raise Refusal("consent_missing")
        _obey_silence(session, filed(cases), now)
        standing = standing_of(session, project.id)
        found = standing.passing()
        if found.fingerprint != seen:
            raise Refusal("handover_changed")
        check_signed(found.lines, change.lines)
        require_fit(session, change.successor_id, found, filed(cases), now)
        keep_arrivals(session, cases, enterprise_of(session, change.former_id), actor=actor, now=now)
        project.enterprise_id = change.successor_id
        session.flush()
        _pass_on(session, change, standing, found, cases, actor, now)
        change.state, change.word, change.ended_side = AmendmentState.AGREED, word.strip(), Party.WINDOW
        change.ended_by, change.ended_at, change.effect = actor.account_id, now, _effect(found)


def _obey_silence(session: Session, cases: Sequence[Case], now: dt.datetime) -> None:
    """What the law has accepted already was accepted for the former applicant."""
    hold_calendar(session)
    calendar = load_calendar(session)
    for case in cases:
        if case.state in RUNNING:
            admit_silent(session, case, calendar, now)
    session.flush()


def _effect(found: Passing) -> dict[str, list[str] | list[int]]:
    return {
        "going": [one.code for one in found.going], "staying": [one.code for one in found.staying],
        "lines": list(found.lines),
    }  # fmt: skip


def _pass_on(
    session: Session,
    change: ApplicantChange,
    standing: Standing,
    found: Passing,
    cases: Sequence[Case],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """In every case: the promises and the letter, one event, one line in the bells."""
    signer = session.get_one(Account, change.consented_by)
    for case in cases:
        if case.state is CaseState.DRAFT:
            _loosen(session, case, actor, now)
        facts: dict[str, Any] = {"former": change.former_id, "successor": change.successor_id, "handover": change.id}
        going = [one.code for one in standing.items if one.case_id == case.id and one.track in _tracks(found)]
        record(session, case, Tag.APPLICANT_CHANGED, actor=actor, now=now, items=going, **facts)
        if case.state not in RUNNING or not going:
            continue
        handing = Handing(open_file(session, case), change, standing, signer.name, actor, now)
        sign_over(session, handing, found.lines)
        notify(session, handing)
        where: dict[str, Any] = {"enterprise_id": change.former_id, "handover": change.public_id}
        tell(session, case, "applicant_changed", now=now, once=change.public_id, items=going, **where)


def _tracks(found: Passing) -> frozenset[int]:
    return frozenset(one.track for one in found.going)


def _loosen(session: Session, draft: Case, actor: Actor, now: dt.datetime) -> None:
    """A draft is the successor's to look through: what was confirmed or ordered for the former version lapses."""
    draft.version += 1
    order = session.scalar(
        select(FilingOrder)
        .where(FilingOrder.case_id == draft.id, FilingOrder.ended_at.is_(None))
        .with_for_update(of=FilingOrder)
    )
    if order is not None:
        order.ended_at, order.ended_because = now, ORDER_ENDS
        record(session, draft, Tag.FILING_ORDER_ENDED, actor=actor, now=now, because=ORDER_ENDS)
