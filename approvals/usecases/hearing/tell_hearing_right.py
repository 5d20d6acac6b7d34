"""听证告知: before a decision that touches great interests, the applicant learns that it may ask to be heard (行政许可法 47)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.hearing import INTENDED, OFFERED_IN, stands
from approvals.domain.legal_days import HEARING_REQUEST_WD
from approvals.domain.letters.hearings import HearingRightNotice
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.models.rounds import Hearing
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import CaseFile, lines_of, open_file
from approvals.usecases.hearing.open_hearing import hearing_of, must_be_told_again
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.unserved import push_hearing
from departments.domain.actor import Actor
from departments.domain.catalogue_words import ResultLetter

ASK_HOW = "登录平台，在本事项页面点“要求听证”，或者向本机关书面提出"


def tell_hearing_right(
    *, track: str, version: int, intended: str, reasons: str, act: str = "", actor: Actor, now: dt.datetime
) -> None:
    """Send the notice of the right; five working days to ask begin tomorrow. No clock stops yet.

    `act` is what the organ intends to do to a licence or an item (revoke, recall, terminate): its holder may then also
    answer in writing, within the days of the installation. Raises Invalid without words, Refusal 'hearing_already_open',
    'only_licences' or 'no_such_move' for an item to which it cannot come, Stale.
    """
    require(intended=intended, reasons=reasons)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        file, today = open_file(session, case), local_day(now)
        _demand_room(session, file, row, act, today)
        ask_by = file.calendar.add(today, _days(act))
        hearing = Hearing(
            track_id=row.id, intended=intended.strip(), reasons=reasons.strip(), told_on=today, ask_by=ask_by,
            opened_by=actor.account_id, verb=act,
        )  # fmt: skip
        session.add(hearing)
        row.version += 1
        session.flush()
        facts = {"hearing": hearing.id, "ask_by": ask_by.isoformat(), **({"act": act} if act else {})}
        record(session, case, Tag.HEARING_OFFERED, actor=actor, now=now, track=row, **facts)
        _print(session, file, row, hearing, actor, now)
        told = ask_by.isoformat()
        code = "intention_told" if act else "hearing_offered"
        tell(session, case, code, now=now, track=row, once=str(hearing.id), ask_by=told)
        push_hearing(session, case, row, hearing, file.calendar, now)


def _demand_room(session: Session, file: CaseFile, track: Track, act: str, today: dt.date) -> None:
    """Nothing else is being heard, and what is intended can come in this state; what can come no more is closed, as is
    what was told by a letter that was struck out.
    """
    if act and act not in INTENDED:
        raise Invalid({"act": ("not_offered", {})})
    licence = file.catalogue.items[track.item_code].result_letter is ResultLetter.LICENCE_DECISION
    if act in ("revoke", "recall") and not licence:
        raise Refusal("only_licences")
    if not act and track.state not in OFFERED_IN:
        raise Refusal("no_such_move", state=track.state.value, verb="tell_hearing_right")
    if act:
        next_state(track.state, act)
    former = hearing_of(session, track)
    if former is not None and stands(former.verb, track.state) and not must_be_told_again(session, former):
        raise Refusal("hearing_already_open")
    if former is not None:
        former.closed_on = today
        session.flush()


def _days(act: str) -> int:
    """Working days to ask for a hearing; to answer what is intended, as many as the installation gives, never fewer."""
    return max(HEARING_REQUEST_WD, settings().answer_days) if act else HEARING_REQUEST_WD


def _print(session: Session, file: CaseFile, track: Track, hearing: Hearing, actor: Actor, now: dt.datetime) -> None:
    organ = file.department_of(track)

    def build(numbered: Numbered) -> HearingRightNotice:
        return HearingRightNotice(
            **file.track_frame(track, local_day(now)), **numbered.stamp, intended=hearing.intended,
            reasons=lines_of(hearing.reasons), ask_by=hearing.ask_by, ask_how=ASK_HOW,
            ask_working_days=_days(hearing.verb), may_answer=bool(hearing.verb),
        )  # fmt: skip

    kind = HearingRightNotice.kind
    issue(session, file, kind=kind, organ=organ, build=build, actor=actor, now=now, tracks=[track])
