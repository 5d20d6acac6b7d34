"""The window asks what is lacking before the one-time notice; the department answers, or says that nothing is."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.answer_form import answer_said
from app.web.department.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from app.web.reading_room import hand_out, place_asked
from app.web.window.forms import CorrectionForm, correction_form
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.window_check import NoticeGap
from approvals.queries.notice_opinions import OpinionPage, opinion_page, paper_of_opinion
from approvals.usecases.department.give_opinion import give_opinion


class NothingForm(FlaskForm):
    """Nothing is lacking: one button."""


@blueprint.route("/opinions/<opinion>", methods=["GET", "POST"])
@guard("examine")
def opinion(opinion: str) -> ResponseReturnValue:
    """The papers of the department's own items, each with room for what is wrong and what is asked."""
    with reading() as session:
        page = opinion_page(session, opinion, current_actor())
    said = [NoticeGap(paper, paper, defect, asks) for paper, (defect, asks) in page.said.items()]
    form = correction_form(page.papers, said)
    if request.method == "GET":
        return _answer(page, form)
    has_none = request.form.get("lacks") == "nothing"
    if not (NothingForm().validate_on_submit() if has_none else form.check()):
        return _answer(page, form, 422)
    gaps = {} if has_none else {gap.paper: (defect, asks) for gap, defect, asks in form.chosen()}
    try:
        give_opinion(opinion=opinion, gaps=gaps, actor=current_actor(), now=now())
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        flash(refusal_sentence(refusal), "note")
        return redirect(url_for("department.opinion", opinion=opinion))
    flash(gettext("意见已经交给窗口。告知书发出以前可以改。"), "done")
    return redirect(url_for("department.queue"))


@blueprint.get("/opinions/<opinion>/papers/<paper>/<int:number>")
@guard("examine")
def opinion_bytes(opinion: str, paper: str, number: int) -> Response:
    """One version of a paper that an item of the asked department wants."""
    return hand_out(paper_of_opinion, opinion, paper, number, place_asked())


def _answer(page: OpinionPage, form: CorrectionForm, status: int = 200) -> ResponseReturnValue:
    return render_template("department/opinion.html", page=page, form=form, said_answer=answer_said), status
