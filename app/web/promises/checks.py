"""What a department verifies after a grant on a commitment."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import sent_version
from app.web.promises.blueprint import blueprint
from app.web.promises.forms import CloseForm, VerifyForm
from approvals.domain.refusals import NotFound, Refusal, Stale
from approvals.queries.commitment_tasks import commitment_task, commitment_tasks
from approvals.usecases.promises.close_rectification import close_rectification
from approvals.usecases.promises.verify_commitment import verify_commitment
from departments.domain.permissions import may
from departments.queries.calendar import load_calendar


@blueprint.get("/checks")
@guard("examine")
def checks() -> ResponseReturnValue:
    """The tasks of the actor's departments; `all` shows the concluded ones too."""
    everything, page = request.args.get("all") == "1", request.args.get("page", 1, type=int)
    with reading() as session:
        found = commitment_tasks(session, current_actor(), local_day(now()), everything=everything, page=page)
    return render_template(
        "promises/checks.html", found=found, everything=everything, page=min(max(1, page), found.pages)
    )


@blueprint.get("/checks/<task>")
@guard("examine")
def check(task: str) -> ResponseReturnValue:
    """One task."""
    return _page(task)


@blueprint.post("/checks/<task>")
@guard("examine")
def verify(task: str) -> ResponseReturnValue:
    """What was found."""
    form = VerifyForm()
    form.offer()
    if not form.validate_on_submit():
        return _page(task, form), 422
    try:
        verify_commitment(
            task=task, version=sent_version(), is_true=form.verdict.data == "true", findings=form.findings.data or "",
            evidence=form.evidence.data or "", requirement=form.requirement.data or "",
            rectify_by=form.rectify_by.day, actor=current_actor(), now=now(),
        )  # fmt: skip
    except (Stale, NotFound):
        raise
    except Refusal as refused:
        show_on(form, refused)
        return _page(task, form), 422
    flash(gettext("核查结论已经存下。"), "done")
    return redirect(url_for("promises.check", task=task))


@blueprint.post("/checks/<task>/close")
@guard("decide")
def close(task: str) -> ResponseReturnValue:
    """What the second look found."""
    form = CloseForm()
    form.offer()
    if not form.validate_on_submit():
        return _page(task, closing=form), 422
    try:
        close_rectification(
            task=task, version=sent_version(), is_rectified=form.verdict.data == "rectified",
            note=form.note.data or "", actor=current_actor(), now=now(),
        )  # fmt: skip
    except (Stale, NotFound):
        raise
    except Refusal as refused:
        show_on(form, refused)
        return _page(task, closing=form), 422
    flash(gettext("复查结论已经存下。"), "done")
    return redirect(url_for("promises.check", task=task))


def _page(task: str, form: VerifyForm | None = None, closing: CloseForm | None = None) -> str:
    actor, today = current_actor(), local_day(now())
    with reading() as session:
        found = commitment_task(session, actor, task, today)
        last_on = load_calendar(session).add(today, settings().promises.rectify_most_wd)
    form, closing = form or VerifyForm(formdata=None), closing or CloseForm(formdata=None)
    for one in (form, closing):
        one.offer()
        one.version.data = one.version.data or str(found.version)
    return render_template(
        "promises/check.html", task=found, form=form, closing=closing, last_on=last_on, today=today,
        may_close=may(actor, "decide"),
    )  # fmt: skip
