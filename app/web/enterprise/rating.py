"""How the applicant found the handling of an item that has ended (好差评)."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import now
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.case import item_page, line_of, open_case
from app.web.enterprise.forms import RatingForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.domain.ratings import Satisfaction
from approvals.domain.refusals import NotFound, Refusal
from approvals.usecases.enterprise.rate_item import rate_item


@blueprint.post("/cases/<case>/items/<track>/rating")
@guard("apply")
def rate(case: str, track: str) -> ResponseReturnValue:
    """Rate it, once."""
    page, form = open_case(case), RatingForm()
    line = line_of(page, track)
    if not form.validate_on_submit():
        return item_page(page, line, rating=form, status=422)
    level = Satisfaction(form.level.data)
    try:
        rate_item(track=track, level=level, words=form.words.data or "", actor=current_actor(), now=now())
    except NotFound:
        raise
    except Refusal as refused:
        show_on(form, refused)
        return item_page(page, line, rating=form, status=422)
    flash(gettext("谢谢您的评价。我们会核实并答复您。") if level.is_bad else gettext("谢谢您的评价。"), "done")
    return redirect(url_for("enterprise.item", case=case, track=track, _anchor="rating"))
