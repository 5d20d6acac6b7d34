"""Days on which a department is closed: told to everybody, counted by no clock."""

from __future__ import annotations

import datetime as dt

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.admin.blueprint import blueprint
from app.web.admin.calendar_forms import ClosureForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.labels import label
from app.web.typed_text import one_line
from approvals.domain.refusals import Invalid
from approvals.queries.scope import ADMINISTERS, within
from approvals.usecases.calendar.close_department import close_department
from approvals.usecases.calendar.open_department import open_department
from departments.models.people import Department
from departments.queries.closures import closures as closures_of
from departments.queries.closures import department_choices


@blueprint.get("/calendar/closures")
@guard("administer")
def closures() -> ResponseReturnValue:
    """Closures that run or come, and those that are over."""
    return _page(ClosureForm(formdata=None)), 200


@blueprint.post("/calendar/closures")
@guard("administer")
def add_closure() -> ResponseReturnValue:
    """One more closure."""
    form = ClosureForm()
    days = [_day(field.data) for field in (form.first_on, form.last_on)]
    for field, day in zip((form.first_on, form.last_on), days, strict=True):
        if field.data and day is None:
            field.errors = [gettext("请填日期，例如 2026-03-09。")]
    if not form.validate_on_submit() or days[0] is None or days[1] is None:
        return _page(form), 422
    try:
        close_department(
            department=form.department.data, first_on=days[0], last_on=days[1], reason=one_line(form.reason.data),
            actor=current_actor(), now=now(),
        )  # fmt: skip
    except Invalid as refusal:
        show_on(form, refusal)
        return _page(form), 422
    flash(gettext("已经登记。期限不变，页面上会说明。"), "done")
    return redirect(url_for("admin.closures"))


@blueprint.post("/calendar/closures/<closure>/remove")
@guard("administer")
def remove_closure(closure: str) -> ResponseReturnValue:
    """Open on those days after all."""
    open_department(closure=closure, actor=current_actor(), now=now())
    flash(gettext("已经取消。"), "done")
    return redirect(url_for("admin.closures"))


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((text or "").strip())
    except ValueError:
        return None


def _page(form: ClosureForm) -> str:
    today = local_day(now())
    with reading() as session:
        own = within(current_actor(), Department.division_id, ADMINISTERS)
        every, choices = closures_of(session, among=own), department_choices(session, own)
    form.department.choices = [
        SelectChoice("", gettext("请选一个部门")),
        *(SelectChoice(one.public_id, label(one)) for one in choices),
    ]
    return render_template(
        "admin/closures.html",
        form=form,
        coming=[one for one in every if one.last_on >= today],
        over=[one for one in reversed(every) if one.last_on < today][:20],
        today=today,
    )
