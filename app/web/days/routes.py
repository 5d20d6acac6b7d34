"""The day statement of an item: a page, a PDF that the paper worker prints, and JSON; the same for every audience."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.days.blueprint import blueprint
from app.web.days.months import months
from app.web.days.plain import plain
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from app.web.presenters.rule_words import why
from app.web.stored_files import send_stored
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.day_statement import TrackDays, statement_file, track_days
from approvals.usecases.letters.order_day_statement import order_day_statement
from departments.domain.actor import Actor, Role


@dataclass(frozen=True)
class Way:
    """Where the visitor came from, as far as the role tells: the entry of the navigation, an address and its words."""

    here: str
    url: str
    words: str


def _found(track: str) -> TrackDays:
    with reading() as session:
        return track_days(session, track, current_actor(), local_day(present()))


def way_back(found: TrackDays, actor: Actor) -> Way:
    """The page of the item in the visitor's own room; an official may belong to some other enterprise as well."""
    if found.enterprise_id in actor.enterprise_ids:
        place = url_for("enterprise.item", case=found.case, track=found.track)
        return Way("enterprise.projects", place, gettext("事项"))
    if found.department_id in actor.department_ids:
        return Way("department.queue", url_for("department.track", track=found.track), gettext("事项"))
    if Role.STEWARD in actor.roles and found.steward_id == actor.account_id:
        place = url_for("steward.project", project=found.project_id, _anchor=f"t-{found.track}")
        return Way("steward.board", place, gettext("项目"))
    if Role.SUPERVISOR in actor.roles or Role.ADMIN in actor.roles:
        return Way("supervision.overview", url_for("supervision.overview"), gettext("督查"))
    return Way("window.inbox", url_for("window.inbox"), gettext("收件"))


@blueprint.get("/<track>/days")
@guard("read_file")
def statement(track: str) -> ResponseReturnValue:
    """Both clocks, the rule behind each figure, and every calendar day with its reason."""
    found, today = _found(track), local_day(present())
    actor = current_actor()
    return render_template(
        "days/statement.html",
        found=found,
        months=months(found.days, today),
        today=today,
        why=why,
        way=way_back(found, actor),
        is_official=found.enterprise_id not in actor.enterprise_ids,
        form=FlaskForm(),
    )


@blueprint.get("/<track>/days.json")
@guard("read_file")
def statement_json(track: str) -> ResponseReturnValue:
    """The same statement for a program."""
    response = jsonify(plain(_found(track)))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/<track>/days/paper")
@guard("read_file")
def order_paper(track: str) -> ResponseReturnValue:
    """Ask for the statement on paper; asked twice for the same facts, it stays one document."""
    try:
        order_day_statement(track=track, actor=current_actor(), now=present())
    except NotFound:
        raise
    except Refusal as refused:
        flash(refusal_sentence(refused), "bad")
    else:
        flash(gettext("正在制作和盖章，做好以后在这里下载。"), "done")
    return redirect(url_for("days.statement", track=track, _anchor="paper"))


@blueprint.get("/<track>/days/<document>.pdf")
@guard("read_file")
def paper(track: str, document: str) -> ResponseReturnValue:
    """A printed statement of this item."""
    with reading() as session:
        found = statement_file(session, track, document, current_actor())
    return send_stored(found.sha256, found.media_type, found.display_name)
