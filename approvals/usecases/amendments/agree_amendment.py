"""Both sides agree to changed answers: items come and go, demands and days follow, in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.amendment import AmendmentState, Effect
from approvals.domain.answer_merge import merge
from approvals.domain.events import Tag
from approvals.domain.plan import Plan
from approvals.domain.refusals import Refusal
from approvals.models.amendments import Amendment
from approvals.models.cases import Case
from approvals.queries.amending import amended
from approvals.usecases.amendments.coming import bring_in
from approvals.usecases.amendments.going import forget_waits, let_go
from approvals.usecases.amendments.moving import Move
from approvals.usecases.amendments.sides import close, open_amendment, require_other_side, running_case
from approvals.usecases.amendments.staying import replan
from approvals.usecases.calendar_turn import hold_calendar
from approvals.usecases.enterprise.good_standing import require_may_apply
from approvals.usecases.enterprise.shared_papers import Sharing, asking_between
from approvals.usecases.framing import open_file
from approvals.usecases.joining import join
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.window.silence import admit_silent
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version


@asking_between
def agree_amendment(
    *,
    case: str,
    amendment: str,
    seen: str,
    word: str,
    close_of_business: dt.time,
    sharing: Sharing,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Carry the open amendment out. `seen` is the fingerprint of the difference that the person looked at.

    New items are received that day and have five working days of their own (Art. 32(4)): nobody has checked them yet.
    Items no longer asked for end with their letter unless they are decided; the others keep desk, papers and verdicts.
    Raises NotAllowed 'other_side_only', Refusal 'amendment_changed' when the difference is another one by now,
    'amendment_answered', 'filing_over', 'nothing_applies', 'applying_banned', 'item_just_taken_up' (another filing was quicker).
    """
    with unit_of_work() as session:
        row, side = running_case(session, case, actor)
        found = open_amendment(session, row, amendment)
        require_other_side(found, side)
        hold_calendar(session)
        admit_silent(session, row, load_calendar(session), now)
        session.flush()
        planned, made = amended(session, row, found.answers)
        if made.fingerprint != seen:
            raise Refusal("amendment_changed")
        _require_open(session, row, planned, made, now)
        _put_answers(row, found, now)
        _carry_out(session, Move(open_file(session, row), planned, made, sharing, close_of_business, actor, now))
        close(found, AmendmentState.AGREED, word.strip(), actor, now)
        found.effect = _as_stored(made)
        _say(session, row, found, made, actor, now)


def _require_open(session: Session, case: Case, planned: Plan, made: Effect, now: dt.datetime) -> None:
    """Something is left to apply for, and what is new may be applied for."""
    if not planned.items:
        raise Refusal("nothing_applies")
    catalogue = catalogue_version(session, case.catalogue_version_id)
    require_may_apply(session, case.project.enterprise_id, catalogue, made.coming, now)


def _put_answers(case: Case, amendment: Amendment, now: dt.datetime) -> None:
    """Each changed field gets a new version, in the name of whoever proposed it."""
    merged = merge(case.answers, case.answer_versions, amendment.answers, {}, amendment.proposed_by, now)
    case.answers, case.answer_versions = merged.answers, merged.versions
    case.version += 1


def _carry_out(session: Session, move: Move) -> None:
    """New items before the old ones end, so that a case that only changes its items is never taken for concluded."""
    case, calendar = move.file.case, move.file.calendar
    tracks = move.load_tracks(session)
    came = bring_in(session, move, tracks)
    replan(session, move, tracks, came)
    ended = let_go(session, move, tracks)
    session.flush()
    join(session, case, ended, calendar, move.now)
    forget_waits(session, ended)
    set_receipt_clock(session, case, calendar)


def _as_stored(made: Effect) -> dict[str, Any]:
    return {key: [list(one) if isinstance(one, tuple) else one for one in value] for key, value in asdict(made).items()}


def _say(session: Session, case: Case, amendment: Amendment, made: Effect, actor: Actor, now: dt.datetime) -> None:
    touched = sorted({*made.coming, *made.going, *(one.item for one in made.days), *(code for code, _ in made.wants)})
    record(
        session, case, Tag.AMENDMENT_AGREED, actor=actor, now=now, amendment=amendment.id,
        former=amendment.former, answers=amendment.answers, coming=list(made.coming), going=list(made.going),
        asked=list(made.asked), dropped=list(made.dropped), days=[one.item for one in made.days],
    )  # fmt: skip
    tell(session, case, "amendment_agreed", now=now, once=amendment.public_id, items=touched)
