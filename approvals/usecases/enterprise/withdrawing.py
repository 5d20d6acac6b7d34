"""What every withdrawal leaves behind: its letter, and no notice about items that are gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.letters.decisions import WithdrawalConfirmation
from approvals.domain.states import NoticeState
from approvals.models.cases import Case, Track
from approvals.models.papers import CorrectionNotice
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Numbered, issue
from departments.domain.actor import Actor


def end_notice(session: Session, case: Case) -> None:
    """A notice about items that are all withdrawn asks for nothing any more."""
    session.execute(
        update(CorrectionNotice)
        .where(CorrectionNotice.case_id == case.id, CorrectionNotice.state == NoticeState.OPEN)
        .values(state=NoticeState.LAPSED)
    )


def confirm_withdrawal(
    session: Session, file: CaseFile, ended: Sequence[Track], *, whole: bool, actor: Actor, now: dt.datetime
) -> None:
    """撤回确认书 over these items."""

    def build(numbered: Numbered) -> WithdrawalConfirmation:
        return WithdrawalConfirmation(
            **file.frame(file.window, local_day(now)),
            **numbered.stamp,
            items=tuple(file.item_ref(one.item_code) for one in ended),
            withdrawn_on=local_day(now),
            requested_by=actor.name,
            whole_case=whole,
        )

    issue(
        session,
        file,
        kind="withdrawal_confirmation",
        organ=file.window,
        build=build,
        actor=actor,
        now=now,
        tracks=ended,
    )
