"""What will my project need? The same form and the same answer as a filing, without an account; kept only when asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.answer_form import PREFIX, AnswerForm, as_input, stage_form
from app.web.guard import guard
from app.web.plan_words import because
from app.web.public.blueprint import blueprint
from app.web.throttle import is_throttled, note_failure
from approvals.domain.fan_out import UnknownCode
from approvals.domain.fan_out import plan as plan_filing
from approvals.domain.project_plan import asked_of_project, project_fields, project_plan
from approvals.queries.saved_plans import KeptAnswers, kept_answers
from approvals.usecases.enterprise.keep_plan import keep_plan
from departments.domain.actor import ANONYMOUS
from departments.domain.catalogue import Catalogue
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import current_catalogue


@blueprint.get("/plan")
@guard("public")
def plan() -> ResponseReturnValue:
    """Choose what is planned and how far it is."""
    return render_template("public/plan.html", catalogue=_catalogue())


@blueprint.get("/plan/<theme>")
@guard("public")
def plan_project(theme: str) -> ResponseReturnValue:
    """The questions of all stages at once; with answers in the address, what the whole project needs."""
    catalogue = _catalogue()
    if theme not in catalogue.themes:
        abort(404)
    asked = any(name.startswith(PREFIX) for name in request.args)
    fields = project_fields(catalogue, theme)
    form = stage_form(fields, None, formdata=request.args if asked else None, meta={"csrf": False})
    answers, complete = form.answers(partial(asked_of_project, catalogue, theme)) if asked else ({}, False)
    page = render_template(
        "public/plan_project.html", catalogue=catalogue, theme=catalogue.themes[theme], fields=fields, form=form,
        asked={field.key for field in asked_of_project(catalogue, theme, answers)}, because=because,
        result=project_plan(catalogue, theme, answers) if complete else None,
        alone=partial(_alone, catalogue, theme, answers),
    )  # fmt: skip
    return page, 200 if complete or not asked else 422


def _alone(catalogue: Catalogue, theme: str, answers: Mapping[str, Any], stage: str) -> str:
    """The address of one stage with the same answers: there they can be kept and applied with."""
    fields = catalogue.asked(theme, stage, answers)
    said: dict[str, Any] = {
        PREFIX + field.key: as_input(answers[field.key]) for field in fields if field.key in answers
    }
    return url_for("public.plan_stage", theme=theme, stage=stage, **said)


@blueprint.get("/plan/<theme>/asked")
@guard("public")
def asked_of_project_json(theme: str) -> ResponseReturnValue:
    """Which questions of all stages are still put: for the page while it is filled in."""
    catalogue = _catalogue()
    if theme not in catalogue.themes:
        abort(404)
    fields = project_fields(catalogue, theme)
    answers, _ = stage_form(fields, None, formdata=request.args, meta={"csrf": False}).answers()
    return jsonify(asked=[field.key for field in asked_of_project(catalogue, theme, answers)])


@blueprint.get("/plan/<theme>/<stage>")
@guard("public")
def plan_stage(theme: str, stage: str) -> ResponseReturnValue:
    """The one form of a stage; with answers in the address, what follows from them."""
    asked = any(name.startswith(PREFIX) for name in request.args)
    catalogue = _catalogue()
    form = _form(catalogue, theme, stage, request.args if asked else None)
    answers, complete = form.answers(partial(catalogue.asked, theme, stage)) if asked else ({}, False)
    return _page(catalogue, theme, stage, form, answers, complete=complete), 200 if complete or not asked else 422


@blueprint.get("/plan/<theme>/<stage>/asked")
@guard("public")
def asked_json(theme: str, stage: str) -> ResponseReturnValue:
    """Which questions are still put, given what is answered so far: for the page while it is filled in."""
    catalogue = _catalogue()
    answers, _ = _form(catalogue, theme, stage, request.args).answers()
    return jsonify(asked=[field.key for field in catalogue.asked(theme, stage, answers)])


@blueprint.post("/plan/<theme>/<stage>")
@guard("public")
def save_plan(theme: str, stage: str) -> ResponseReturnValue:
    """Keep the answers under an address of their own, which can be handed on."""
    catalogue, moment = _catalogue(), present()
    form = _form(catalogue, theme, stage, request.form)
    answers, complete = form.answers(partial(catalogue.asked, theme, stage))
    if not complete:
        return _page(catalogue, theme, stage, form, answers, complete=False), 422
    if is_throttled("keep_plan", f"{theme}/{stage}", now=moment):
        form.form_errors.append(gettext("保存的次数太多了，请过 15 分钟再试。这一页的网址里也有您的答案。"))
        return _page(catalogue, theme, stage, form, answers, complete=True)
    note_failure("keep_plan", f"{theme}/{stage}", now=moment)
    kept = keep_plan(theme=theme, stage=stage, answers=answers, actor=ANONYMOUS, now=moment)
    return redirect(url_for("public.saved_plan", plan=kept), 303)


@blueprint.get("/plan/saved/<plan>")
@guard("public")
def saved_plan(plan: str) -> ResponseReturnValue:
    """The answers that were kept, by today's catalogue: what has changed since is asked again."""
    with reading() as session:
        kept = kept_answers(session, plan, present())
    catalogue = _catalogue()
    form = _form(catalogue, kept.theme, kept.stage, None, kept.answers)
    answers, complete = form.answers(partial(catalogue.asked, kept.theme, kept.stage))
    return _page(catalogue, kept.theme, kept.stage, form, answers, complete=complete, kept=kept)


def _catalogue() -> Catalogue:
    with reading() as session:
        return current_catalogue(session).catalogue


def _form(
    catalogue: Catalogue,
    theme: str,
    stage: str,
    typed: MultiDict[str, str] | None,
    known: Mapping[str, Any] | None = None,
) -> AnswerForm:
    try:
        fields = catalogue.stage_fields(theme, stage)
    except UnknownCode:
        abort(404)
    return stage_form(fields, known, formdata=typed, meta={"csrf": False})


def _page(
    catalogue: Catalogue,
    theme: str,
    stage: str,
    form: AnswerForm,
    answers: Mapping[str, Any],
    *,
    complete: bool,
    kept: KeptAnswers | None = None,
) -> str:
    result = plan_filing(catalogue, theme, stage, answers) if complete else None
    expected_on = None
    if result and result.slowest:
        with reading() as session:
            expected_on = load_calendar(session).add(local_day(present()), result.slowest.path_wd)
    return render_template(
        "public/plan_stage.html",
        catalogue=catalogue,
        theme=catalogue.themes[theme],
        stage=catalogue.stages[stage],
        fields=catalogue.stage_fields(theme, stage),
        asked={field.key for field in catalogue.asked(theme, stage, answers)},
        form=form,
        result=result,
        expected_on=expected_on,
        because=because,
        kept=kept,
    )
