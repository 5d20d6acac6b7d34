"""What every verb of the desk does alike: ask the form, call the verb, say what happened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.foundation.crash_points import crash_point
from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.department.page import track_response
from app.web.drafting import is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.identity import current_actor
from app.web.moved_first import is_second_click, with_author
from approvals.domain.events import Tag
from approvals.domain.refusals import Blocked, Invalid, Refusal, Stale
from approvals.queries.department_track import TrackPage, track_page
from departments.queries.calendar import load_calendar


def carry_out(
    track: str,
    name: str,
    form: FlaskForm,
    verb: Callable[..., object],
    said: str,
    *,
    tag: Tag | None = None,
    at: str = "",
    draft: Callable[..., object] | None = None,
) -> ResponseReturnValue:
    """Call `verb` for the viewer, now; refused input comes back with the page and the input kept.

    `name` is the form's place on the page, `tag` the event that a second click finds already written, `at` the
    part of the page to come back to. Asked for a draft, it shows the letter that `verb` would send (or what `draft`
    rehearses in its place) and does nothing.
    """
    if not form.validate_on_submit():
        return track_response(track, {name: form}, 422)
    try:
        if is_draft_asked():
            return show_draft(partial(draft or verb, actor=current_actor(), now=now()), _place(track, at))
        verb(actor=current_actor(), now=now())
        crash_point("desk.carried_out")
    except Stale as stale:
        if tag is None or not is_second_click(track, tag, now()):
            raise with_author(stale) from None
    except Refusal as refusal:
        if not isinstance(refusal, (Invalid, Blocked)) and refusal.field not in form:
            raise
        show_on(form, refusal)
        return track_response(track, {name: form}, refusal.status)
    flash(said, "done")
    return redirect(_place(track, at))


def _place(track: str, at: str) -> str:
    return url_for("department.track", track=track, _anchor=at or None)


def page_of(track: str) -> TrackPage:
    """The track as the viewer's page reads it now."""
    with reading() as session:
        return track_page(session, track, current_actor(), load_calendar(session), local_day(now()))
