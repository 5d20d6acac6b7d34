"""The front page, the guide to every item, and what the states mean."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.guard import guard
from app.web.public.blueprint import blueprint
from app.web.public.forms import ProgressForm
from approvals.queries.public_figures import figures
from departments.queries.catalogue import current_catalogue

DRAWN = 6


@blueprint.get("/")
@guard("public")
def home() -> ResponseReturnValue:
    """What the service does, and the two questions most people bring."""
    today = local_day(now())
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
        numbers = figures(session, today)
    return render_template(
        "public/home.html",
        catalogue=catalogue,
        drawn=list(dict.fromkeys(item.department for item in catalogue.items.values()))[:DRAWN],
        figures=numbers,
        today=today,
        form=ProgressForm(formdata=None),
    )


@blueprint.get("/guide")
@guard("public")
def guide() -> ResponseReturnValue:
    """Every item by theme and stage; `q` narrows by name or code."""
    wanted = request.args.get("q", "").strip()[:50]
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
    found = {
        stage: [item for item in catalogue.items_of(stage) if _matches(wanted, item.code, item.name_zh, item.name_en)]
        for stage in catalogue.stages
    }
    return render_template("public/guide.html", catalogue=catalogue, found=found, wanted=wanted)


@blueprint.get("/states")
@guard("public")
def states() -> ResponseReturnValue:
    """What every state means, from the table the badges use."""
    return render_template("public/states.html")


def _matches(wanted: str, *texts: str) -> bool:
    return not wanted or any(wanted.casefold() in text.casefold() for text in texts)
