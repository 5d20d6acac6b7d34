"""A department says what it thinks of papers it was shown before filing; it binds nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.precheck import MOST_CHARACTERS, PrecheckState
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import CaseState, Verdict
from approvals.models.cases import Case
from approvals.models.prechecks import Precheck, PrecheckLine
from approvals.queries.access import find_case_of_anybody
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.domain.permissions import may

Said = Mapping[int, tuple[Verdict | None, str]]


def answer_precheck(*, precheck: str, said: Said, answer: str, actor: Actor, now: dt.datetime) -> None:
    """Store a verdict with words for every paper (by line id) and a word on the whole; the applicant is told.

    The same answer again changes nothing. Raises NotAllowed, NotFound for another department's, Invalid per line
    ('p<line>': a paper without a verdict, a returned one without words), Refusal 'precheck_over' when the draft was filed
    or the question taken back.
    """
    if not may(actor, "examine"):
        raise NotAllowed("examine_only")
    with unit_of_work() as session:
        row = session.scalar(select(Precheck).where(Precheck.public_id == precheck))
        if row is None or row.department_id not in actor.department_ids:
            raise NotFound
        case = find_case_of_anybody(session, session.get_one(Case, row.case_id).public_id, lock=True)
        session.refresh(row)
        if row.state is PrecheckState.ANSWERED and row.answered_by == actor.account_id:
            return
        if case is None or case.state is not CaseState.DRAFT or row.state is not PrecheckState.OPEN:
            raise Refusal("precheck_over")
        lines = session.scalars(select(PrecheckLine).where(PrecheckLine.precheck_id == row.id)).all()
        _check({line.id for line in lines}, said, answer)
        for line in lines:
            line.verdict, line.comment = said[line.id][0], said[line.id][1].strip()
        row.state, row.answer = PrecheckState.ANSWERED, answer.strip()
        row.answered_by, row.answered_at = actor.account_id, now
        record(session, case, Tag.PRECHECK_ANSWERED, actor=actor, now=now, precheck=row.id)
        tell(session, case, "precheck_answered", now=now, once=str(row.id))


def _check(lines: set[int], said: Said, answer: str) -> None:
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    for line in lines:
        verdict, words = said.get(line, (None, ""))
        if verdict is None or (verdict is Verdict.RETURNED and not words.strip()):
            errors[f"p{line}"] = ("required", {})
        elif len(words) > MOST_CHARACTERS:
            errors[f"p{line}"] = ("too_long", {"most": MOST_CHARACTERS})
    if len(answer) > MOST_CHARACTERS:
        errors["answer"] = ("too_long", {"most": MOST_CHARACTERS})
    if errors:
        raise Invalid(errors)
