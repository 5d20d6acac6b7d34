"""听证告知: before a decision that touches great interests, the applicant learns that it may ask to be heard (行政许可法 47)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.hearing import OFFERED_IN
from approvals.domain.legal_days import hearing_request_last_day
from approvals.domain.letters.hearings import HearingRightNotice
from approvals.domain.refusals import Refusal
from approvals.models.cases import Track
from approvals.models.rounds import Hearing
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import CaseFile, lines_of, open_file
from approvals.usecases.hearing.open_hearing import hearing_of
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor

ASK_HOW = "登录平台，在本事项页面点“要求听证”，或者向本机关书面提出"


def tell_hearing_right(
    *, track: str, version: int, intended: str, reasons: str, actor: Actor, now: dt.datetime
) -> None:
    """Send the notice of the right; five working days to ask begin tomorrow. No clock stops yet.

    Raises Invalid without words, Refusal 'hearing_already_open' or 'no_such_move' for an item that is not examined, Stale.
    """
    require(intended=intended, reasons=reasons)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        if row.state not in OFFERED_IN:
            raise Refusal("no_such_move", state=row.state.value, verb="tell_hearing_right")
        if hearing_of(session, row) is not None:
            raise Refusal("hearing_already_open")
        file, today = open_file(session, case), local_day(now)
        ask_by = hearing_request_last_day(today, file.calendar)
        hearing = Hearing(
            track_id=row.id, intended=intended.strip(), reasons=reasons.strip(), told_on=today, ask_by=ask_by,
            opened_by=actor.account_id,
        )  # fmt: skip
        session.add(hearing)
        row.version += 1
        session.flush()
        facts = {"hearing": hearing.id, "ask_by": ask_by.isoformat()}
        record(session, case, Tag.HEARING_OFFERED, actor=actor, now=now, track=row, **facts)
        _print(session, file, row, hearing, actor, now)
        told = ask_by.isoformat()
        tell(session, case, "hearing_offered", now=now, track=row, once=str(hearing.id), ask_by=told)


def _print(session: Session, file: CaseFile, track: Track, hearing: Hearing, actor: Actor, now: dt.datetime) -> None:
    organ = file.department_of(track)

    def build(numbered: Numbered) -> HearingRightNotice:
        return HearingRightNotice(
            **file.track_frame(track, local_day(now)), **numbered.stamp, intended=hearing.intended,
            reasons=lines_of(hearing.reasons), ask_by=hearing.ask_by, ask_how=ASK_HOW,
        )  # fmt: skip

    kind = HearingRightNotice.kind
    issue(session, file, kind=kind, organ=organ, build=build, actor=actor, now=now, tracks=[track])
