"""What the two negative answers of the window share: the ending of one filed item, with its letter."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.admission import NOT_COMPETENT_BASIS, NOT_REQUIRED_BASIS, InadmissibleDecision
from approvals.domain.refusals import NotAllowed, Refusal
from approvals.domain.states import TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Case, Track
from approvals.queries.access import find_track
from approvals.usecases.desk import require
from approvals.usecases.framing import lines_of, open_file, remedies_of
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.joining import join
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.domain.permissions import may
from departments.queries.calendar import load_calendar


def end_before_admission(
    session: Session,
    public_id: str,
    *,
    verb: str,
    tag: Tag,
    reason: str,
    competent_organ: str,
    organ_address: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Answer one filed item in the negative and print the decision (Art. 32(1), 32(2))."""
    if not may(actor, "check"):
        raise NotAllowed("window_only")
    require(reason=reason, **({"competent_organ": competent_organ} if verb == "declare_inadmissible" else {}))
    track = find_track(session, public_id, actor, lock=True)
    case = track.case
    if track.state is not TrackState.FILED:
        raise Refusal("already_answered", items=[track.item_code])
    track.state = next_state(track.state, verb)
    track.version += 1
    record(session, case, tag, actor=actor, now=now, track=track)
    join(session, case, [track], load_calendar(session), now)
    _print(session, case, track, verb, reason, competent_organ, organ_address, actor, now)
    tell(session, case, verb, now=now, track=track)


def _print(
    session: Session,
    case: Case,
    track: Track,
    verb: str,
    reason: str,
    competent_organ: str,
    organ_address: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    file = open_file(session, case)
    received_on = case.receipt_on
    if received_on is None:
        raise ValueError("a decision needs the day of receipt")
    not_required = verb == "declare_not_required"

    def build(numbered: Numbered) -> InadmissibleDecision:
        return InadmissibleDecision(
            **file.frame(file.window, local_day(now)),
            **numbered.stamp,
            received_on=received_on,
            items=(file.item_ref(track.item_code),),
            ground="not_required" if not_required else "not_competent",
            reasons=lines_of(reason),
            remedies=remedies_of(file.window),
            basis=NOT_REQUIRED_BASIS if not_required else NOT_COMPETENT_BASIS,
            competent_organ=competent_organ.strip() or None,
            competent_address=organ_address.strip() or None,
        )

    issue(
        session,
        file,
        kind="inadmissible_decision",
        organ=file.window,
        build=build,
        actor=actor,
        now=now,
        tracks=[track],
    )
