"""Pages of the steward: the board, one project, and what is done from there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.drafting import is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.standing_words import STANDINGS, standing_badge
from app.web.steward import words
from app.web.steward.blueprint import blueprint
from app.web.steward.forms import AnswerForm, GreenForm, RemindForm
from approvals.domain.refusals import Invalid, Refusal
from approvals.queries.package_pages import beside_case
from approvals.queries.project_schedule import project_schedule
from approvals.queries.standings import Standing
from approvals.queries.steward_board import PAGE_SIZE, BoardFilter, steward_board
from approvals.queries.steward_cockpit import steward_cockpit
from approvals.queries.steward_documents import steward_results
from approvals.queries.steward_promises import promises
from approvals.queries.steward_questions import open_questions
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.steward.confirm_case import confirm_case
from approvals.usecases.steward.remind import remind
from approvals.usecases.steward.set_green_channel import set_green_channel

FormKey = tuple[str, str]
FORMS: dict[str, tuple[type[FlaskForm], str]] = {
    "remind": (RemindForm, "r"),
    "answer": (AnswerForm, "q"),
    "green": (GreenForm, "g"),
}


@blueprint.get("/")
@guard("steward")
def board() -> ResponseReturnValue:
    """Projects against departments, the worst first; beside it what waits for the steward."""
    wanted = BoardFilter(
        words=request.args.get("q", "").strip(),
        stage=request.args.get("stage", ""),
        standing=request.args.get("standing", ""),
        page=request.args.get("page", 1, type=int),
    )
    actor, today = current_actor(), local_day(now())
    with reading() as session:
        page = steward_board(session, actor, wanted, today=today)
        questions = open_questions(session, actor)
        promised = promises(session, actor, today=today, only_open=True)
        results = steward_results(session, actor, today=today)
    return render_template(
        "steward/board.html",
        board=page,
        wanted=wanted,
        today=today,
        page_size=PAGE_SIZE,
        standings=[standing for standing in Standing if standing in STANDINGS],
        questions=questions,
        promises=promised,
        results=results,
        words=words,
        standing_badge=standing_badge,
    )


@blueprint.get("/projects/<project>")
@guard("steward")
def project(project: str) -> ResponseReturnValue:
    """The cockpit of one project."""
    return _cockpit(project, {}), 200


@blueprint.post("/projects/<project>/tracks/<track>/remind")
@guard("steward")
def remind_department(project: str, track: str) -> ResponseReturnValue:
    """Remind the department that holds a track."""
    form = RemindForm(prefix=f"r{track}")
    if not form.validate_on_submit():
        return _cockpit(project, {("remind", track): form}), 422
    answer = _said(form, lambda: remind(track=track, text=form.text.data, actor=current_actor(), now=now()))
    if answer is not None:
        return _cockpit(project, {("remind", track): form}), answer.status
    flash(gettext("已经提醒，承办部门会在消息里看到。"), "done")
    return redirect(url_for("steward.project", project=project, _anchor=f"t-{track}"))


@blueprint.post("/projects/<project>/green-channel")
@guard("steward")
def green_channel(project: str) -> ResponseReturnValue:
    """Open the green channel with a reason, or close it."""
    form = GreenForm(prefix="g")
    if not form.validate_on_submit():
        return _cockpit(project, {("green", ""): form}), 422
    set_green_channel(project=project, reason=form.reason.data or "", actor=current_actor(), now=now())
    flash(gettext("已经进绿色通道。") if form.reason.data else gettext("已经退出绿色通道。"), "done")
    return redirect(url_for("steward.project", project=project))


@blueprint.post("/projects/<project>/questions/<int:question>/answer")
@guard("steward")
def answer(project: str, question: int) -> ResponseReturnValue:
    """Answer a question of the enterprise."""
    form = AnswerForm(prefix=f"q{question}")
    if not form.validate_on_submit():
        return _cockpit(project, {("answer", str(question)): form}), 422
    refused = _said(
        form, lambda: answer_question(question=question, text=form.text.data, actor=current_actor(), now=now())
    )
    if refused is not None:
        return _cockpit(project, {("answer", str(question)): form}), refused.status
    flash(gettext("已经答复，企业马上能看到。"), "done")
    return redirect(url_for("steward.project", project=project, _anchor="questions"))


@blueprint.post("/projects/<project>/cases/<case>/confirm")
@guard("steward")
def confirm(project: str, case: str) -> ResponseReturnValue:
    """Issue the one confirmation of the whole case."""
    if is_draft_asked():
        back = url_for("steward.project", project=project, _anchor=f"c-{case}")
        return show_draft(partial(confirm_case, case=case, actor=current_actor(), now=now()), back)
    confirm_case(case=case, actor=current_actor(), now=now())
    flash(gettext("统一确认书已经出具，盖章后可以下载。"), "done")
    return redirect(url_for("steward.project", project=project, _anchor=f"c-{case}"))


def _said(form: FlaskForm, verb: Callable[[], object]) -> Refusal | None:
    """Call the verb; a refusal of the input is shown on the form, any other goes to the error page."""
    try:
        verb()
    except Invalid as refusal:
        show_on(form, refusal)
        return refusal
    return None


def _cockpit(project_id: str, bound: dict[FormKey, FlaskForm]) -> str:
    """The page, with a form that was refused in the place it was sent from."""

    def form_of(kind: str, key: str) -> FlaskForm:
        if (kind, key) in bound:
            return bound[kind, key]
        form_class, prefix = FORMS[kind]
        return form_class(prefix=f"{prefix}{key}", formdata=None)

    today = local_day(now())
    with reading() as session:
        cockpit = steward_cockpit(session, project_id, current_actor(), today=today)
        ahead = project_schedule(session, project_id, current_actor(), today)
        package = beside_case(session, cockpit.cases[0].public_id) if cockpit.cases else None
    facts: dict[str, Any] = {"cockpit": cockpit, "schedule": ahead, "today": today, "form_of": form_of, "bound": bound}
    facts["package"] = package
    return render_template("steward/project.html", **facts)
