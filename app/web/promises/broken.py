"""The register of promises that were not kept, and what a person makes of each."""

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
from app.web.promises.blueprint import blueprint
from app.web.promises.forms import ExcuseForm
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.promise_register import broken_line, promise_register
from approvals.usecases.promises.excuse_promise import excuse_promise
from departments.domain.actor import Role
from departments.domain.permissions import may
from departments.queries.calendar import load_calendar


@blueprint.get("/broken")
@guard("read_promises")
def broken() -> ResponseReturnValue:
    """Lines that are late, excused or ended; `waiting` shows those nobody has decided about."""
    only_waiting, page = request.args.get("waiting") == "1", request.args.get("page", 1, type=int)
    actor = current_actor()
    with reading() as session:
        found = promise_register(session, actor, only_waiting=only_waiting, page=page)
    return render_template(
        "promises/broken.html", found=found, only_waiting=only_waiting, may_settle=may(actor, "settle_promise"),
        page=min(max(1, page), found.pages),
    )  # fmt: skip


@blueprint.get("/broken/<track>/<material>")
@guard("settle_promise")
def settle(track: str, material: str) -> ResponseReturnValue:
    """Force majeure with a new day, or on to the termination."""
    return _page(track, material, ExcuseForm(formdata=None))


@blueprint.post("/broken/<track>/<material>")
@guard("settle_promise")
def excuse(track: str, material: str) -> ResponseReturnValue:
    """The new day."""
    form = ExcuseForm()
    if not form.validate_on_submit() or form.new_on.day is None:
        return _page(track, material, form), 422
    try:
        excuse_promise(
            track=track, material=material, new_on=form.new_on.day, reason=form.reason.data or "",
            actor=current_actor(), now=now(),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refused:
        show_on(form, refused)
        return _page(track, material, form), 422
    flash(gettext("已经改期，企业会收到通知。信用记录不受影响。"), "done")
    return redirect(url_for("promises.broken"))


def _page(track: str, material: str, form: ExcuseForm) -> str:
    actor, today = current_actor(), local_day(now())
    with reading() as session:
        line = broken_line(session, actor, track, material)
        last_on = load_calendar(session).add(today, settings().promises.excuse_most_wd)
    return render_template("promises/settle.html", line=line, form=form, last_on=last_on, is_head=actor.is_(Role.HEAD))
