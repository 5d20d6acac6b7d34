"""One side of a running filing wants answers changed; the other is shown what that would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.amendment import AmendmentState, Side, changed
from approvals.domain.events import Tag
from approvals.domain.fan_out import check_answers
from approvals.domain.refusals import Invalid, Refusal
from approvals.models.amendments import Amendment
from approvals.models.cases import Case
from approvals.queries.amending import amended
from approvals.usecases.amendments.sides import running_case
from approvals.usecases.amendments.together import require_own_items
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.domain.condition import Scalar
from departments.queries.catalogue import catalogue_version


def propose_amendment(
    *, case: str, answers: Mapping[str, Scalar | None], reason: str, actor: Actor, now: dt.datetime
) -> str:
    """Keep the changed answers for the other side to look at; nothing else moves. Returns the amendment's public id.

    The same proposal made again is the one that is open. Raises Invalid per field (also for a question that the new
    answers put and nobody answered), Refusal 'filing_over', 'same_answers', 'nothing_applies' when no item would be
    left, 'amendment_open' when another one waits, 'package_amend_apart', 'package_amend_together'.
    """
    with unit_of_work() as session:
        row, side = running_case(session, case, actor)
        require(reason=reason)
        catalogue = catalogue_version(session, row.catalogue_version_id)
        wrong: dict[str, tuple[str, dict[str, Any]]] = {
            one.field: (f"answer_{one.reason}", {}) for one in check_answers(catalogue, answers)
        }
        if wrong:
            raise Invalid(wrong)
        said = {key: answers[key] for key in changed(row.answers, answers)}
        standing = _open_one(session, row)
        if standing is not None:
            if standing.side is side and standing.answers == said:
                return standing.public_id
            raise Refusal("amendment_open")
        _check(session, row, said)
        return _keep(session, row, side, said, reason, actor, now)


def _open_one(session: Session, case: Case) -> Amendment | None:
    return session.scalar(select(Amendment).where(Amendment.case_id == case.id, Amendment.state == AmendmentState.OPEN))


def _check(session: Session, case: Case, said: Mapping[str, Scalar | None]) -> None:
    if not said:
        raise Refusal("same_answers")
    planned, made = amended(session, case, said)
    if planned.unanswered:
        raise Invalid({key: ("unanswered", {}) for key in planned.unanswered})
    if not planned.items:
        raise Refusal("nothing_applies")
    require_own_items(session, case, said, made)


def _keep(
    session: Session,
    case: Case,
    side: Side,
    said: Mapping[str, Scalar | None],
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> str:
    amendment = Amendment(
        case_id=case.id, side=side, state=AmendmentState.OPEN, answers=dict(said),
        former={key: case.answers.get(key) for key in said}, reason=reason.strip(), effect={},
        proposed_by=actor.account_id, proposed_at=now,
    )  # fmt: skip
    session.add(amendment)
    session.flush()
    record(
        session, case, Tag.AMENDMENT_PROPOSED, actor=actor, now=now, amendment=amendment.id, side=side.value,
        fields=sorted(said),
    )  # fmt: skip
    code = "amendment_asked" if side is Side.APPLICANT else "amendment_offered"
    tell(session, case, code, now=now, once=amendment.public_id)
    return amendment.public_id
