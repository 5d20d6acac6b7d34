"""The examiner's verdict on the papers: one with words, or all that wait."""

from __future__ import annotations

import datetime as dt

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.web.department.blueprint import blueprint
from app.web.department.carrying_out import carry_out, page_of
from app.web.department.forms import AcceptAllForm, VerdictForm
from app.web.department.page import seen
from app.web.guard import guard
from approvals.domain.states import Verdict
from approvals.usecases.department.judge_papers import judge_papers
from departments.domain.actor import Actor


@blueprint.post("/tracks/<track>/papers/<paper>")
@guard("examine")
def judge_paper(track: str, paper: str) -> ResponseReturnValue:
    """Accept one paper, or return it with words; a version that came meanwhile must be seen first."""
    form = VerdictForm(prefix="verdict")

    def verb(*, actor: Actor, now: dt.datetime) -> None:
        verdict = (Verdict(form.verdict.data), form.comment.data or "")
        judge_papers(track=track, verdicts={paper: verdict}, seen={paper: form.seen.data or 0}, actor=actor, now=now)

    accepted = form.verdict.data == Verdict.ACCEPTED.value
    said = gettext("已经采纳。") if accepted else gettext("已经退回，企业会收到您的话。")
    return carry_out(track, "verdict", form, verb, said, at="papers")


@blueprint.post("/tracks/<track>/papers")
@guard("examine")
def accept_all(track: str) -> ResponseReturnValue:
    """Accept every paper that was shown as waiting and still is."""
    form = AcceptAllForm(prefix="all")

    def verb(*, actor: Actor, now: dt.datetime) -> None:
        still = set(seen(page_of(track))) & set(form.seen.data.split())
        looked_at = {paper: int(number) for paper, number in (one.rsplit(":", 1) for one in still)}
        verdicts = dict.fromkeys(looked_at, (Verdict.ACCEPTED, ""))
        if verdicts:
            judge_papers(track=track, verdicts=verdicts, seen=looked_at, actor=actor, now=now)

    return carry_out(track, "all", form, verb, gettext("材料都已采纳。"), at="papers")
