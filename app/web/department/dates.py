"""Changing a date at the desk: what moves is shown first, then somebody confirms it with a reason and a basis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.department.blueprint import blueprint
from app.web.department.date_forms import ExtensionForm, OverdueForm, PauseDaysForm
from app.web.department.forms import TrackForm
from app.web.drafting import is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import is_second_click, with_author
from app.web.presenters.date_words import clock_name
from app.web.presenters.dates import day, short_day
from app.web.presenters.labels import procedure
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_change import Move, delays
from approvals.domain.date_reasons import ARTICLE_42, ARTICLE_45, Change, require_reason
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound, Refusal, Stale
from approvals.queries.date_changes import DatesPage, PauseDaysRow, dates_page, extension_preview, pause_preview
from approvals.usecases.department.correct_pause import PauseDays, correct_pause
from approvals.usecases.department.extend import extend
from approvals.usecases.department.state_overdue_reason import state_overdue_reason
from approvals.usecases.desk import require
from departments.queries.calendar import load_calendar

Preview = Callable[[Session], tuple[Move, ...]]


@blueprint.get("/tracks/<track>/dates")
@guard("examine")
def dates(track: str) -> ResponseReturnValue:
    """The dates of one item, and what may be changed about them."""
    return _page(_read(track))


@blueprint.post("/tracks/<track>/dates/extension")
@guard("decide")
def extend_limit(track: str) -> ResponseReturnValue:
    """Show what an extension moves; confirmed, give it."""
    page, form = _read(track), ExtensionForm(prefix="extension")
    form.offer(page.extendable)
    actor, today = current_actor(), local_day(now())

    def preview(session: Session) -> tuple[Move, ...]:
        require_reason(Change.EXTENSION, form.reason_code.data, form.reason.data, form.basis.data)
        calendar = load_calendar(session)
        return extension_preview(session, track, form.chosen(), form.days.data, actor, calendar, today)

    def verb() -> None:
        extend(
            track=track, version=form.version.data, clocks=form.chosen(), days=form.days.data,
            reason_code=form.reason_code.data, reason=form.reason.data, basis=form.basis.data, actor=actor, now=now(),
        )  # fmt: skip

    return _step(
        page, "extension", form, preview, verb, gettext("已经延期，企业会收到延期决定书。"), Tag.TRACK_EXTENDED
    )


@blueprint.post("/tracks/<track>/dates/pause")
@guard("examine")
def correct_pause_days(track: str) -> ResponseReturnValue:
    """Show what the true days of a special procedure move; confirmed, keep them."""
    page, form = _read(track), PauseDaysForm(prefix="pause")
    form.offer((one.id, pause_words(one)) for one in page.pauses)
    actor, today = current_actor(), local_day(now())

    def preview(session: Session) -> tuple[Move, ...]:
        days = form.started_on.data, form.resumed_on.data
        found = pause_preview(session, track, form.place(), days, actor, load_calendar(session), today)
        if any(one.id == form.place() and one.resumed_on is None for one in page.pauses):
            require(conclusion=form.conclusion.data)
        if delays(found) and not page.is_head:
            raise Refusal("delay_by_head")
        require_reason(Change.PAUSE, form.reason_code.data, form.reason.data, form.basis.data, delays=delays(found))
        return found

    def verb() -> None:
        correct_pause(
            track=track, version=form.version.data, pause=form.place(),
            days=PauseDays(form.started_on.data, form.resumed_on.data, form.conclusion.data),
            reason_code=form.reason_code.data, reason=form.reason.data, basis=form.basis.data, actor=actor, now=now(),
        )  # fmt: skip

    said = gettext("日期已经更正，企业会收到新的文书。")
    return _step(page, "pause", form, preview, verb, said, Tag.PAUSE_CORRECTED)


@blueprint.post("/tracks/<track>/dates/reason")
@guard("examine")
def publish_reason(track: str) -> ResponseReturnValue:
    """Publish why a limit was not kept."""
    page, form = _read(track), OverdueForm(prefix="overdue")
    form.offer(_owed(page))

    def verb() -> None:
        state_overdue_reason(
            track=track, version=form.version.data, clock=ClockName(form.clock.data),
            reason_code=form.reason_code.data, reason=form.reason.data, actor=current_actor(), now=now(),
        )  # fmt: skip

    said = gettext("理由已经公开，企业会收到通知。")
    return _step(page, "overdue", form, None, verb, said, Tag.OVERDUE_EXPLAINED)


def _step(
    page: DatesPage,
    name: str,
    form: TrackForm,
    preview: Preview | None,
    verb: Callable[[], None],
    said: str,
    tag: Tag,
) -> ResponseReturnValue:
    """Input, preview, confirmation: each refused sentence beside its field, the input kept."""
    step = request.form.get("step", "preview")
    if step == "edit" or not form.validate_on_submit():
        return _page(page, {name: form}, 200 if step == "edit" else 422)
    try:
        if is_draft_asked():
            return show_draft(verb, url_for("department.dates", track=page.track))
        if preview is not None and step != "confirm":
            with reading() as session:
                moved = preview(session)
            return _page(page, {name: form}, preview=name, moved=moved)
        verb()
    except (NotFound, NotAllowed):
        raise
    except Stale as stale:
        if not is_second_click(page.track, tag, now()):
            raise with_author(stale) from None
    except Refusal as refusal:
        show_on(form, refusal)
        return _page(page, {name: form}, 422)
    flash(said, "done")
    return redirect(url_for("department.dates", track=page.track))


def _read(track: str) -> DatesPage:
    with reading() as session:
        return dates_page(session, track, current_actor(), load_calendar(session), local_day(now()))


def _page(
    page: DatesPage,
    bound: Mapping[str, TrackForm] | None = None,
    status: int = 200,
    *,
    preview: str = "",
    moved: tuple[Move, ...] = (),
) -> Response:
    facts: dict[str, Any] = {
        "page": page, "forms": {**_forms(page), **(bound or {})}, "refused": set(bound or {}) if not preview else set(),
        "preview": preview, "moved": moved,
    }  # fmt: skip
    return make_response(render_template("department/dates.html", **facts), status)


def _forms(page: DatesPage) -> dict[str, TrackForm]:
    """Fresh forms with what is known: the last pause, the usual basis."""
    version, last = {"version": page.version}, page.pauses[-1] if page.pauses else None
    days: dict[str, Any] = {"basis": (last.basis if last else "") or ARTICLE_45}
    if last is not None:
        days |= {"pause": str(last.id), "started_on": last.started_on, "resumed_on": last.resumed_on}
    extension = ExtensionForm(
        prefix="extension", formdata=None, data=version | {"basis": ARTICLE_42, "clocks": list(page.extendable)}
    )
    pause = PauseDaysForm(prefix="pause", formdata=None, data=version | days)
    overdue = OverdueForm(prefix="overdue", formdata=None, data=version)
    extension.offer(page.extendable)
    pause.offer((one.id, pause_words(one)) for one in page.pauses)
    overdue.offer(_owed(page))
    return {"extension": extension, "pause": pause, "overdue": overdue}


def _owed(page: DatesPage) -> list[tuple[ClockName, str]]:
    late = page.lateness.unexplained if page.lateness else ()
    return [(clock, gettext("%(clock)s，%(day)s 到期", clock=clock_name(clock), day=day(due))) for clock, due in late]


def pause_words(pause: PauseDaysRow) -> str:
    """专家评审，3月10日起，3月16日恢复."""
    begun = gettext("%(procedure)s，%(day)s 起", procedure=procedure(pause.kind), day=short_day(pause.started_on))
    if pause.resumed_on is None:
        return gettext("%(begun)s，还没有结束", begun=begun)
    return gettext("%(begun)s，%(day)s 恢复", begun=begun, day=short_day(pause.resumed_on))
