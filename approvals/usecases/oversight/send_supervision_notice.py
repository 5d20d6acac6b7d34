"""督办: the supervisor asks the department that has a late or blocked item what is the matter, by a numbered paper."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.settings import TIMEZONE
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.supervision import Level, SupervisionNotice
from approvals.domain.oversight import RULE_NO, Demand, Lateness, Rule, check_demand
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import WITH_DEPARTMENT
from approvals.models.cases import Track
from approvals.models.oversight import SupervisionNotice as NoticeRow
from approvals.queries.access import find_track
from approvals.queries.clocks import reading_of
from approvals.queries.scope import SUPERVISES, oversees
from approvals.usecases.desk import stale
from approvals.usecases.framing import CaseFile, lines_of, open_file
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.domain.permissions import may

MORNING = dt.time(9)


def send_supervision_notice(*, track: str, version: int, demand: Demand, actor: Actor, now: dt.datetime) -> str:
    """Send a 督办通知单 about one item; returns the notice's public id. The item itself does not move.

    Raises NotAllowed or NotFound for whoever does not supervise its division, Invalid of `check_demand`, Refusal
    'nothing_to_supervise' for an item that no department has, 'supervision_open' while one of this level is open; Stale.
    """
    if not may(actor, "supervise") or actor.account_id is None:
        raise NotAllowed("supervise_only")
    with unit_of_work() as session:
        row = find_track(session, track, actor, lock=True)
        case = row.case
        if not oversees(session, actor, case.project.division_id, SUPERVISES):
            raise NotFound
        _demand_room(session, row, demand.level)
        if row.version != version:
            raise stale(session, case, row)
        file, today = open_file(session, case), local_day(now)
        reading = reading_of(row, row.pauses, file.calendar, today)
        rule, level, late = check_demand(demand, reading, file.calendar, today)
        watch_no = _watch_no(session, file, row)
        issued = _print(session, file, row, (rule, level, late, watch_no), demand, actor, now)
        notice = NoticeRow(
            track_id=row.id, department_id=row.department_id, document_id=issued.id, watch_no=watch_no, rule=rule.value,
            level=level, due_on=late.due_on, overdue_wd=late.overdue_wd, findings=demand.findings.strip(),
            requirements=demand.requirements.strip(), reply_by=demand.reply_by, sent_by=actor.account_id, sent_at=now,
        )  # fmt: skip
        session.add(notice)
        session.flush()
        told = demand.reply_by.isoformat()
        facts = {"notice": notice.id, "level": level, "reply_by": told}
        record(session, case, Tag.SUPERVISION_SENT, actor=actor, now=now, track=row, **facts)
        _tell(session, file, row, notice, now)
        return notice.public_id


def _tell(session: Session, file: CaseFile, track: Track, notice: NoticeRow, now: dt.datetime) -> None:
    """The department and the steward at once; everybody on the morning after the day, if no answer came."""
    told, once = notice.reply_by.isoformat(), str(notice.id)
    later = dt.datetime.combine(file.calendar.add(notice.reply_by, 1), MORNING, TIMEZONE)
    tell(session, file.case, "supervision_sent", now=now, track=track, once=once, reply_by=told)
    tell(
        session, file.case, "supervision_unanswered", now=now, track=track, once=once, due_at=later, reply_by=told,
        notice=notice.id,
    )  # fmt: skip


def _demand_room(session: Session, track: Track, level: str) -> None:
    """An item that somebody has, and no open notice of the same level: a second click sends no second paper."""
    if track.state not in WITH_DEPARTMENT:
        raise Refusal("nothing_to_supervise")
    open_one = select(NoticeRow.id).where(
        NoticeRow.track_id == track.id, NoticeRow.level == level, NoticeRow.closed_at.is_(None)
    )
    if session.scalar(open_one) is not None:
        raise Refusal("supervision_open", field="level")


def _watch_no(session: Session, file: CaseFile, track: Track) -> str:
    """监察编号: the number of the item and which notice about it this is."""
    sent = session.scalar(select(func.count(NoticeRow.id)).where(NoticeRow.track_id == track.id)) or 0
    return f"JC-{file.case.case_no}-{track.item_code}-{sent + 1}"


def _print(
    session: Session,
    file: CaseFile,
    track: Track,
    judged: tuple[Rule, Level, Lateness, str],
    demand: Demand,
    actor: Actor,
    now: dt.datetime,
) -> Issued:
    """The paper to the department, from the bureau that runs the window: it answers for the whole of the handling."""
    (rule, level, late, watch_no), item = judged, file.item_ref(track.item_code)
    addressee, organ = file.department_of(track), file.window
    about = {"addressee": addressee.organ_zh, "uscc": None, "case_no": f"{file.case.case_no}-{item.code}"}

    def build(numbered: Numbered) -> SupervisionNotice:
        return SupervisionNotice(
            **file.frame(organ, local_day(now)) | about, **numbered.stamp, watch_no=watch_no, rule_no=RULE_NO[rule],
            matter=f"{item.name_zh}（{item.code}）", level=level, findings=lines_of(demand.findings),
            requirements=lines_of(demand.requirements), reply_by=demand.reply_by, issuer=actor.name,
            due_on=late.due_on, overdue_days=late.overdue_wd,
        )  # fmt: skip

    kind = SupervisionNotice.kind
    return issue(session, file, kind=kind, organ=organ, build=build, actor=actor, now=now, tracks=[track])
