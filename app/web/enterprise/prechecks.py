"""Before filing, a department may be asked to look at the papers; nothing waits for its answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.filing import open_draft
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from app.web.public.forms import TOO_LONG
from app.web.typed_text import lines
from approvals.domain.precheck import MOST_CHARACTERS
from approvals.domain.refusals import Refusal
from approvals.queries.enterprise_draft import Draft
from approvals.queries.prechecks import may_ask, prechecks_of
from approvals.usecases.enterprise.ask_precheck import ask_precheck, take_back_precheck


class AskForm(FlaskForm):
    """What in particular the department should look at; which one it is stands in the form of its own panel."""

    question = TextAreaField(
        lazy_gettext("想请部门特别看什么"),
        [Length(max=MOST_CHARACTERS, message=TOO_LONG)],
        filters=[lines],
        render_kw={"rows": 2, "maxlength": MOST_CHARACTERS},
    )


@blueprint.get("/drafts/<case>/prechecks")
@guard("apply")
def prechecks(case: str) -> ResponseReturnValue:
    """Whom the draft can ask, and what was answered."""
    return _page(open_draft(case)), 200


@blueprint.post("/drafts/<case>/prechecks")
@guard("apply")
def ask_department(case: str) -> ResponseReturnValue:
    """Ask one department."""
    code = request.form.get("department", "")
    form = AskForm(prefix=code)
    if not form.validate_on_submit():
        return _page(open_draft(case), form), 422
    try:
        ask_precheck(case=case, department=code, question=form.question.data or "", actor=current_actor(), now=now())
    except Refusal as refused:
        if refused.status == 404:
            raise
        form.form_errors.append(refusal_sentence(refused))
        return _page(open_draft(case), form), refused.status
    flash(gettext("已经请部门先看，有了意见会告诉您。随时可以直接申报，不用等。"), "done")
    return redirect(url_for("enterprise.prechecks", case=case))


@blueprint.post("/drafts/<case>/prechecks/<precheck>/withdraw")
@guard("apply")
def take_back(case: str, precheck: str) -> ResponseReturnValue:
    """The answer is not wanted any more."""
    take_back_precheck(precheck=precheck, actor=current_actor(), now=now())
    flash(gettext("已经收回，部门不用再看。"), "done")
    return redirect(url_for("enterprise.prechecks", case=case))


def _page(found: Draft, bound: AskForm | None = None) -> str:
    with reading() as session:
        asked = prechecks_of(session, found.public_id)
    waiting = {row.department_code for row in asked if row.state == "open" and not row.is_over}
    choices = () if found.is_filed or found.plan.unanswered else may_ask(found)
    sent = request.form.get("department", "")
    forms = {
        choice.code: bound if bound and choice.code == sent else AskForm(prefix=choice.code, formdata=None)
        for choice in choices
        if choice.code not in waiting
    }
    facts = {"draft": found, "asked": asked, "choices": choices, "forms": forms, "bound": bound}
    return render_template("enterprise/prechecks.html", **facts)
