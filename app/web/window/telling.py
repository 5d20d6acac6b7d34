"""The one-time notice: the departments are asked, every gap is collected, previewed and sent once."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.drafting import STEP, is_draft_asked, show_draft
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.dates import short_day
from app.web.window import words
from app.web.window.blueprint import blueprint
from app.web.window.forms import CorrectionForm, correction_form
from app.web.window.routes import read_case
from app.web.window.verbs import already
from approvals.domain.legal_days import correction_lapse_on
from approvals.domain.refusals import Refusal
from approvals.domain.window_check import NoticeGap, merge_gaps
from approvals.queries.window_check import CheckPage
from approvals.usecases.window.ask_opinions import ask_opinions
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.queries.calendar import load_calendar


@blueprint.post("/cases/<case>/opinions")
@guard("check")
def ask(case: str) -> ResponseReturnValue:
    """Ask every examining department what it finds lacking, before anything is told."""
    try:
        needed_on = ask_opinions(case=case, actor=current_actor(), now=now())
    except Refusal as refusal:
        return already(case, refusal)
    if needed_on is not None:
        flash(gettext("已经请各部门在 %(day)s 前提意见；不答复不影响告知。", day=short_day(needed_on)), "done")
    return redirect(url_for("window.correct", case=case))


@blueprint.route("/cases/<case>/correction", methods=["GET", "POST"])
@guard("check")
def correct(case: str) -> ResponseReturnValue:
    """Collect every gap, look at the notice as the enterprise will read it, send it once."""
    page = read_case(case)
    gaps = merge_gaps((*words.prefilled(page), *page.gaps))
    fresh = [gap for gap in gaps if request.method == "POST" and not _was_shown(gap)]
    form = correction_form(page.correctable, gaps, **_with(fresh))
    if request.method == "GET":
        return _page(page, form)
    step = request.form.get("step", "preview")
    if fresh:
        flash(gettext("部门刚刚又提了意见，已经加在下面，请再看一遍。"), "note")
        return _page(page, form)
    if step == "edit" or not form.check():
        return _page(page, form, status=200 if step == "edit" else 422)
    if step not in ("send", STEP):
        return _page(page, form, preview=True)
    lines = [CorrectionAsked(gap.paper, defect, ask, gap.asked_by) for gap, defect, ask in form.chosen()]
    verb = partial(request_correction, case=case, lines=lines, actor=current_actor(), now=now())
    try:
        if is_draft_asked():
            return show_draft(verb, url_for("window.correct", case=case))
        verb()
    except Refusal as refusal:
        return already(case, refusal)
    flash(gettext("一次性告知书已经发出，企业会收到全部要补的内容。"), "done")
    return redirect(url_for("window.check", case=case))


def _was_shown(gap: NoticeGap) -> bool:
    """The line stood on the page that was sent; a department's line that came since did not."""
    return not gap.asked_by or gap.key in request.form.getlist("line") or f"defect_{gap.key}" in request.form


def _with(fresh: list[NoticeGap]) -> dict[str, MultiDict[str, str]]:
    """What was sent, with the lines that came since."""
    if not fresh:
        return {}
    sent = MultiDict(request.form)
    for gap in fresh:
        sent[f"tick_{gap.key}"], sent[f"defect_{gap.key}"], sent[f"ask_{gap.key}"] = "y", gap.defect, gap.requirement
    return {"formdata": sent}


def _page(page: CheckPage, form: CorrectionForm, *, preview: bool = False, status: int = 200) -> ResponseReturnValue:
    today = local_day(now())
    with reading() as session:
        respond_by = correction_lapse_on(today, load_calendar(session))
    facts = {"page": page, "form": form, "preview": preview, "respond_by": respond_by, "items_of": words.items_of(page)}
    askers = words.askers_of(page)
    return render_template("window/correction.html", askers=askers, **facts), status
