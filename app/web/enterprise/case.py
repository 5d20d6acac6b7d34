"""A filed case: what waits for whom; papers handed in later, the notice answered, questions, withdrawal."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.forms import EmptyForm, PaperForm, QuestionForm, RatingForm, StatementForm
from app.web.enterprise.handing_in import hand_in, refused_because
from app.web.enterprise.stages import stage_marks
from app.web.enterprise.taking_over import TAKES, again_in, take_over
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.plan_words import because
from app.web.presenters.ground_words import ACTS
from app.web.presenters.refusal_words import refusal_sentence
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import ENDED, UNDECIDED
from approvals.queries.commitment_tasks import tasks_of_track
from approvals.queries.enterprise_case import CasePage, case_page
from approvals.queries.enterprise_tracks import TrackLine
from approvals.queries.package_pages import beside_case
from approvals.queries.ratings import ended_for_another, rating_of
from approvals.queries.track_changes import newest_hearing
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.enterprise.withdraw import withdraw as withdraw_items
from approvals.usecases.hearing.answer_intention import answer_intention
from approvals.usecases.hearing.ask_hearing import ask_hearing


def open_case(case: str) -> CasePage:
    """The case of this address as the signed-in person may see it."""
    with reading() as session:
        return case_page(session, case, current_actor(), local_day(present()))


def show(case: str, *, wrong: str | None = None, words: str = "", question: QuestionForm | None = None) -> str:
    """The case page; `wrong` names the paper that was refused and `words` why, said above when it has no row."""
    page = open_case(case)
    if words and wrong not in {todo.code for todo in page.todos}:
        flash(words, "bad")
    with reading() as session:
        package = beside_case(session, case)
    return render_template(
        "enterprise/case.html",
        page=page,
        package=package,
        stages=stage_marks(page.project),
        because=because,
        form=EmptyForm(formdata=None),
        question=question or QuestionForm(formdata=None),
        wrong=wrong,
        words=words,
        limit=current_app.extensions["binglian.settings"].upload_limit,
        again=again_in(case, [todo.code for todo in page.todos if todo.is_open]),
    )


@blueprint.get("/cases/<case>")
@guard("apply")
def case(case: str) -> ResponseReturnValue:
    """What waits for me, until when, and what to press; then everything else."""
    return show(case)


@blueprint.post("/cases/<case>/papers/<code>")
@guard("apply")
def case_paper(case: str, code: str) -> ResponseReturnValue:
    """Hand in a promised, returned, corrected or missing paper."""
    form = PaperForm()
    if not form.validate():
        return show(case, wrong=code, words=gettext("页面过期了，请再试一次。")), 422
    action = request.form.get("action")
    try:
        if action in TAKES:
            take_over(case, code, action)
        else:
            hand_in(case, code, form.file.data)
    except NotFound:
        raise
    except Refusal as refused:
        return show(case, wrong=code, words=refused_because(refused)), max(refused.status, 422)
    flash(gettext("收到了。要它的部门都能看到。"), "done")
    return redirect(url_for("enterprise.case", case=case, _anchor="todo"))


@blueprint.post("/cases/<case>/correction")
@guard("apply")
def correction(case: str) -> ResponseReturnValue:
    """Every line is answered: hand the corrected filing in."""
    closing = current_app.extensions["binglian.settings"].close_of_business
    try:
        supply_correction(case=case, close_of_business=closing, actor=current_actor(), now=present())
    except NotFound:
        raise
    except Refusal as refused:
        # a second click finds the notice answered: what was wanted has happened
        said = refused.code != "no_open_notice"
        if said:
            flash(refusal_sentence(refused), "bad")
    else:
        flash(gettext("补正已提交。窗口从收到之日起重新计 5 个工作日。"), "done")
    return redirect(url_for("enterprise.case", case=case))


@blueprint.post("/cases/<case>/questions")
@guard("apply")
def ask(case: str) -> ResponseReturnValue:
    """Ask about the case or one of its items."""
    form = QuestionForm()
    if form.validate() and _asked(case, form):
        flash(gettext("问题已送出，部门和管家都收到了。"), "done")
        return redirect(url_for("enterprise.case", case=case, _anchor="ask"))
    return show(case, question=form), 422


def _asked(case: str, form: QuestionForm) -> bool:
    """Send the question on, once."""
    try:
        ask_question(
            case=case, track=form.track.data or None, text=str(form.text.data), actor=current_actor(), now=present()
        )
    except Invalid as refused:
        show_on(form, refused)
        return False
    return True


@blueprint.route("/cases/<case>/withdraw", methods=["GET", "POST"])
@guard("apply")
def withdraw(case: str) -> ResponseReturnValue:
    """Say what will happen, then do it: one item, or everything that is not decided yet."""
    page = open_case(case)
    chosen = request.values.get("track") or None
    tracks = [each for each in page.tracks if each.state in UNDECIDED and chosen in (None, each.public_id)]
    form = EmptyForm()
    if form.validate_on_submit():
        try:
            withdraw_items(case=case, track=chosen, actor=current_actor(), now=present())
        except NotFound:
            raise
        except Refusal as refused:
            flash(refusal_sentence(refused), "bad")
        else:
            flash(gettext("已撤回。撤回确认书正在制作。"), "done")
        return redirect(url_for("enterprise.case", case=case))
    if chosen and not tracks:
        return redirect(url_for("enterprise.case", case=case))
    return render_template("enterprise/withdraw.html", page=page, tracks=tracks, chosen=chosen, form=form)


@blueprint.get("/cases/<case>/items/<track>")
@guard("apply")
def item(case: str, track: str) -> ResponseReturnValue:
    """One item: both clocks, its papers and letters, and the talk about it."""
    page = open_case(case)
    return item_page(page, line_of(page, track))


def line_of(page: CasePage, track: str) -> TrackLine:
    """The item of this address; NotFound when the case has none."""
    line = next((each for each in page.tracks if each.public_id == track), None)
    if line is None:
        raise NotFound
    return line


def item_page(
    page: CasePage,
    line: TrackLine,
    said: StatementForm | None = None,
    rating: RatingForm | None = None,
    status: int = 200,
) -> Response:
    """Its page, with a form that was refused in the place it was sent from."""
    asked, today = QuestionForm(formdata=None), local_day(present())
    with reading() as session:
        hearing, checks = newest_hearing(session, line.id), tasks_of_track(session, line.public_id, today)
        rated = rating_of(session, line.id)
        is_anothers = ended_for_another(session, line.id)
    may_rate = not (rated and rated.is_of_today) and line.state in ENDED and not is_anothers
    is_ours = rated is not None and rated.enterprise_id in current_actor().enterprise_ids
    facts = {
        "page": page,
        "track": line,
        "today": today,
        "question": asked,
        "hearing": hearing,
        "acts": ACTS,
        "checks": checks,
        "rated": rated if is_ours else None,
        "may_rate": may_rate,
        "rating": rating or RatingForm(formdata=None),
        "statement": said or StatementForm(formdata=None),
    }
    return Response(render_template("enterprise/item.html", **facts), status)


@blueprint.post("/cases/<case>/items/<track>/statement")
@guard("apply")
def statement(case: str, track: str) -> ResponseReturnValue:
    """Answer what the department intends."""
    page, form = open_case(case), StatementForm()
    line = line_of(page, track)
    if not form.validate_on_submit():
        return item_page(page, line, form, status=422)
    try:
        answer_intention(track=track, text=form.text.data, actor=current_actor(), now=present())
    except NotFound:
        raise
    except Refusal as refused:
        show_on(form, refused)
        return item_page(page, line, form, status=422)
    flash(gettext("意见已经提出，部门作出决定以前要看。"), "done")
    return redirect(url_for("enterprise.item", case=case, track=track))


@blueprint.post("/cases/<case>/items/<track>/hearing")
@guard("apply")
def hearing(case: str, track: str) -> ResponseReturnValue:
    """Ask for the hearing that was offered."""
    ask_hearing(track=track, actor=current_actor(), now=present())
    flash(gettext("已经要求听证，部门会通知时间和地点。"), "done")
    return redirect(url_for("enterprise.item", case=case, track=track))
