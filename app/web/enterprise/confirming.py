"""The applicant confirms what the window filled in for it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.answer_form import answer_said
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.filing import open_draft, to_case
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import sent_version
from app.web.signer_proof import TOTP, method_of_signing, proves
from approvals.domain.refusals import NotFound
from approvals.queries.counter import CounterRow, counter_of_case
from approvals.usecases.counter.confirm_counter import confirm_counter


class ConfirmForm(FlaskForm):
    """The person proves again who confirms."""

    version = HiddenField()
    password = PasswordField(lazy_gettext("密码"), render_kw={"autocomplete": "current-password"})
    code = StringField(lazy_gettext("验证码"), render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"})


@blueprint.app_context_processor
def counter_words() -> dict[str, object]:
    """What the pages of a draft say of a filing on behalf."""
    return {"counter_of": filled_in_by_window, "acting_on_behalf": lambda: current_actor().on_behalf}


def filled_in_by_window(case: str) -> CounterRow | None:
    """The filing on behalf behind a draft, if the window fills it in."""
    with reading() as session:
        return counter_of_case(session, case)


@blueprint.route("/drafts/<case>/confirm", methods=["GET", "POST"])
@guard("apply")
def confirm(case: str) -> ResponseReturnValue:
    """Look through it and confirm with the password or the code; the window then files it."""
    found = open_draft(case)
    if found.is_filed:
        return to_case(found)
    filing = filled_in_by_window(case)
    if filing is None:
        raise NotFound
    form = ConfirmForm()
    if form.validate_on_submit() and proves(form.code, form.password):
        confirm_counter(case=case, version=sent_version(), method=method_of_signing(), actor=current_actor(), now=now())
        flash(gettext("已经确认，窗口会替您提交。"), "done")
        return redirect(url_for("enterprise.confirm", case=case))
    if not form.is_submitted():
        form.version.data = str(found.version)
    facts = {
        "draft": found,
        "form": form,
        "filing": filing,
        "said": answer_said,
        "by_code": method_of_signing() == TOTP,
    }
    return render_template("enterprise/confirm.html", **facts), 422 if form.is_submitted() else 200
