"""The window admits the items of all members of a package with one answer."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import now
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.labels import label
from app.web.window.blueprint import blueprint
from app.web.window.routes import read_case
from app.web.window.verbs import already
from approvals.domain.refusals import Refusal
from approvals.queries.window_check import CheckPage
from approvals.usecases.window.accept_members import accept_members


@blueprint.post("/cases/<case>/members/accept")
@guard("check")
def accept_all_members(case: str) -> ResponseReturnValue:
    """Every member that waits is let in, or nobody, and then it is said what is missing."""
    page = read_case(case)
    try:
        count = accept_members(case=case, actor=current_actor(), now=now())
        flash(gettext("%(count)s 个项目的事项已经受理，同时送到各部门。", count=count), "done")
    except Refusal as refusal:
        if refusal.code in ("papers_missing", "papers_failed"):
            for words in _lacking(page, refusal):
                flash(words, "bad")
        elif refusal.code == "nothing_chosen":
            flash(gettext("各个项目的事项都已经答复过了。"), "note")
        else:
            return already(case, refusal)
    return redirect(url_for("window.check", case=case, _anchor="package"))


def _lacking(page: CheckPage, refusal: Refusal) -> list[str]:
    """One sentence per item that stops the acceptance, with its papers."""
    return [
        gettext(
            "“%(item)s”还缺材料，或者材料没有通过核对：%(papers)s",
            item=label(page.catalogue.items[code]),
            papers=gettext("、").join(label(page.catalogue.materials[paper]) for paper in papers),
        )
        for code, papers in refusal.params["items"].items()
    ]
