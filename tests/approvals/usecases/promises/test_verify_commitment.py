"""After a grant on a commitment somebody looks: true keeps it, false is put right by a day, or ends on the credit record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.credit import CreditKind
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import LineState, VerificationState
from approvals.models.papers import CommitmentLine
from approvals.models.verification import VerificationTask
from approvals.models.watch import Duty
from approvals.queries.credit import bars_of
from approvals.usecases.promises.close_rectification import close_rectification
from approvals.usecases.promises.verify_commitment import verify_commitment
from departments.domain.actor import Actor
from tests.factories.clock_town import deliver, forget_notices, sweep, told
from tests.factories.main_job import MONDAY, Cast, at, department_of
from tests.factories.vouching import FIRE, shop_granted, the_shop

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(shop_granted)]
TUESDAY, FRIDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=4)
LATER = MONDAY + dt.timedelta(days=7)


def the_task() -> VerificationTask:
    with reading() as session:
        found = session.scalars(select(VerificationTask)).one()
        session.expunge(found)
        return found


def people(cast: Cast) -> tuple[Actor, Actor]:
    code = department_of(the_shop(), FIRE)
    return cast.examiners[code], cast.heads[code]


def verify(actor: Actor, *, is_true: bool = False, **said: Any) -> None:
    words = {"findings": "疏散通道被占用", "evidence": "现场照片 3 张", "requirement": "清空通道", "rectify_by": FRIDAY}
    task = the_task()
    verify_commitment(
        task=task.public_id, version=task.version, is_true=is_true, actor=actor, now=at(TUESDAY), **(words | said)
    )


def close(actor: Actor, is_rectified: bool, day: dt.date) -> None:
    task = the_task()
    close_rectification(
        task=task.public_id, version=task.version, is_rectified=is_rectified, note="复查", actor=actor, now=at(day)
    )


def open_duties() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(Duty.kind).where(Duty.done_at.is_(None))))


def state_of_line() -> LineState:
    with reading() as session:
        return session.get_one(CommitmentLine, the_task().line_id).state


def test_the_grant_plans_a_check_that_the_clock_watches(cast: Cast) -> None:
    task = the_task()
    assert (task.kind, task.state, task.created_on) == ("full", VerificationState.OPEN, MONDAY)
    # forty working days after the 9th of March, across Qingming and May Day
    assert task.due_on == dt.date(2026, 5, 8)
    assert "verification" in open_duties()
    forget_notices()
    sweep(at(dt.date(2026, 5, 7)))
    deliver(at(dt.date(2026, 5, 7)))
    assert told("verification_due")


def test_what_proves_true_is_kept_and_the_duty_done(cast: Cast) -> None:
    examiner, _ = people(cast)
    with pytest.raises(Invalid):
        verify(examiner, is_true=True, findings=" ")
    verify(examiner, is_true=True, requirement="", rectify_by=None)
    assert (the_task().state, state_of_line()) == (VerificationState.TRUE, LineState.KEPT)
    assert "verification" not in open_duties()
    with pytest.raises(Refusal, match="already_verified"):
        verify(examiner, is_true=True)


def test_what_is_false_is_put_right_by_a_day(cast: Cast) -> None:
    examiner, head = people(cast)
    with pytest.raises(Refusal, match="rectify_day_wrong"):
        verify(examiner, rectify_by=None)
    verify(examiner)
    assert "rectification" in open_duties() and "verification" not in open_duties()
    with pytest.raises(NotAllowed):
        close(examiner, True, TUESDAY)
    with pytest.raises(Refusal, match="rectify_running"):
        close(head, False, FRIDAY)
    close(head, True, FRIDAY)
    assert (the_task().state, state_of_line(), open_duties() & {"rectification"}) == (
        VerificationState.RECTIFIED, LineState.KEPT, set(),
    )  # fmt: skip


def test_what_stays_false_is_broken_and_bars_further_promises(cast: Cast) -> None:
    examiner, head = people(cast)
    verify(examiner)
    close(head, False, LATER)
    assert (the_task().state, state_of_line()) == (VerificationState.FALSE, LineState.BROKEN)
    (enterprise,) = cast.lin.enterprise_ids
    with reading() as session:
        (bar,) = bars_of(session, enterprise, LATER)
    assert bar.kind is CreditKind.FALSE_COMMITMENT


def test_only_the_department_that_granted_looks_and_nobody_over_another(cast: Cast) -> None:
    task = the_task()
    with pytest.raises(NotFound):
        verify(cast.examiners["ZRZY"])
    with pytest.raises(NotAllowed):
        verify(cast.lin)
    with pytest.raises(Stale):
        verify_commitment(
            task=task.public_id, version=task.version + 1, is_true=True, findings="真", evidence="真", requirement="",
            rectify_by=None, actor=people(cast)[0], now=at(TUESDAY),
        )  # fmt: skip
