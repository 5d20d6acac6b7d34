"""The stages a department leads: which run, one of them, and the extension that the government approved."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.department.blueprint import blueprint
from app.web.department.date_forms import StageForm
from app.web.drafting import STEP, is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import refuse_unless_own
from approvals.domain.date_change import Move
from approvals.domain.date_reasons import ARTICLE_42_JOINT, Change, require_reason
from approvals.domain.refusals import NotAllowed, NotFound, Refusal, Stale
from approvals.queries.led_stages import PAGE_SIZE, StagePage, led_stages, stage_page
from approvals.queries.stage_extension import stage_extension_preview
from approvals.usecases.department.extend_stage import extend_stage
from departments.queries.calendar import load_calendar


@blueprint.get("/stages")
@guard("examine")
def stages() -> ResponseReturnValue:
    """The running stages that the viewer's departments lead, the earliest due day first."""
    with reading() as session:
        asked = request.args.get("page", 1, type=int)
        page = led_stages(session, current_actor(), load_calendar(session), local_day(now()), asked)
    return render_template("department/stages.html", page=page, page_size=PAGE_SIZE)


@blueprint.get("/stages/<case>")
@guard("examine")
def stage(case: str) -> ResponseReturnValue:
    """One stage: its joint clock, whose desk every item is on, and its extension."""
    return _answer(_read(case))


@blueprint.post("/stages/<case>/extension")
@guard("decide")
def extend_stage_limit(case: str) -> ResponseReturnValue:
    """Show what an approved extension of the whole stage moves; confirmed, record it."""
    page, form = _read(case), StageForm(prefix="stage")
    form.offer()
    step = request.form.get("step", "preview")
    if step == "edit" or not form.validate_on_submit():
        return _answer(page, form, status=200 if step == "edit" else 422)
    try:
        if step not in ("confirm", STEP):
            return _answer(page, form, moved=_preview(case, form))
        verb = partial(
            extend_stage, case=case, version=form.version.data, approval=form.approved(), reason=form.reason.data,
            reason_code=form.reason_code.data, basis=form.basis.data, actor=current_actor(), now=now(),
        )  # fmt: skip
        if is_draft_asked():
            return show_draft(verb, url_for("department.stage", case=case))
        verb()
    except (NotFound, NotAllowed):
        raise
    except Stale as stale:
        refuse_unless_own(stale, now())
    except Refusal as refusal:
        show_on(form, refusal)
        return _answer(page, form, status=422)
    flash(gettext("整个阶段已经延期，企业会收到延期决定书。"), "done")
    return redirect(url_for("department.stage", case=case))


def _preview(case: str, form: StageForm) -> Move:
    """How far the stage would move, refused for the same reasons as the extension itself."""
    with reading() as session:
        calendar, today = load_calendar(session), local_day(now())
        moved = stage_extension_preview(session, case, form.approved().fact, current_actor(), calendar, today)
    require_reason(Change.STAGE, form.reason_code.data, form.reason.data, form.basis.data)
    return moved


def _read(case: str) -> StagePage:
    with reading() as session:
        return stage_page(session, case, current_actor(), load_calendar(session), local_day(now()))


def _answer(
    page: StagePage, form: StageForm | None = None, *, moved: Move | None = None, status: int = 200
) -> Response:
    shown = form
    if shown is None:
        known = {"version": page.version, "basis": ARTICLE_42_JOINT}
        shown = StageForm(prefix="stage", formdata=None, data=known)
        shown.offer()
    body = render_template("department/stage.html", page=page, form=shown, moved=moved)
    return make_response(body, status)
