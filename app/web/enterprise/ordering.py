"""A prepared filing that is filed by itself once the results it waits for are there: ordered, and taken back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.queries.enterprise_draft import Draft
from approvals.queries.filing_orders import Ahead, ahead_of
from approvals.usecases.enterprise.take_order_back import take_order_back


def ahead(found: Draft) -> Ahead:
    """What this draft waits for."""
    with reading() as session:
        return ahead_of(session, found)


@blueprint.post("/drafts/<case>/order")
@guard("apply")
def order_back(case: str) -> ResponseReturnValue:
    """Not to be filed by itself any more; the draft stays."""
    take_order_back(case=case, actor=current_actor(), now=present())
    flash(gettext("委托已经撤回。草稿还在，您可以随时自己提交。"), "done")
    return redirect(url_for("enterprise.review", case=case))
