"""Outbox kind → what a worker does with such a row: ids out of the payload, one use-case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from flask import current_app

from app.adapters.scanner import Found
from app.foundation.crash_points import crash_point
from app.foundation.installation import settings
from app.foundation.reading import reading
from approvals.domain.audiences import OFFICE_HOURS_ONLY
from approvals.domain.refusals import Refusal
from approvals.domain.states import Scan
from approvals.queries.file_looks import file_to_look
from approvals.queries.outgoing import Outgoing, outgoing
from approvals.usecases.calendar.note_moved_days import note_moved_days
from approvals.usecases.claims import Claim
from approvals.usecases.clock.deem_accepted import deem_accepted
from approvals.usecases.clock.lapse_correction import lapse_correction
from approvals.usecases.clock.office_hours import in_office_hours
from approvals.usecases.clock.promise_due import promise_due
from approvals.usecases.clock.promise_late import promise_late
from approvals.usecases.clock.raise_alarms import raise_alarms
from approvals.usecases.clock.resume_capped import resume_capped
from approvals.usecases.clock.watch_duty import watch_duty
from approvals.usecases.enterprise.end_order import end_order
from approvals.usecases.enterprise.file_as_ordered import file_as_ordered
from approvals.usecases.letters.hold_result import hold_result
from approvals.usecases.letters.make_bundle import make_bundle
from approvals.usecases.letters.print_document import Press, print_document
from approvals.usecases.letters.print_guide import print_guide
from approvals.usecases.letters.print_preview import print_preview
from approvals.usecases.notices.still_true import still_worth_sending
from approvals.usecases.notices.tell_concerned import tell_concerned
from approvals.usecases.outbox.finish_message import finish_message
from approvals.usecases.outbox.postpone_message import postpone_message
from approvals.usecases.papers.settle_scan import settle_scan
from departments.domain.actor import SYSTEM
from departments.queries.calendar import load_calendar
from workers.jobs.chore_handlers import CHORE_HANDLERS
from workers.jobs.wording import mail_of, text_of

Handler = Callable[[Claim, dt.datetime], object]


HELD_FOR = dt.timedelta(hours=1)
"""How long a result that waits for a promise is left alone before it is looked at again."""


def print_letter(claim: Claim, now: dt.datetime) -> None:
    if hold_result(document=claim.payload["document_id"], actor=SYSTEM, now=now):
        postpone_message(claim=claim, until=now + HELD_FOR, actor=SYSTEM, now=now)
        return
    named = current_app.extensions
    press = Press(named["binglian.printer"], named["binglian.sealer"], named["binglian.files"])
    print_document(document=claim.payload["document_id"], press=press, claim=claim, actor=SYSTEM, now=now)


def print_draft(claim: Claim, now: dt.datetime) -> None:
    printer = current_app.extensions["binglian.printer"]
    print_preview(preview=claim.payload["preview_id"], printer=printer, claim=claim, actor=SYSTEM, now=now)


def print_for_all(claim: Claim, now: dt.datetime) -> None:
    printer = current_app.extensions["binglian.printer"]
    print_guide(guide=claim.payload["guide_id"], printer=printer, claim=claim, actor=SYSTEM, now=now)


def bind(claim: Claim, now: dt.datetime) -> None:
    binder = current_app.extensions["binglian.binder"]
    make_bundle(bundle=claim.payload["bundle_id"], binder=binder, claim=claim, actor=SYSTEM, now=now)


def tell(claim: Claim, now: dt.datetime) -> None:
    if not _waits_for_the_office(claim, claim.payload["code"], now):
        tell_concerned(claim=claim, actor=SYSTEM, now=now)


def send_mail(claim: Claim, now: dt.datetime) -> None:
    line = _line(claim, now)
    if _waits_for_the_office(claim, line.code, now):
        return
    if line.is_wanted and line.email:
        crash_point("mail.before_send")
        current_app.extensions["binglian.mail"].send(mail_of(line))
        crash_point("mail.after_send")
    finish_message(claim=claim, actor=SYSTEM, now=now)


def send_text(claim: Claim, now: dt.datetime) -> None:
    line = _line(claim, now)
    if _waits_for_the_office(claim, line.code, now):
        return
    if line.is_wanted and line.phone:
        crash_point("text.before_send")
        current_app.extensions["binglian.sms"].send(text_of(line))
        crash_point("text.after_send")
    finish_message(claim=claim, actor=SYSTEM, now=now)


def look_at_file(claim: Claim, now: dt.datetime) -> None:
    """The scanner first: nothing is drawn of what is not clean. A scanner that is away is waited for."""
    file_id, named = claim.payload["file_id"], current_app.extensions
    with reading() as session:
        file = file_to_look(session, file_id)
    found = named["binglian.files"].scan(file.sha256) if file.scan is Scan.PENDING else Found(file.scan)
    if found.scan is Scan.CLEAN:
        named["binglian.pages"].draw(file.sha256, file.media_type)
    settle_scan(file=file_id, scan=found.scan, note=found.note, claim=claim, actor=SYSTEM, now=now)


def look_at_track(claim: Claim, now: dt.datetime) -> None:
    raise_alarms(track=claim.payload["track_id"], close_of_business=_closes(), claim=claim, actor=SYSTEM, now=now)


def look_at_duty(claim: Claim, now: dt.datetime) -> None:
    watch_duty(duty=claim.payload["duty_id"], close_of_business=_closes(), claim=claim, actor=SYSTEM, now=now)


def look_at_case(claim: Claim, now: dt.datetime) -> None:
    deem_accepted(case=claim.payload["case_id"], claim=claim, actor=SYSTEM, now=now)


def end_correction(claim: Claim, now: dt.datetime) -> None:
    lapse_correction(case=claim.payload["case_id"], claim=claim, actor=SYSTEM, now=now)


def file_ordered(claim: Claim, now: dt.datetime) -> None:
    """What is in the way is no failure of ours: the applicant is told."""
    order, sharing = claim.payload["order_id"], current_app.extensions["binglian.sharing"]
    try:
        file_as_ordered(order=order, close_of_business=_closes(), sharing=sharing, claim=claim, actor=SYSTEM, now=now)
    except Refusal as refused:
        end_order(order=order, refused=refused, claim=claim, actor=SYSTEM, now=now)


def end_pause(claim: Claim, now: dt.datetime) -> None:
    resume_capped(pause=claim.payload["pause_id"], claim=claim, actor=SYSTEM, now=now)


def remind_of_promise(claim: Claim, now: dt.datetime) -> None:
    promise_due(line=claim.payload["line_id"], close_of_business=_closes(), claim=claim, actor=SYSTEM, now=now)


def break_promise(claim: Claim, now: dt.datetime) -> None:
    promise_late(line=claim.payload["line_id"], close_of_business=_closes(), claim=claim, actor=SYSTEM, now=now)


def note_new_calendar(claim: Claim, now: dt.datetime) -> None:
    note_moved_days(claim=claim, actor=SYSTEM, now=now)


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "print": print_letter,
        "preview": print_draft,
        "guide": print_for_all,
        "bundle": bind,
        "tell": tell,
        "mail": send_mail,
        "sms": send_text,
        "look_at_file": look_at_file,
        "alarm": look_at_track,
        "duty": look_at_duty,
        "silence": look_at_case,
        "lapse": end_correction,
        "file_order": file_ordered,
        "resume": end_pause,
        "promise_due": remind_of_promise,
        "promise_late": break_promise,
        "moved_days": note_new_calendar,
        **CHORE_HANDLERS,
    }
)


def _waits_for_the_office(claim: Claim, code: str, now: dt.datetime) -> bool:
    """Put back what may only be said in office hours, and is come to at another time."""
    if code not in OFFICE_HOURS_ONLY or settings().remind_any_time:
        return False
    with reading() as session:
        opens_at = in_office_hours(now, _closes(), load_calendar(session))
    if opens_at > now:
        postpone_message(claim=claim, until=opens_at, actor=SYSTEM, now=now)
    return opens_at > now


def _line(claim: Claim, now: dt.datetime) -> Outgoing:
    """The line and its person; nobody is written to who has left, nor of what is not true any more."""
    number = claim.payload["notification_id"]
    with reading() as session:
        line = outgoing(session, number)
        return replace(line, is_wanted=line.is_wanted and still_worth_sending(session, number, line.code, now))


def _closes() -> dt.time:
    return settings().close_of_business
