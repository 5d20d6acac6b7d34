"""Answers kept without an account become a draft: of a project that is there, or of a new one. Nothing is typed twice."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.answer_form import as_input
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.forms import EmptyForm, ProjectForm
from app.web.enterprise.routes import created, project_form
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.domain.refusals import NotFound
from approvals.queries.saved_plans import KeptAnswers, kept_answers, projects_for
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.fill_in import fill_in
from departments.queries.catalogue import current_catalogue

SAME = {"land_area_m2": "land_area_m2", "investment_wan": "total_investment_wan"}
"""Field of the project → question of the form that asks the same."""


@blueprint.route("/plans/<plan>", methods=["GET", "POST"])
@guard("apply")
def from_plan(plan: str) -> ResponseReturnValue:
    """Choose the project, or set it up; then the draft is there with every answer."""
    with reading() as session:
        kept = kept_answers(session, plan, present())
        catalogue = current_catalogue(session).catalogue
        projects = projects_for(session, kept, current_actor())
    chosen = request.form.get("project")
    if chosen is not None and EmptyForm().validate():
        if chosen not in {one.public_id for one in projects}:
            raise NotFound
        return _drafted(kept, chosen)
    form = project_form(catalogue)
    _prefill(form, kept)
    if chosen is None and form.validate_on_submit():
        project = created(form)
        if project:
            return _drafted(kept, project)
    facts = {"kept": kept, "theme": catalogue.themes.get(kept.theme), "stage": catalogue.stages.get(kept.stage)}
    status = 422 if form.is_submitted() else 200
    return render_template("enterprise/from_plan.html", form=form, projects=projects, **facts), status


def _prefill(form: ProjectForm, kept: KeptAnswers) -> None:
    """The kind of the project is settled, and what the form asks too is taken from it."""
    form.theme_code.data = kept.theme
    if form.is_submitted():
        return
    for name, question in SAME.items():
        if kept.answers.get(question):
            form[name].data = as_input(kept.answers[question])


def _drafted(kept: KeptAnswers, project: str) -> ResponseReturnValue:
    actor, moment = current_actor(), present()
    case = draft_case(project=project, stage_code=kept.stage, actor=actor, now=moment)
    with reading() as session:
        known = current_catalogue(session).catalogue.fields
    said = {
        key: value
        for key, value in kept.answers.items()
        if isinstance(value, (bool, int, float, str)) and key in known and known[key].refusal_of(value) is None
    }
    done = fill_in(case=case, answers=said, based_on=dict.fromkeys(said, 0), actor=actor, now=moment)
    if done.clashes:
        flash(
            gettext("这个阶段的草稿里已经有 %(count)s 个不同的答案，保留了草稿里的。", count=len(done.clashes)), "note"
        )
    else:
        flash(gettext("您的答案都带过来了。"), "done")
    return redirect(url_for("enterprise.items", case=case))
