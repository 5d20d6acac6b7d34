"""What will my project need? The same form and the same answer as a filing, without an account and without a trace."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.web.answer_form import PREFIX, stage_form
from app.web.guard import guard
from app.web.plan_words import because
from app.web.public.blueprint import blueprint
from approvals.domain.fan_out import UnknownCode
from approvals.domain.fan_out import plan as plan_filing
from departments.queries.catalogue import current_catalogue


@blueprint.get("/plan")
@guard("public")
def plan() -> ResponseReturnValue:
    """Choose what is planned and how far it is."""
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
    return render_template("public/plan.html", catalogue=catalogue)


@blueprint.get("/plan/<theme>/<stage>")
@guard("public")
def plan_stage(theme: str, stage: str) -> ResponseReturnValue:
    """The one form of a stage; with answers in the address, what follows from them."""
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
    try:
        fields = catalogue.stage_fields(theme, stage)
    except UnknownCode:
        abort(404)
    asked = any(name.startswith(PREFIX) for name in request.args)
    form = stage_form(fields, formdata=request.args if asked else None, meta={"csrf": False})
    answers, complete = form.answers() if asked else ({}, False)
    return render_template(
        "public/plan_stage.html",
        catalogue=catalogue,
        theme=catalogue.themes[theme],
        stage=catalogue.stages[stage],
        fields=fields,
        form=form,
        result=plan_filing(catalogue, theme, stage, answers) if complete else None,
        because=because,
    ), 200 if complete or not asked else 422
