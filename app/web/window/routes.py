"""Pages of the window: the inbox, one filing, its papers."""

from __future__ import annotations

from functools import partial

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.answer_form import answer_said
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.reading_room import hand_out, place_asked, shown_files, with_papers
from app.web.window import words
from app.web.window.blueprint import blueprint
from app.web.window.forms import AcceptForm, PaperForm, RatingAnswerForm
from approvals.queries.department_file import paper_of_case
from approvals.queries.department_papers import PaperRow
from approvals.queries.package_pages import beside_case
from approvals.queries.ratings import ratings_of
from approvals.queries.waiting_ratings import ratings_at_window
from approvals.queries.window_check import CheckPage, check_page
from approvals.queries.window_inbox import PAGE_SIZE, TABS, InboxAsked
from approvals.queries.window_inbox import inbox as read_inbox
from departments.queries.calendar import load_calendar


@blueprint.get("/")
@guard("check")
def inbox() -> ResponseReturnValue:
    """What arrived, oldest receipt first, each with its five days."""
    tab = request.args.get("tab", "to_check")
    asked = InboxAsked(
        tab=tab if tab in TABS else "to_check",
        words=request.args.get("q", "").strip()[:100],
        page=max(1, request.args.get("page", 1, type=int)),
    )
    today, limit = local_day(now()), current_app.extensions["binglian.settings"].rating_days
    with reading() as session:
        calendar = load_calendar(session)
        page = read_inbox(session, asked, calendar, today, current_actor())
        ratings = ratings_at_window(session, current_actor(), today=today, limit_wd=limit)
    return render_template(
        "window/inbox.html",
        page=page,
        ratings=ratings,
        asked=asked,
        today=today,
        is_working=calendar.is_working(today),
        tabs=TABS,
        words=words,
        page_size=PAGE_SIZE,
        finding=words.finding(page, asked),
    )


@blueprint.get("/cases/<case>")
@guard("check")
def check(case: str) -> ResponseReturnValue:
    """One filing: form and papers side by side, item by item."""
    return check_response(case)


@blueprint.get("/cases/<case>/papers/<paper>/<int:number>")
@guard("read_file")
def paper(case: str, paper: str, number: int) -> Response:
    """One version of a paper of a filing."""
    return hand_out(paper_of_case, case, paper, number, place_asked())


def read_case(case: str) -> CheckPage:
    """The filing as the window reads it today."""
    with reading() as session:
        return check_page(session, case, current_actor(), load_calendar(session), local_day(now()))


def check_response(
    case: str,
    form: FlaskForm | None = None,
    status: int = 200,
    *,
    look: PaperForm | None = None,
    paper: str | None = None,
    answering: RatingAnswerForm | None = None,
) -> Response:
    """The check page, with the acceptance, the word on a paper or the answer that was refused when there is one."""
    page = read_case(case)
    with reading() as session:
        package = beside_case(session, case)
        rated = ratings_of(session, [each.id for each in page.items])
    shown = _shown(page, paper or request.args.get("paper"))
    body = render_template(
        "window/check.html",
        page=page,
        package=package,
        form=form or AcceptForm(formdata=None),
        words=words,
        heading=words.heading(page),
        shown=shown,
        look=look or paper_form(page, shown),
        ratings=[(each, rated[each.id]) for each in page.items if each.id in rated and rated[each.id].is_for_window],
        answering=answering,
        rating_form=partial(RatingAnswerForm, formdata=None),
        said_answer=answer_said,
        shown_files=shown_files,
        today=local_day(now()),
    )
    return with_papers(body, status)


def _shown(page: CheckPage, asked: str | None) -> PaperRow | None:
    """The paper in the viewer: the one asked for, else the first nobody has looked at, else the first there is."""
    for each in page.papers:
        if each.paper == asked:
            return each
    there = [each for each in page.papers if each.newest and each.newest.has_bytes]
    fresh = (each for each in page.to_look_at if each.paper not in page.checks)
    return next(fresh, there[0] if there else None)


def paper_form(page: CheckPage, paper: PaperRow | None) -> PaperForm | None:
    """What may be said of the paper in the viewer, as it was said before; None where it is past or not there."""
    if paper is None or paper not in page.to_look_at:
        return None
    said = page.checks.get(paper.paper)
    known = {"verdict": said.verdict.value, "comment": said.comment} if said else {}
    return PaperForm(formdata=None, data=known)
