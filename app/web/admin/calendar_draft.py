"""A proposed year: what it would move, shown before anybody publishes it; a second administrator decides."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.admin import calendar_words as words
from app.web.admin.blueprint import blueprint
from app.web.admin.calendar_forms import ConfirmForm, EarlierForm, RejectForm
from app.web.admin.calendar_months import entry_runs
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.calendar_preview import PAGE_SIZE, Preview, preview_of
from approvals.queries.stored_preview import stored_preview
from approvals.usecases.calendar.allow_earlier import allow_earlier
from approvals.usecases.calendar.count_preview import count_preview
from approvals.usecases.calendar.publish_calendar import publish_calendar
from approvals.usecases.calendar.reject_calendar import reject_calendar
from approvals.usecases.calendar.withdraw_calendar import withdraw_calendar
from departments.domain.calendar_import import DraftState, missing_holidays
from departments.queries.calendar import DraftRow, drafts


@dataclass(frozen=True)
class Seen:
    """A draft and, while it waits, what it would move."""

    row: DraftRow
    preview: Preview | None
    is_mine: bool


@blueprint.get("/calendar/drafts/<draft>")
@guard("administer")
def calendar_draft(draft: str) -> ResponseReturnValue:
    """The preview, fifty deadlines a page; what became of the draft when it is closed."""
    return _page(draft), 200


@blueprint.post("/calendar/drafts/<draft>/confirm")
@guard("administer")
def confirm_draft(draft: str) -> ResponseReturnValue:
    """Publish what the preview showed; when something moved meanwhile, the new preview comes first (409)."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _page(draft), 422
    try:
        moved = publish_calendar(draft=draft, digest=form.digest.data or "", actor=current_actor(), now=now())
    except Refusal as refusal:
        if refusal.code == "preview_changed":
            count_preview(draft=draft, actor=current_actor(), now=now())
            return _page(draft, is_stale=True), 409
        if refusal.code != "draft_closed" or not _is_confirmed_by_me(draft):
            raise
    else:
        flash(gettext("已经公布。变动的日子共 %(count)s 处，有关的人会各收到一条消息。", count=moved), "done")
    return redirect(url_for("admin.calendar_draft", draft=draft))


@blueprint.post("/calendar/drafts/<draft>/reject")
@guard("administer")
def reject_draft(draft: str) -> ResponseReturnValue:
    """Send it back with words."""
    form = RejectForm()
    if not form.validate_on_submit():
        return _page(draft, reject_form=form), 422
    reject_calendar(draft=draft, words=form.words.data or "", actor=current_actor(), now=now())
    flash(gettext("已经退回。"), "done")
    return redirect(url_for("admin.calendar_draft", draft=draft))


@blueprint.post("/calendar/drafts/<draft>/withdraw")
@guard("administer")
def withdraw_draft(draft: str) -> ResponseReturnValue:
    """The proposer takes it back."""
    withdraw_calendar(draft=draft, actor=current_actor(), now=now())
    flash(gettext("已经撤回。"), "done")
    return redirect(url_for("admin.calendar", year=request.args.get("year", type=int)))


@blueprint.post("/calendar/drafts/<draft>/earlier")
@guard("administer")
def let_earlier(draft: str) -> ResponseReturnValue:
    """The proposer lets days come earlier than what was told, with a reason; or takes that back (`undo`)."""
    form, undo = EarlierForm(), "undo" in request.form
    if not undo and not form.validate_on_submit():
        return _page(draft, earlier_form=form), 422
    reason = "" if undo else form.reason.data or ""
    allow_earlier(draft=draft, is_allowed=not undo, reason=reason, actor=current_actor(), now=now())
    count_preview(draft=draft, actor=current_actor(), now=now())
    return redirect(url_for("admin.calendar_draft", draft=draft))


@blueprint.post("/calendar/drafts/<draft>/count")
@guard("administer")
def count_again(draft: str) -> ResponseReturnValue:
    """Count anew what the year would move: what is shown is as of when it was counted."""
    count_preview(draft=draft, actor=current_actor(), now=now())
    return redirect(url_for("admin.calendar_draft", draft=draft, _anchor="moves"))


def _is_confirmed_by_me(draft: str) -> bool:
    """A second click of the person who has confirmed it: the answer is the first one's."""
    row = _seen(draft).row
    return row.state is DraftState.CONFIRMED and row.decider_id == current_actor().account_id


def _page(
    draft: str,
    *,
    reject_form: RejectForm | None = None,
    earlier_form: EarlierForm | None = None,
    is_stale: bool = False,
) -> str:
    seen = _seen(draft)
    return render_template(
        "admin/calendar_draft.html",
        seen=seen,
        row=seen.row,
        preview=seen.preview,
        runs=entry_runs(seen.row.taken.entries),
        missing=missing_holidays(one.name for one in seen.row.taken.entries),
        confirm_form=ConfirmForm(formdata=None, digest=seen.preview.digest if seen.preview else ""),
        reject_form=reject_form or RejectForm(formdata=None),
        earlier_form=earlier_form or EarlierForm(formdata=None),
        is_stale=is_stale,
        page_size=PAGE_SIZE,
        words=words,
    )


def _seen(draft: str) -> Seen:
    page = max(1, request.args.get("page", 1, type=int))
    with reading() as session:
        found = drafts(session, draft)
        if not found:
            raise NotFound
        row = found[0]
        preview = _preview(session, row, page) if row.state is DraftState.PROPOSED else None
    return Seen(row, preview, row.proposed_by == current_actor().account_id)


def _preview(session: Session, row: DraftRow, page: int) -> Preview:
    """What was counted last; counted now, where nobody has."""
    today = local_day(now())
    kept = stored_preview(session, row.public_id, row.taken, row.allow_earlier, today, page)
    return kept or preview_of(session, row.taken, row.allow_earlier, today, page)
