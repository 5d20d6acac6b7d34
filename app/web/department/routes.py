"""Pages of the desk: the queue, one track, the papers it reads."""

from __future__ import annotations

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.department import words
from app.web.department.blueprint import blueprint
from app.web.department.page import track_response
from app.web.guard import guard
from app.web.identity import current_actor, current_identity
from app.web.presenters.oversight_words import notice_standing
from app.web.reading_room import hand_out, place_asked
from approvals.queries.department_file import letter_of_track, paper_of_track
from approvals.queries.department_queue import LIGHTS, PAGE_SIZE, SORTS, TABS, QueueAsked
from approvals.queries.department_queue import queue as read_queue
from approvals.queries.notice_opinions import opinion_tasks
from approvals.queries.oversight import notices_at_desk
from approvals.queries.waiting_ratings import ratings_at_desk
from departments.queries.calendar import load_calendar
from departments.queries.closures import closures


@blueprint.get("/")
@guard("examine")
def queue() -> ResponseReturnValue:
    """The queue of the viewer's departments, what the law will hurt first on top."""
    asked, today = _asked(), local_day(now())
    limit = current_app.extensions["binglian.settings"].rating_days
    with reading() as session:
        calendar = load_calendar(session)
        page = read_queue(session, current_actor(), asked, calendar, today)
        closed = closures(session, until_after=today, department_ids=current_actor().department_ids)
        notices = notices_at_desk(session, current_actor())
        opinions = opinion_tasks(session, current_actor())
        ratings = ratings_at_desk(session, current_actor(), today=today, limit_wd=limit)
    return render_template(
        "department/queue.html",
        page=page,
        asked=asked,
        today=today,
        is_working=calendar.is_working(today),
        words=words,
        tabs=TABS,
        sorts=SORTS,
        page_size=PAGE_SIZE,
        who=current_identity(),
        finding=words.finding(page, asked),
        closed=closed,
        notices=notices,
        opinions=opinions,
        ratings=ratings,
        notice_standing=notice_standing,
    )


@blueprint.get("/tracks/<track>")
@guard("examine")
def track(track: str) -> ResponseReturnValue:
    """One item in the hands of the viewer's department."""
    return track_response(track)


@blueprint.get("/tracks/<track>/papers/<paper>/<int:number>")
@guard("read_file")
def paper(track: str, paper: str, number: int) -> Response:
    """One version of a paper that this item wants."""
    return hand_out(paper_of_track, track, paper, number, place_asked())


@blueprint.get("/tracks/<track>/letters/<document>")
@guard("read_file")
def letter(track: str, document: str) -> Response:
    """A sealed letter of this track."""
    return hand_out(letter_of_track, track, document)


def _asked() -> QueueAsked:
    """The filters of the address; what nobody offered is ignored."""
    args = request.args
    tab, light, sort = args.get("tab", "mine"), args.get("light", ""), args.get("sort", "urgency")
    return QueueAsked(
        tab=tab if tab in TABS else "mine",
        light=light if light in LIGHTS else "",
        words=args.get("q", "").strip()[:100],
        item=args.get("item", "")[:32],
        sort=sort if sort in SORTS else "urgency",
        page=max(1, args.get("page", 1, type=int)),
    )
