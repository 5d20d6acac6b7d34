"""What the two negative answers of the window share: the ending of one filed item, with its letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.admission import (
    NOT_COMPETENT_BASIS,
    NOT_REQUIRED_BASIS,
    InadmissibleDecision,
    NotRequiredNotice,
)
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.queries.access import find_track
from approvals.queries.scope import oversees
from approvals.usecases.desk import require
from approvals.usecases.framing import CaseFile, lines_of, open_file, remedies_of
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.joining import join
from approvals.usecases.journal import record, tell
from approvals.usecases.window.silence import admit_silent
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may
from departments.queries.calendar import load_calendar

NEEDLESS = "declare_not_required"


def end_all_before_admission(session: Session, tracks: Sequence[str], *, actor: Actor, **said: Any) -> list[Track]:
    """Answer several filed items of one case in the negative, all of them or none; see `end_before_admission`."""
    if not may(actor, "check"):
        raise NotAllowed("window_only")
    if len(tracks) > 1 and len({find_track(session, one, actor).case_id for one in tracks}) > 1:
        raise NotFound
    for one in dict.fromkeys(tracks):
        session.flush()  # the next item reads its case row anew
        if silent := end_before_admission(session, one, actor=actor, **said):
            return silent
    return []


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
) -> list[Track]:
    """Answer one filed item in the negative and print the decision (Art. 32(1), 32(2)).

    Returns the items that the law accepted because the five days are over; then nothing was answered.
    """
    if not may(actor, "check"):
        raise NotAllowed("window_only")
    elsewhere, needless = {"competent_organ": competent_organ, "organ_address": organ_address}, verb == NEEDLESS
    require(reason=reason, **({} if needless else elsewhere))
    track = _filed(session, public_id, actor)
    case, calendar = track.case, load_calendar(session)
    if silent := admit_silent(session, case, calendar, now):
        return silent
    track.state = next_state(track.state, verb)
    track.version += 1
    record(session, case, tag, actor=actor, now=now, track=track)
    join(session, case, [track], calendar, now)
    organ, address = competent_organ.strip() or None, organ_address.strip() or None
    facts: dict[str, Any] = {"reasons": lines_of(reason), "competent_organ": organ, "competent_address": address}
    facts["ground"] = "not_required" if needless else "not_competent"
    facts["basis"] = NOT_REQUIRED_BASIS if needless else NOT_COMPETENT_BASIS
    print_negative(session, open_file(session, case), track, facts, actor, now)
    tell(session, case, verb, now=now, track=track)
    return []


def _filed(session: Session, public_id: str, actor: Actor) -> Track:
    """The item, its case locked; it still waits for the window of its division."""
    track = find_track(session, public_id, actor, lock=True)
    if not oversees(session, actor, track.case.project.division_id, {Role.WINDOW}):
        raise NotFound
    if track.state is not TrackState.FILED:
        raise Refusal("already_answered", items=[track.item_code])
    return track


def print_negative(
    session: Session, file: CaseFile, track: Track, facts: dict[str, Any], actor: Actor, now: dt.datetime
) -> None:
    """The decision about one item that ends before admission; `facts` say why and who is competent instead."""
    letter = NotRequiredNotice if facts["ground"] == "not_required" else InadmissibleDecision

    def build(numbered: Numbered) -> InadmissibleDecision:
        return letter(
            **file.frame(file.window, local_day(now)),
            **numbered.stamp,
            **facts,
            received_on=file.received_on,
            items=(file.item_ref(track.item_code),),
            remedies=remedies_of(file.window),
        )

    window = file.window
    issue(session, file, kind=letter.kind, organ=window, build=build, actor=actor, now=now, tracks=[track])
