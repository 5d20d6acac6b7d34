"""Papers that applicants show before they file: the list of the desk, and one look."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.department.blueprint import blueprint
from app.web.department.forms import TOO_LONG
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import field_sentences, refusal_sentence
from app.web.reading_room import hand_out, place_asked
from app.web.typed_text import lines
from approvals.domain.precheck import MOST_CHARACTERS
from approvals.domain.refusals import Refusal
from approvals.domain.states import Verdict
from approvals.queries.prechecks import PrecheckRow, precheck_at_desk, precheck_file, prechecks_at_desk
from approvals.usecases.department.answer_precheck import answer_precheck


class WholeForm(FlaskForm):
    """A word on the whole; the verdicts stand beside the papers."""

    answer = TextAreaField(
        lazy_gettext("总的意见"),
        [Length(max=MOST_CHARACTERS, message=TOO_LONG)],
        filters=[lines],
        render_kw={"rows": 3, "maxlength": MOST_CHARACTERS},
    )


@blueprint.get("/prechecks")
@guard("examine")
def prechecks() -> ResponseReturnValue:
    """What waits, and what was answered."""
    with reading() as session:
        rows = prechecks_at_desk(session, current_actor())
    return render_template("department/prechecks.html", rows=rows)


@blueprint.get("/prechecks/<precheck>")
@guard("examine")
def precheck(precheck: str) -> ResponseReturnValue:
    """One draft's papers."""
    return _page(precheck, WholeForm(formdata=None), {}), 200


@blueprint.post("/prechecks/<precheck>")
@guard("examine")
def answer_for(precheck: str) -> ResponseReturnValue:
    """Say what is thought of each paper."""
    form = WholeForm()
    if not form.validate_on_submit():
        return _page(precheck, form, {}), 422
    found = _found(precheck)
    said = {line.line: (_verdict(line.line), request.form.get(f"p{line.line}-words", "")) for line in found.lines}
    try:
        answer_precheck(precheck=precheck, said=said, answer=form.answer.data or "", actor=current_actor(), now=now())
    except Refusal as refused:
        if refused.status == 404:
            raise
        told = field_sentences(refused)
        if not told:
            form.form_errors.append(refusal_sentence(refused))
        return _page(precheck, form, told), refused.status
    flash(gettext("意见已经告诉申报人。"), "done")
    return redirect(url_for("department.prechecks"))


@blueprint.get("/prechecks/<precheck>/papers/<int:line>")
@guard("examine")
def precheck_paper(precheck: str, line: int) -> Response:
    """A paper that was shown."""
    return hand_out(precheck_file, precheck, line, place_asked())


def _found(precheck: str) -> PrecheckRow:
    with reading() as session:
        return precheck_at_desk(session, precheck, current_actor())


def _verdict(line: int) -> Verdict | None:
    said = request.form.get(f"p{line}", "")
    return Verdict(said) if said in set(Verdict) else None


def _page(precheck: str, form: WholeForm, wrong: dict[str, str]) -> str:
    return render_template("department/precheck.html", row=_found(precheck), form=form, wrong=wrong, sent=request.form)
