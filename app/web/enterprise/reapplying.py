"""An item that was refused is applied for again."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from approvals.domain.refusals import NotFound, Refusal
from approvals.usecases.enterprise.reapply import reapply


@blueprint.post("/cases/<case>/items/<track>/again")
@guard("apply")
def again(case: str, track: str) -> ResponseReturnValue:
    """Open a draft for the item, with the answers and papers there are."""
    try:
        draft = reapply(case=case, track=track, actor=current_actor(), now=present())
    except NotFound:
        raise
    except Refusal as refused:
        flash(refusal_sentence(refused), "bad")
        return redirect(url_for("enterprise.case", case=case))
    flash(gettext("这是再次申报的草稿。表里填的和还能用的材料都在，请按上次的理由改好再提交。"), "done")
    return redirect(url_for("enterprise.form", case=draft))
