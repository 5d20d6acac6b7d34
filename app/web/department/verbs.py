"""The verbs of the desk: form, call, answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.department.blueprint import blueprint
from app.web.department.forms import (
    AcceptAllForm,
    AnswerForm,
    PauseForm,
    ProposeForm,
    ResumeForm,
    ReturnForm,
    TrackForm,
    VerdictForm,
    VisitForm,
)
from app.web.department.page import seen, track_response
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import is_second_click, with_author
from approvals.domain.events import Tag
from approvals.domain.refusals import Blocked, Invalid, Stale
from approvals.domain.states import Outcome, Verdict
from approvals.queries.department_track import TrackPage, track_page
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.department.claim import claim
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.department.pause import pause
from approvals.usecases.department.propose import propose
from approvals.usecases.department.record_site_visit import record_site_visit
from approvals.usecases.department.release import release
from approvals.usecases.department.resume import resume
from approvals.usecases.department.return_proposal import return_proposal
from approvals.usecases.department.sign import sign
from departments.queries.calendar import load_calendar


def _carry_out(
    track: str,
    name: str,
    form: FlaskForm,
    verb: Callable[[], object],
    said: str,
    *,
    tag: Tag | None = None,
    at: str = "",
) -> ResponseReturnValue:
    """Ask the form, call the verb, say what happened; refused input comes back with the page and the input kept."""
    if not form.validate_on_submit():
        return track_response(track, {name: form}, 422)
    try:
        verb()
    except (Invalid, Blocked) as refusal:
        show_on(form, refusal)
        return track_response(track, {name: form}, refusal.status)
    except Stale as stale:
        if tag is None or not is_second_click(track, tag, now()):
            raise with_author(stale) from None
    flash(said, "done")
    return redirect(url_for("department.track", track=track, _anchor=at or None))


def _page(track: str) -> TrackPage:
    with reading() as session:
        return track_page(session, track, current_actor(), load_calendar(session), local_day(now()))


@blueprint.post("/tracks/<track>/claim")
@guard("examine")
def claim_track(track: str) -> ResponseReturnValue:
    """Take the track from the queue."""
    form = TrackForm(prefix="claim")

    def verb() -> None:
        claim(track=track, version=form.version.data, actor=current_actor(), now=now())

    return _carry_out(track, "claim", form, verb, gettext("已经认领，由您经办。"), tag=Tag.TRACK_CLAIMED)


@blueprint.post("/tracks/<track>/release")
@guard("examine")
def release_track(track: str) -> ResponseReturnValue:
    """Put the track back into the queue."""
    form = TrackForm(prefix="claim")

    def verb() -> None:
        release(track=track, version=form.version.data, actor=current_actor(), now=now())

    return _carry_out(track, "claim", form, verb, gettext("已经放回，等待认领。"), tag=Tag.TRACK_RELEASED)


@blueprint.post("/tracks/<track>/papers/<paper>")
@guard("examine")
def judge_paper(track: str, paper: str) -> ResponseReturnValue:
    """Accept one paper, or return it with words; a version that came meanwhile must be seen first."""
    form = VerdictForm(prefix="verdict")

    def verb() -> None:
        newest = [each.row.newest for each in _page(track).papers if each.row.paper == paper]
        if newest and newest[0] is not None and newest[0].number != form.seen.data:
            raise Stale(tag=Tag.PAPER_SUPPLIED.value, at=newest[0].supplied_at)
        verdict = (Verdict(form.verdict.data), form.comment.data or "")
        judge_papers(track=track, verdicts={paper: verdict}, actor=current_actor(), now=now())

    accepted = form.verdict.data == Verdict.ACCEPTED.value
    said = gettext("已经采纳。") if accepted else gettext("已经退回，企业会收到您的话。")
    return _carry_out(track, "verdict", form, verb, said, at="papers")


@blueprint.post("/tracks/<track>/papers")
@guard("examine")
def accept_all(track: str) -> ResponseReturnValue:
    """Accept every paper that was shown as waiting and still is."""
    form = AcceptAllForm(prefix="all")

    def verb() -> None:
        still = set(seen(_page(track))) & set(form.seen.data.split())
        verdicts = {one.rsplit(":", 1)[0]: (Verdict.ACCEPTED, "") for one in still}
        if verdicts:
            judge_papers(track=track, verdicts=verdicts, actor=current_actor(), now=now())

    return _carry_out(track, "all", form, verb, gettext("材料都已采纳。"), at="papers")


@blueprint.post("/tracks/<track>/propose")
@guard("examine")
def propose_decision(track: str) -> ResponseReturnValue:
    """Put a proposed decision before the head."""
    form = ProposeForm(prefix="propose")

    def verb() -> None:
        propose(
            track=track,
            version=form.version.data,
            outcome=Outcome(form.outcome.data),
            findings=form.findings.data,
            reasons=form.reasons.data,
            basis=form.basis.data if form.outcome.data == Outcome.REFUSE.value else "",
            reapply=form.reapply.data,
            conditions=form.conditions.data,
            actor=current_actor(),
            now=now(),
        )

    said = gettext("拟办意见已经送签发人。")
    return _carry_out(track, "propose", form, verb, said, tag=Tag.TRACK_PROPOSED, at="proposal")


@blueprint.post("/tracks/<track>/return")
@guard("decide")
def return_to_examiner(track: str) -> ResponseReturnValue:
    """Give the proposal back to its examiner."""
    form = ReturnForm(prefix="return")

    def verb() -> None:
        because = form.because.data
        return_proposal(track=track, version=form.version.data, because=because, actor=current_actor(), now=now())

    return _carry_out(track, "return", form, verb, gettext("已经退回审查员。"), tag=Tag.TRACK_RETURNED)


@blueprint.post("/tracks/<track>/sign")
@guard("decide")
def sign_decision(track: str) -> ResponseReturnValue:
    """Sign the proposed decision; its letter is numbered at once and sealed by a worker."""
    form = TrackForm(prefix="sign")

    def verb() -> None:
        sign(track=track, version=form.version.data, actor=current_actor(), now=now())

    said = gettext("已经签发。文号已经给出，盖章的文书马上就好。")
    return _carry_out(track, "sign", form, verb, said, tag=Tag.TRACK_SIGNED, at="letters")


@blueprint.post("/tracks/<track>/pause")
@guard("examine")
def pause_clock(track: str) -> ResponseReturnValue:
    """Stop the clocks that this special procedure stops."""
    form = PauseForm(prefix="pause")
    form.offer((each.kind.value, each.kind.value) for each in _page(track).procedures)

    def verb() -> None:
        pause(
            track=track,
            version=form.version.data,
            kind=form.kind.data,
            length_days=form.length_days.data,
            length_unit=form.length_unit.data,
            reason=form.reason.data,
            actor=current_actor(),
            now=now(),
        )

    return _carry_out(track, "pause", form, verb, gettext("已经暂停计时，企业会收到文书。"), tag=Tag.TRACK_PAUSED)


@blueprint.post("/tracks/<track>/resume")
@guard("examine")
def resume_clock(track: str) -> ResponseReturnValue:
    """Let the clocks run again."""
    form = ResumeForm(prefix="resume")

    def verb() -> None:
        conclusion = form.conclusion.data
        resume(track=track, version=form.version.data, conclusion=conclusion, actor=current_actor(), now=now())

    return _carry_out(track, "resume", form, verb, gettext("已经恢复计时。"), tag=Tag.TRACK_RESUMED)


@blueprint.post("/tracks/<track>/visit")
@guard("examine")
def record_visit(track: str) -> ResponseReturnValue:
    """Record a visit by two officers."""
    form = VisitForm(prefix="visit", today=local_day(now()))
    form.offer((each.account, each.name) for each in _page(track).colleagues)

    def verb() -> None:
        record_site_visit(
            track=track,
            visited_on=form.visited_on.data,
            second_officer=form.second_officer.data,
            findings=form.findings.data,
            actor=current_actor(),
            now=now(),
        )

    return _carry_out(track, "visit", form, verb, gettext("踏勘已经记录。"), at="visits")


@blueprint.post("/tracks/<track>/questions/<int:question>")
@guard("examine")
def answer(track: str, question: int) -> ResponseReturnValue:
    """Answer a question of the enterprise."""
    name = f"answer-{question}"
    form = AnswerForm(prefix=name)

    def verb() -> None:
        answer_question(question=question, text=form.text.data, actor=current_actor(), now=now())

    return _carry_out(track, name, form, verb, gettext("已经答复，企业马上能看到。"), at="questions")
