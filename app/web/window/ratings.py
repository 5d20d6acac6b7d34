"""The window answers a bad rating of what ended before any department had it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import now
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.window.blueprint import blueprint
from app.web.window.forms import RatingAnswerForm
from app.web.window.routes import check_response, read_case
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.usecases.department.answer_rating import answer_rating as answer_the_rating


@blueprint.post("/cases/<case>/items/<track>/rating")
@guard("check")
def answer_rating(case: str, track: str) -> ResponseReturnValue:
    """Answer it, having looked into it; what a colleague's answer came before stays in the field."""
    if all(each.track != track for each in read_case(case).items):
        raise NotFound
    form = RatingAnswerForm(prefix=f"rating-{track}")
    if not form.validate_on_submit():
        return check_response(case, status=422, answering=form)
    try:
        answer_the_rating(track=track, text=form.text.data or "", actor=current_actor(), now=now())
    except Refusal as refusal:
        if not isinstance(refusal, Invalid) and refusal.field not in form:
            raise
        show_on(form, refusal)
        return check_response(case, status=refusal.status, answering=form)
    flash(gettext("已经答复，企业马上能看到。"), "done")
    return redirect(url_for("window.check", case=case, _anchor=f"rating-{track}"))
