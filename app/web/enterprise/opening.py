"""When each stage of a project must be filed so that it opens on the day its owner wants."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, NumberRange, Optional

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.labels import label
from app.web.public.calculator_forms import DayField, DaysField
from app.web.public.forms import REQUIRED
from approvals.domain.refusals import Invalid
from approvals.queries.project_schedule import ProjectSchedule, project_schedule
from approvals.usecases.enterprise.plan_opening import MOST_OWN_DAYS, plan_opening

_IN_RANGE = NumberRange(0, MOST_OWN_DAYS, lazy_gettext("天数要在 0 到 %(most)s 之间。", most=MOST_OWN_DAYS))


def _form(found: ProjectSchedule) -> FlaskForm:
    """The day, and one number per stage that is not filed yet; the field has the stage's code."""

    class OpeningForm(FlaskForm):
        opens_on = DayField(lazy_gettext("打算开业（投产）的日子"), [InputRequired(REQUIRED)])

    for row in found.stages:
        if not row.is_done and row.due_on is None:
            words = gettext("申报“%(stage)s”之前", stage=label(row.stage))
            setattr(OpeningForm, row.stage.code, DaysField(words, [Optional(), _IN_RANGE]))
    said = {row.stage.code: row.own_days for row in found.stages if row.own_days}
    return OpeningForm(data={"opens_on": found.opens_on, **said})


@blueprint.route("/projects/<project>/opening", methods=["GET", "POST"])
@guard("apply")
def opening(project: str) -> ResponseReturnValue:
    """Say the day and one's own days; see the last day to file each stage."""
    with reading() as session:
        found = project_schedule(session, project, current_actor(), local_day(present()))
    form = _form(found)
    if form.validate_on_submit() and _kept(project, form):
        flash(gettext("按这一天倒排好了。"), "done")
        return redirect(url_for("enterprise.opening", project=project))
    return render_template("enterprise/opening.html", found=found, form=form), 422 if form.is_submitted() else 200


def _kept(project: str, form: FlaskForm) -> bool:
    days = {name: field.data or 0 for name, field in form._fields.items() if isinstance(field, DaysField)}
    try:
        plan_opening(
            project=project, opens_on=form["opens_on"].data, own_days=days, actor=current_actor(), now=present()
        )
    except Invalid as refused:
        show_on(form, refused)
        return False
    return True
