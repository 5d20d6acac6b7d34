"""督办: the supervisor's notices, a new one about an item, and one with its answers."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.drafting import is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import with_author
from app.web.presenters.oversight_words import notice_level, notice_standing, rule_words
from app.web.reading_room import hand_out
from app.web.supervision.blueprint import blueprint
from app.web.supervision.forms import CloseForm, NoticeForm
from approvals.domain.oversight import level_called_for, reply_day, usual_findings
from approvals.domain.refusals import NotAllowed, NotFound, Refusal, Stale
from approvals.queries.oversight import Supervised, notice_overseen, notices_overseen, reply_file, supervised
from approvals.usecases.oversight.close_supervision import close_supervision
from approvals.usecases.oversight.send_supervision_notice import send_supervision_notice
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar

WORDS = {"notice_level": notice_level, "notice_standing": notice_standing, "rule_words": rule_words}
SHOWN = ("open", "closed", "all")


@blueprint.get("/notices")
@guard("supervise")
def notices() -> ResponseReturnValue:
    """Every notice of the viewer's divisions, those that wait first."""
    shown = request.args.get("show", "open")
    with reading() as session:
        found = notices_overseen(session, current_actor())
    rows = [row for row in found if shown == "all" or row.is_open == (shown != "closed")]
    facts = {"rows": rows, "found": found, "shown": shown if shown in SHOWN else "open", "today": local_day(now())}
    return render_template("supervision/notices.html", **facts, **WORDS)


@blueprint.get("/tracks/<track>")
@guard("supervise")
def item(track: str) -> ResponseReturnValue:
    """One item, its notices so far, and a new one with what is known filled in."""
    return _item(track)


@blueprint.post("/tracks/<track>")
@guard("supervise")
def send_notice(track: str) -> ResponseReturnValue:
    """Show the notice as a draft, or send it."""
    form = NoticeForm(prefix="notice")
    form.offer()
    if not form.validate_on_submit():
        return _item(track, form, 422)
    send = partial(
        send_supervision_notice, track=track, version=form.version.data, demand=form.demand(), actor=current_actor(),
        now=now(),
    )  # fmt: skip
    try:
        if is_draft_asked():
            return show_draft(send, url_for("supervision.item", track=track))
        made = send()
    except (NotFound, NotAllowed):
        raise
    except Stale as stale:
        raise with_author(stale) from None
    except Refusal as refusal:
        show_on(form, refusal)
        return _item(track, form, 422)
    flash(gettext("督办通知单已经发出，部门会在队列里看到。"), "done")
    return redirect(url_for("supervision.notice", notice=made))


@blueprint.get("/notices/<notice>")
@guard("supervise")
def notice(notice: str) -> ResponseReturnValue:
    """One notice with its answers."""
    return _notice(notice)


@blueprint.post("/notices/<notice>")
@guard("supervise")
def close_notice(notice: str) -> ResponseReturnValue:
    """Close it with what came of it."""
    form = CloseForm()
    if not form.validate_on_submit():
        return _notice(notice, form, 422)
    try:
        close_supervision(notice=notice, note=form.note.data, actor=current_actor(), now=now())
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        show_on(form, refusal)
        return _notice(notice, form, 422)
    flash(gettext("督办通知单已经办结。"), "done")
    return redirect(url_for("supervision.notice", notice=notice))


@blueprint.get("/replies/<reply>")
@guard("read_file")
def evidence(reply: str) -> Response:
    """The paper that came with an answer, for the two sides of the notice."""
    return hand_out(reply_file, reply)


def _item(track: str, refused: NoticeForm | None = None, status: int = 200) -> Response:
    today = local_day(now())
    with reading() as session:
        calendar = load_calendar(session)
        page = supervised(session, track, current_actor(), calendar, today)
    form = refused or _fresh(page, calendar)
    body = render_template("supervision/item.html", page=page, form=form, today=today, **WORDS)
    return Response(body, status)


def _fresh(page: Supervised, calendar: WorkingCalendar) -> NoticeForm:
    """The form with what the clocks say."""
    known = {
        "version": page.version, "rule": page.rule.value, "level": level_called_for(page.late),
        "findings": usual_findings(page.rule, page.item.name_zh, page.late),
        "reply_by": reply_day(calendar, local_day(now())),
    }  # fmt: skip
    form = NoticeForm(prefix="notice", formdata=None, data=known)
    form.offer()
    return form


def _notice(notice: str, refused: CloseForm | None = None, status: int = 200) -> Response:
    with reading() as session:
        found = notice_overseen(session, notice, current_actor())
    form = refused or CloseForm(formdata=None)
    facts = {"notice": found, "form": form, "today": local_day(now())}
    return Response(render_template("supervision/notice.html", **facts, **WORDS), status)
