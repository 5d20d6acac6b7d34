"""听证通知 and 听证公告: time and place told seven working days ahead; from now on no clock runs (行政许可法 45, 48)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.hearing import Convened, check_convened
from approvals.domain.letters.hearings import HearingAnnouncement, HearingNotice
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import FLOW, next_state
from approvals.models.cases import Track
from approvals.models.rounds import Hearing
from approvals.usecases.department.pause import ARTICLE_45, begin_pause
from approvals.usecases.desk import track_at_desk
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.hearing.open_hearing import open_hearing, told_of
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import SpecialProcedure
from departments.domain.catalogue_words import ProcedureKind, Unit
from departments.models.people import Account

BY_LAW = SpecialProcedure(
    kind=ProcedureKind.HEARING, name_zh="听证", max_days=None, unit=Unit.WORKING_DAYS, condition=None,
    stops_statutory=True, stops_committed=True, basis=ARTICLE_45,
)  # fmt: skip
"""What a hearing does to an item whose catalogue does not foresee one: Article 45 names it for every licence."""
REASON = "依申请举行听证"
REGISTER_DAYS_BEFORE = 2


def call_hearing(*, track: str, version: int, convened: Convened, actor: Actor, now: dt.datetime) -> None:
    """Fix time, place and chair of the hearing that was asked for, tell the applicant and the public, stop the clocks.

    Raises Invalid of `check_convened`; Refusal 'no_hearing', 'hearing_not_asked', 'hearing_called_already',
    'clock_not_running' or 'no_such_move'; Stale.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        hearing, file, today = open_hearing(session, row), open_file(session, case), local_day(now)
        if hearing.asked_on is None or hearing.hold_by is None:
            ask_by = told_of(session, hearing).by(hearing.ask_by, today)
            raise Refusal("hearing_not_asked", ask_by=ask_by)
        if hearing.held_at is not None:
            raise Refusal("hearing_called_already")
        held_on, examiners = local_day(convened.held_at), _examiners(session, row)
        check_convened(
            convened, held_on=held_on, hold_by=hearing.hold_by, examiners=examiners, calendar=file.calendar, today=today
        )
        hearing.held_at, hearing.place, hearing.chair = convened.held_at, convened.place.strip(), convened.chair.strip()
        hearing.is_public, hearing.closed_because = convened.is_public, convened.closed_because.strip()
        row.version += 1
        if not hearing.verb or (row.state, "pause") in FLOW:  # a licence that was given has no clock to stop
            row.state = next_state(row.state, "pause")
            hearing.pause_id = _stop_clocks(session, file, row, held_on, actor, now)
        facts = {"hearing": hearing.id, "held_on": held_on.isoformat()}
        record(session, case, Tag.HEARING_CALLED, actor=actor, now=now, track=row, **facts)
        _print(session, file, row, hearing, convened, examiners, actor, now)
        tell(session, case, "hearing_called", now=now, track=row, once=str(hearing.id))


def _stop_clocks(
    session: Session, file: CaseFile, track: Track, held_on: dt.date, actor: Actor, now: dt.datetime
) -> int | None:
    """The pause of the hearing; None where every clock is overdue, which neither cures nor excuses from the hearing."""
    procedure = _procedure(file, track)
    length = max(1, file.calendar.count_between(local_day(now), held_on))
    try:
        stop = begin_pause(
            session, file, track, procedure, length=length, unit=procedure.unit.value, reason=REASON, actor=actor,
            now=now, beside=True,
        )  # fmt: skip
    except Refusal as refused:
        if refused.code != "overdue_cannot_pause":
            raise
        return None
    return stop.id


def _procedure(file: CaseFile, track: Track) -> SpecialProcedure:
    listed = file.catalogue.items[track.item_code].special_procedures
    return next((one for one in listed if one.kind is ProcedureKind.HEARING), BY_LAW)


def _examiners(session: Session, track: Track) -> tuple[str, ...]:
    """Who examined the matter: the assigned examiner, or nobody by name yet."""
    name = session.scalar(select(Account.name).where(Account.id == track.assignee_id)) if track.assignee_id else None
    return (name,) if name else ()


def _print(
    session: Session,
    file: CaseFile,
    track: Track,
    hearing: Hearing,
    convened: Convened,
    examiners: tuple[str, ...],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """The notice to the applicant, and for a public hearing the announcement to everybody."""
    organ, today, held_on = file.department_of(track), local_day(now), local_day(convened.held_at)
    said: dict[str, Any] = {
        "matter": hearing.intended, "held_at": convened.held_at, "place": hearing.place, "chair": hearing.chair,
        "examiners": examiners or (organ.name_zh,), "chair_unit": convened.chair_unit.strip() or organ.organ_zh,
        "working_days_ahead": file.calendar.count_between(today, held_on), "is_public": hearing.is_public,
        "closed_because": hearing.closed_because, "applicant": file.enterprise.name,
    }  # fmt: skip

    def notice(numbered: Numbered) -> HearingNotice:
        frame = file.track_frame(track, today)
        return HearingNotice(**frame, **numbered.stamp, **said, asked_on=hearing.asked_on)

    def announcement(numbered: Numbered) -> HearingAnnouncement:
        frame = file.track_frame(track, today) | {"addressee": "", "uscc": None}
        return HearingAnnouncement(
            **frame, **numbered.stamp, **said, register_by=_register_by(file, held_on),
            register_how=f"持身份证明到{organ.name_zh}报名，或者电话报名",
        )  # fmt: skip

    letters = [(HearingNotice.kind, notice), *([(HearingAnnouncement.kind, announcement)] if hearing.is_public else [])]
    for kind, build in letters:
        issue(session, file, kind=kind, organ=organ, build=build, actor=actor, now=now, tracks=[track])


def _register_by(file: CaseFile, held_on: dt.date) -> dt.date:
    """The last working day to register, two working days before the hearing."""
    day, left = held_on, REGISTER_DAYS_BEFORE
    while left:
        day -= dt.timedelta(days=1)
        left -= file.calendar.is_working(day)
    return day
