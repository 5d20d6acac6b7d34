"""One download for a case: what would be in it, the order, the wait, and the two files."""

from __future__ import annotations

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.bundles.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from app.web.stored_files import BUNDLES, send_stored
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.bundles import bundle_file, bundle_page
from approvals.usecases.letters.order_bundle import order_bundle

LOOK_AGAIN = 3
"""Seconds until the page asks whether the files are made."""


@blueprint.get("/<case>/bundle")
@guard("read_file")
def bundle(case: str) -> ResponseReturnValue:
    """What is in it and from when; while the worker makes it, the page comes again by itself."""
    actor = current_actor()
    with reading() as session:
        page = bundle_page(session, case, current_app.extensions[BUNDLES], actor)
    is_official = page.enterprise_id not in actor.enterprise_ids
    response = make_response(
        render_template("bundles/bundle.html", page=page, is_official=is_official, form=FlaskForm())
    )
    if page.waiting and not page.waiting.is_given_up:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@blueprint.post("/<case>/bundle")
@guard("read_file")
def order(case: str) -> ResponseReturnValue:
    """Ask for it; asked twice for the same results, it stays one."""
    try:
        order_bundle(case=case, shelf=current_app.extensions[BUNDLES], actor=current_actor(), now=present())
    except NotFound:
        raise
    except Refusal as refused:
        flash(refusal_sentence(refused), "bad")
    return redirect(url_for("bundles.bundle", case=case))


@blueprint.get("/<case>/bundle/<bundle>.<any(pdf, zip):ending>")
@guard("read_file")
def file(case: str, bundle: str, ending: str) -> ResponseReturnValue:
    """The reading copy or the archive of originals."""
    with reading() as session:
        found = bundle_file(session, case, bundle, ending, current_actor())
    return send_stored(found.sha256, found.media_type, found.name, store=BUNDLES)
