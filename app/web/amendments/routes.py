"""A filing that runs is amended: try the answers, look at the difference, propose; the other side agrees or declines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.amendments.blueprint import blueprint
from app.web.amendments.forms import AnswerForm, ReasonForm
from app.web.answer_form import AnswerForm as StageForm
from app.web.answer_form import answer_said, stage_form
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.plan_words import because
from app.web.presenters.refusal_words import refusal_sentence
from approvals.domain.amendment import changed
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.queries.amendment_page import AmendmentPage, amendment_page
from approvals.usecases.amendments.agree_amendment import agree_amendment
from approvals.usecases.amendments.decline_amendment import decline_amendment
from approvals.usecases.amendments.propose_amendment import propose_amendment


@blueprint.route("/<case>/amend", methods=["GET", "POST"])
@guard("amend")
def amend(case: str) -> ResponseReturnValue:
    """Change the answers of a filing; what would follow is shown before it is proposed."""
    page = _read(case)
    if page.open is not None or not page.is_running:
        return redirect(url_for("amendments.amendment", case=case))
    if request.method == "GET":
        return _form(page, stage_form(page.fields, page.answers), ReasonForm(formdata=None))
    asked, reason = stage_form(page.fields), ReasonForm()
    is_said = reason.validate()
    said, complete = asked.answers(lambda known: page.catalogue.asked(page.theme, page.stage.code, known))
    if request.form.get("step") == "edit":
        return _form(page, asked, reason)
    if not (asked.validate() and complete and is_said):
        return _form(page, asked, reason, 422)
    new = {key: said.get(key) for key in changed(page.answers, {one.key: said.get(one.key) for one in page.fields})}
    if not new:
        reason.form_errors.append(gettext("填的和原来一样，没有要变更的。"))
        return _form(page, asked, reason, 422)
    if request.form.get("step") == "send":
        return _propose(page, asked, reason, new)
    return _form(_read(case, new), asked, reason, new=new)


def _propose(page: AmendmentPage, asked: StageForm, reason: ReasonForm, new: dict[str, Any]) -> ResponseReturnValue:
    try:
        propose_amendment(case=page.case, answers=new, reason=reason.reason.data, actor=current_actor(), now=now())
    except NotFound:
        raise
    except Refusal as refused:
        reason.form_errors.append(refusal_sentence(refused))
        return _form(page, asked, reason, 422)
    flash(gettext("已经送出，等对方答复。答复以前，申报照原来的办。"), "done")
    return redirect(url_for("amendments.amendment", case=page.case))


@blueprint.get("/<case>/amendment")
@guard("amend")
def amendment(case: str) -> ResponseReturnValue:
    """The open amendment with its difference, and those that were answered."""
    return _answering(_read(case), AnswerForm(formdata=None))


@blueprint.post("/<case>/amendment/<amendment>/agree")
@guard("amend")
def agree(case: str, amendment: str) -> ResponseReturnValue:
    """Carry out what was seen, at once."""
    form = AnswerForm()

    def verb() -> None:
        agree_amendment(
            case=case, amendment=amendment, seen=form.seen.data or "", word=form.word.data or "",
            close_of_business=current_app.extensions["binglian.settings"].close_of_business,
            sharing=current_app.extensions["binglian.sharing"], actor=current_actor(), now=now(),
        )  # fmt: skip

    return _answer(case, form, verb, gettext("已经变更。新增的事项从今天起 5 个工作日内答复是否受理。"))


@blueprint.post("/<case>/amendment/<amendment>/decline")
@guard("amend")
def decline(case: str, amendment: str) -> ResponseReturnValue:
    """Say no with a word, or take back what one proposed."""
    form = AnswerForm()

    def verb() -> None:
        decline_amendment(case=case, amendment=amendment, word=form.word.data or "", actor=current_actor(), now=now())

    return _answer(case, form, verb, gettext("已经答复，申报照原来的办。"))


def _answer(case: str, form: AnswerForm, verb: Callable[[], None], said: str) -> ResponseReturnValue:
    page = _read(case)
    if not form.validate():
        return _answering(page, form, 422)
    try:
        verb()
    except (NotFound, NotAllowed):
        raise
    except Invalid as refused:
        show_on(form, refused)
        return _answering(page, form, 422)
    except Refusal as refused:
        flash(refusal_sentence(refused), "note")
    else:
        flash(said, "done")
    return redirect(url_for("amendments.amendment", case=case))


def _read(case: str, said: dict[str, Any] | None = None) -> AmendmentPage:
    with reading() as session:
        return amendment_page(session, case, current_actor(), said)


def _form(
    page: AmendmentPage, asked: StageForm, reason: ReasonForm, status: int = 200, new: dict[str, Any] | None = None
) -> Response:
    changes = [(one, page.answers.get(one.key), new[one.key]) for one in page.fields if one.key in new] if new else []
    body = render_template(
        "amendments/amend.html", page=page, form=asked, reason=reason, changes=changes, said_answer=answer_said,
        because=because,
    )  # fmt: skip
    return Response(body, status)


def _answering(page: AmendmentPage, form: AnswerForm, status: int = 200) -> Response:
    body = render_template("amendments/amendment.html", page=page, form=form, said_answer=answer_said, because=because)
    return Response(body, status)
