"""Outbox kind → what a worker does with such a row: ids out of the payload, one use-case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import current_app

from app.foundation.installation import settings
from app.foundation.reading import reading
from approvals.queries.outgoing import Outgoing, outgoing
from approvals.usecases.claims import Claim
from approvals.usecases.clock.deem_accepted import deem_accepted
from approvals.usecases.clock.lapse_correction import lapse_correction
from approvals.usecases.clock.promise_due import promise_due
from approvals.usecases.clock.promise_late import promise_late
from approvals.usecases.clock.raise_alarms import raise_alarms
from approvals.usecases.clock.resume_capped import resume_capped
from approvals.usecases.letters.print_document import Press, print_document
from approvals.usecases.notices.tell_concerned import tell_concerned
from approvals.usecases.outbox.finish_message import finish_message
from departments.domain.actor import SYSTEM
from workers.jobs.wording import mail_of, text_of

Handler = Callable[[Claim, dt.datetime], object]


def print_letter(claim: Claim, now: dt.datetime) -> None:
    named = current_app.extensions
    press = Press(named["binglian.printer"], named["binglian.sealer"], named["binglian.files"])
    print_document(document=claim.payload["document_id"], press=press, claim=claim, actor=SYSTEM, now=now)


def tell(claim: Claim, now: dt.datetime) -> None:
    tell_concerned(claim=claim, actor=SYSTEM, now=now)


def send_mail(claim: Claim, now: dt.datetime) -> None:
    line = _line(claim)
    if line.is_active and line.email:
        current_app.extensions["binglian.mail"].send(mail_of(line))
    finish_message(claim=claim, actor=SYSTEM, now=now)


def send_text(claim: Claim, now: dt.datetime) -> None:
    line = _line(claim)
    if line.is_active and line.phone:
        current_app.extensions["binglian.sms"].send(text_of(line))
    finish_message(claim=claim, actor=SYSTEM, now=now)


def look_at_track(claim: Claim, now: dt.datetime) -> None:
    raise_alarms(track=claim.payload["track_id"], close_of_business=_closes(), claim=claim, actor=SYSTEM, now=now)


def look_at_case(claim: Claim, now: dt.datetime) -> None:
    deem_accepted(case=claim.payload["case_id"], claim=claim, actor=SYSTEM, now=now)


def end_correction(claim: Claim, now: dt.datetime) -> None:
    lapse_correction(case=claim.payload["case_id"], claim=claim, actor=SYSTEM, now=now)


def end_pause(claim: Claim, now: dt.datetime) -> None:
    resume_capped(pause=claim.payload["pause_id"], claim=claim, actor=SYSTEM, now=now)


def remind_of_promise(claim: Claim, now: dt.datetime) -> None:
    promise_due(line=claim.payload["line_id"], close_of_business=_closes(), claim=claim, actor=SYSTEM, now=now)


def break_promise(claim: Claim, now: dt.datetime) -> None:
    promise_late(line=claim.payload["line_id"], close_of_business=_closes(), claim=claim, actor=SYSTEM, now=now)


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "print": print_letter,
        "tell": tell,
        "mail": send_mail,
        "sms": send_text,
        "alarm": look_at_track,
        "silence": look_at_case,
        "lapse": end_correction,
        "resume": end_pause,
        "promise_due": remind_of_promise,
        "promise_late": break_promise,
    }
)


def _line(claim: Claim) -> Outgoing:
    with reading() as session:
        return outgoing(session, claim.payload["notification_id"])


def _closes() -> dt.time:
    return settings().close_of_business
