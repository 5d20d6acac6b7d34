"""Service guides (办事指南): one per item, one per kind of project, as page and as PDF, and the sample of a filled form."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import abort, make_response, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.condition_words import when
from app.web.guard import guard
from app.web.locale import language
from app.web.presenters.labels import label
from app.web.public.blueprint import blueprint
from app.web.public.sample_form import sample_rows
from approvals.queries.public_guide import desk_of, desks_of, printed_guide
from approvals.usecases.letters.order_guide import digest_of, order_guide
from departments.domain.actor import ANONYMOUS
from departments.queries.catalogue import current_catalogue

LOOK_AGAIN = 2
"""Seconds until the page asks whether the guide is printed."""


@blueprint.get("/guide/<code>")
@guard("public")
def guide_item(code: str) -> ResponseReturnValue:
    """One item: everything that must be on display (行政许可法 30), and what may follow later."""
    return render_template("public/guide_item.html", **_of_item(code))


@blueprint.route("/guide/<code>/guide.pdf", methods=["GET", "POST"])
@guard("public")
def guide_item_bytes(code: str) -> ResponseReturnValue:
    """The same on paper."""
    facts = _of_item(code)
    return _printed("public/guide_item_print.html", facts, f"{code}-{label(facts['item'])}")


@blueprint.get("/guide/type/<theme>")
@guard("public")
def guide_theme(theme: str) -> ResponseReturnValue:
    """One kind of project: its stages with their items, limits, papers and whom to ask."""
    return render_template("public/guide_theme.html", **_of_theme(theme))


@blueprint.route("/guide/type/<theme>/guide.pdf", methods=["GET", "POST"])
@guard("public")
def guide_theme_bytes(theme: str) -> ResponseReturnValue:
    """The same on paper, with every item of it."""
    facts = _of_theme(theme)
    return _printed("public/guide_theme_print.html", facts, label(facts["theme"]))


@blueprint.get("/guide/type/<theme>/<stage>/sample")
@guard("public")
def sample_form(theme: str, stage: str) -> ResponseReturnValue:
    """The one form of a stage as somebody might have filled it in."""
    facts = _of_theme(theme)
    if stage not in {one.code for one in facts["theme"].stages}:
        abort(404)
    return render_template("public/sample_form.html", stage=facts["catalogue"].stages[stage], **facts)


def _of_item(code: str) -> dict[str, Any]:
    with reading() as session:
        published = current_catalogue(session)
        catalogue = published.catalogue
        item = catalogue.items.get(code)
        desk = desk_of(session, catalogue.region_code, item.department) if item else None
    if item is None:
        abort(404)
    theme = catalogue.stages[item.stage].theme_code
    rows = sample_rows(catalogue, theme, item.stage)
    desks = {item.department: desk} if desk else {}
    return {
        "catalogue": catalogue, "item": item, "desks": desks, "when": when, "samples": {item.stage: rows},
        "version": published.version_id,
    }  # fmt: skip


def _of_theme(code: str) -> dict[str, Any]:
    with reading() as session:
        published = current_catalogue(session)
        catalogue = published.catalogue
        desks = desks_of(session, catalogue.region_code)
    theme = catalogue.themes.get(code)
    if theme is None:
        abort(404)
    samples = {stage.code: sample_rows(catalogue, code, stage.code) for stage in theme.stages}
    return {
        "catalogue": catalogue, "theme": theme, "desks": desks, "when": when, "samples": samples,
        "version": published.version_id,
    }  # fmt: skip


def _printed(template: str, facts: dict[str, Any], name: str) -> ResponseReturnValue:
    """The PDF when it was printed before. A post orders it, and the page comes again by itself; a look orders nothing."""
    page = render_template(template, **facts)
    with reading() as session:
        found = printed_guide(session, digest_of(page))
    if request.method == "POST":
        if found is None or found.is_given_up:
            order_guide(page=page, name=name, actor=ANONYMOUS, now=present())
        return redirect(request.full_path.rstrip("?"), 303)
    if found is None or found.pdf is None:
        response = make_response(render_template("public/guide_wait.html", found=found), 202)
        if found is not None and not found.is_given_up:
            response.headers["Refresh"] = str(LOOK_AGAIN)
        return response
    title = gettext("办事指南 %(name)s", name=name)
    sent = send_file(BytesIO(found.pdf), mimetype="application/pdf", download_name=f"{title}.pdf")
    sent.headers["X-Content-Type-Options"] = "nosniff"
    sent.headers["Content-Language"] = language()
    return sent
