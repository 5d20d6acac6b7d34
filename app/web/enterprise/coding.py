"""The project code, when it comes."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.public.forms import text
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.enterprise_projects import project_page
from approvals.usecases.enterprise.give_project_code import give_project_code


class CodeForm(FlaskForm):
    """One code; which check failed is said beside it."""

    code = text(
        lazy_gettext("项目代码"), 40, render_kw={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
    )


@blueprint.route("/projects/<project>/code", methods=["GET", "POST"])
@guard("apply")
def project_code(project: str) -> ResponseReturnValue:
    """Add the code of a project that had none."""
    with reading() as session:
        found = project_page(session, project, current_actor())
    form = CodeForm()
    if form.validate_on_submit() and _given(project, form):
        flash(gettext("项目代码登记好了。"), "done")
        return redirect(url_for("enterprise.project", project=project))
    return render_template("enterprise/code.html", project=found, form=form), 422 if form.is_submitted() else 200


def _given(project: str, form: CodeForm) -> bool:
    try:
        give_project_code(project=project, code=str(form.code.data), actor=current_actor(), now=present())
    except NotFound:
        raise
    except Refusal as refused:
        show_on(form, refused)
        return False
    return True
