"""The verbs of the window: accept, decline."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.foundation.wallclock import now
from app.web.drafting import is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from app.web.window import words
from app.web.window.blueprint import blueprint
from app.web.window.forms import AcceptForm, InadmissibleForm, NotRequiredForm
from app.web.window.routes import check_response, read_case
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.queries.window_check import CheckPage, ItemToCheck
from approvals.usecases.window.accept import accept
from approvals.usecases.window.declare_inadmissible import declare_inadmissible
from approvals.usecases.window.declare_not_required import declare_not_required

DECLINES = {"inadmissible": "window.inadmissible", "not_required": "window.not_required"}
"""Buttons beside the acceptance: the same ticks, answered in the negative on a page of their own."""


@blueprint.post("/cases/<case>/accept")
@guard("check")
def accept_items(case: str) -> ResponseReturnValue:
    """Admit the chosen items; in one transaction each is in its department's queue."""
    form = AcceptForm()
    if not form.validate_on_submit():
        return check_response(case, form, 422)
    step = request.form.get("step")
    if step in DECLINES:
        return redirect(url_for(DECLINES[step], case=case, track=",".join(form.tracks.data)))
    verb = partial(accept, case=case, tracks=form.tracks.data, actor=current_actor(), now=now())
    try:
        if is_draft_asked():
            return show_draft(verb, url_for("window.check", case=case))
        verb()
    except Refusal as refusal:
        if refusal.code == "counter_four_eyes":
            form.form_errors.append(refusal_sentence(refusal))
            return check_response(case, form, 422)
        if refusal.code not in ("papers_missing", "papers_failed"):
            return already(case, refusal)
        form.form_errors.extend(words.missing_sentences(read_case(case), refusal))
        return check_response(case, form, 422)
    flash(words.fanned_out(read_case(case), form.tracks.data), "done")
    return redirect(url_for("window.check", case=case))


@blueprint.route("/cases/<case>/items/<track>/inadmissible", methods=["GET", "POST"])
@guard("check")
def inadmissible(case: str, track: str) -> ResponseReturnValue:
    """Another organ is competent: the items (one, or several joined by commas) end here, with decisions that name it."""
    form = InadmissibleForm()
    first, *further = track.split(",")

    def verb() -> None:
        declare_inadmissible(
            track=first,
            further=further,
            reason=form.reason.data,
            competent_organ=form.competent_organ.data,
            organ_address=form.organ_address.data,
            actor=current_actor(),
            now=now(),
        )

    return _decline(case, track, form, verb, gettext("不予受理决定书已经作出。"))


@blueprint.route("/cases/<case>/items/<track>/not-required", methods=["GET", "POST"])
@guard("check")
def not_required(case: str, track: str) -> ResponseReturnValue:
    """The matter needs no licence: the enterprise is told at once, of one item or of several joined by commas."""
    form = NotRequiredForm()
    first, *further = track.split(",")

    def verb() -> None:
        declare_not_required(track=first, further=further, reason=form.reason.data, actor=current_actor(), now=now())

    return _decline(case, track, form, verb, gettext("已经告知企业这个事项不用办。"))


def _decline(case: str, tracks: str, form: FlaskForm, verb: Callable[[], None], said: str) -> ResponseReturnValue:
    page, wanted = read_case(case), set(tracks.split(","))
    items = [each for each in page.items if each.track in wanted]
    if len(items) != len(wanted):
        raise NotFound
    if not form.validate_on_submit():
        return _declining(page, items, form, 422 if request.method == "POST" else 200)
    try:
        if is_draft_asked():
            return show_draft(verb, request.path)
        verb()
    except Invalid as refusal:
        show_on(form, refusal)
        return _declining(page, items, form, refusal.status)
    except Refusal as refusal:
        return already(case, refusal)
    flash(said, "done")
    return redirect(url_for("window.check", case=case))


def _declining(page: CheckPage, items: list[ItemToCheck], form: FlaskForm, status: int) -> ResponseReturnValue:
    item = next((each for each in items if not each.is_waiting), items[0])
    facts = {"page": page, "item": item, "items": items, "is_foreign": isinstance(form, InadmissibleForm)}
    return render_template("window/decline.html", form=form, **facts), status


def already(case: str, refusal: Refusal) -> ResponseReturnValue:
    """Answered meanwhile, by a colleague or by a second click: the page shows what stands."""
    if refusal.code not in words.ALREADY:
        raise refusal
    flash(words.already(refusal), "note")
    return redirect(url_for("window.check", case=case))
