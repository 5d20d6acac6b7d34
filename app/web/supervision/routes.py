"""The overview: open items by light and department, and every overdue one."""

from __future__ import annotations

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.standing_words import standing_badge
from app.web.supervision.blueprint import blueprint
from approvals.queries.standings import Standing
from approvals.queries.supervision_overview import PAGE_SIZE, supervision_overview
from approvals.queries.waiting_ratings import ratings_overseen

COLUMNS = (
    Standing.OVER,
    Standing.LATE,
    Standing.WARN,
    Standing.ON,
    Standing.PAUSED,
    Standing.UPSTREAM,
    Standing.CHECKING,
    Standing.CORRECTION,
)


@blueprint.get("/")
@guard("supervise")
def overview() -> ResponseReturnValue:
    """Everything open, read today; `department` narrows the overdue list."""
    department = request.args.get("department", "")
    page, today = request.args.get("page", 1, type=int), local_day(now())
    with reading() as session:
        found = supervision_overview(session, actor=current_actor(), today=today, department=department, page=page)
        limit = current_app.extensions["binglian.settings"].rating_days
        ratings = ratings_overseen(session, current_actor(), today=today, limit_wd=limit)
    return render_template(
        "supervision/overview.html",
        found=found,
        ratings=ratings,
        today=today,
        department=department,
        columns=COLUMNS,
        page=min(max(1, page), found.pages),
        page_size=PAGE_SIZE,
        standing_badge=standing_badge,
    )
