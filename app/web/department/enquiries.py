"""What the desk finds out and is asked: site visits, the enterprise's questions and its ratings."""

from __future__ import annotations

from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import local_day, now
from app.web.department.blueprint import blueprint
from app.web.department.carrying_out import carry_out, page_of
from app.web.department.forms import AnswerForm, VisitForm
from app.web.guard import guard
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.department.answer_rating import answer_rating as answer_the_rating
from approvals.usecases.department.record_site_visit import record_site_visit


@blueprint.post("/tracks/<track>/visit")
@guard("examine")
def record_visit(track: str) -> ResponseReturnValue:
    """Record a visit by two officers."""
    form = VisitForm(prefix="visit", today=local_day(now()))
    form.offer((each.account, each.name) for each in page_of(track).colleagues)
    verb = partial(
        record_site_visit,
        track=track,
        visited_on=form.visited_on.data,
        second_officer=form.second_officer.data,
        findings=form.findings.data,
    )
    return carry_out(track, "visit", form, verb, gettext("踏勘已经记录。"), at="visits")


@blueprint.post("/tracks/<track>/questions/<int:question>")
@guard("examine")
def answer(track: str, question: int) -> ResponseReturnValue:
    """Answer a question of the enterprise."""
    name = f"answer-{question}"
    form = AnswerForm(prefix=name)
    verb = partial(answer_question, question=question, text=form.text.data)
    return carry_out(track, name, form, verb, gettext("已经答复，企业马上能看到。"), at="questions")


@blueprint.post("/tracks/<track>/rating")
@guard("examine")
def answer_rating(track: str) -> ResponseReturnValue:
    """Answer a bad rating, having looked into it."""
    form = AnswerForm(prefix="rating")
    verb = partial(answer_the_rating, track=track, text=form.text.data)
    return carry_out(track, "rating", form, verb, gettext("已经答复，企业马上能看到。"), at="rating")
