"""The calendar of a year, and the way to the next one."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.admin import calendar_words as words
from app.web.admin.blueprint import blueprint
from app.web.admin.calendar_months import months
from app.web.guard import guard
from departments.queries.calendar import drafts, load_calendar, published_years

EARLIEST = 2004


@blueprint.get("/calendar")
@guard("administer")
def calendar() -> ResponseReturnValue:
    """Twelve months with every holiday and make-up day; a year without a notice says that it is provisional."""
    today = local_day(now())
    with reading() as session:
        known, found, drafted = load_calendar(session), published_years(session), drafts(session)
    newest = max([today.year + 1, *(one.year for one in found)])
    asked = request.args.get("year", today.year, type=int)
    year = asked if EARLIEST <= asked <= newest else today.year
    return render_template(
        "admin/calendar.html",
        year=year,
        years=range(newest, EARLIEST - 1, -1),
        newest=newest,
        earliest=EARLIEST,
        notice=next((one for one in found if one.year == year), None),
        months=months(known, year),
        drafts=drafted,
        today=today,
        words=words,
    ), 200
