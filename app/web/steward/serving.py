"""Letters to serve: the list, the proof of service, the file itself."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.moved_first import is_own_click
from app.web.presenters.service_words import METHODS
from app.web.steward.blueprint import blueprint
from app.web.steward.forms import ServeForm
from app.web.stored_files import send_stored
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.service import ONLINE, Service
from approvals.queries.arrivals import CORRECTION, RIGHT
from approvals.queries.letter_lives import life_of
from approvals.queries.steward_documents import PAGE_SIZE, file_of_document, result_to_serve, steward_results
from approvals.usecases.steward.disclose_result import disclose_result
from approvals.usecases.steward.serve_document import serve_document

STATUSES = ("open", "served", "all")


@blueprint.get("/documents")
@guard("steward")
def documents() -> ResponseReturnValue:
    """Letters to serve, the one that must be served soonest first."""
    status = request.args.get("status", "open")
    status = status if status in STATUSES else "open"
    words, page = request.args.get("q", "").strip(), request.args.get("page", 1, type=int)
    with reading() as session:
        found = steward_results(session, current_actor(), today=local_day(now()), status=status, words=words, page=page)
    facts = {"found": found, "status": status, "words": words, "page": min(max(1, page), found.pages)}
    return render_template("steward/documents.html", **facts, page_size=PAGE_SIZE, methods=METHODS)


@blueprint.get("/documents/<document>")
@guard("steward")
def document(document: str) -> ResponseReturnValue:
    """One result: what it is, by when it must be served, and the proof of service to fill in."""
    return _document(document, ServeForm(formdata=None)), 200


@blueprint.post("/documents/<document>/serve")
@guard("steward")
def serve(document: str) -> ResponseReturnValue:
    """Record how the document was served."""
    form = ServeForm()
    if not form.validate_on_submit():
        return _document(document, form), 422
    try:
        serve_document(document=document, service=form.service(), actor=current_actor(), now=now())
    except Refusal as refusal:
        if not _is_same_again(refusal, form):
            if not isinstance(refusal, Invalid) and refusal.code != "no_online_consent":
                raise
            show_on(form, refusal)
            return _document(document, form), 422
    flash(gettext("送达已经登记。"), "done")
    return redirect(url_for("steward.documents"))


@blueprint.post("/documents/serve-online")
@guard("steward")
def serve_online() -> ResponseReturnValue:
    """Record of each letter that was ticked that it lies in the account of an enterprise that agreed to it."""
    chosen = list(dict.fromkeys(request.form.getlist("document")))[:PAGE_SIZE]
    served = sum(_is_served_online(document) for document in chosen)
    if served:
        flash(gettext("%(count)s 份文书已经登记为网上送达。", count=served), "done")
    if not chosen:
        flash(gettext("没有勾选文书。"), "bad")
    elif left := len(chosen) - served:
        why = gettext(
            "%(count)s 份没有登记，请逐份查看：可能已经用别的方式送达，或者企业没有同意网上送达，或者文书换了。",
            count=left,
        )
        flash(why, "bad")
    return redirect(url_for("steward.documents"))


def _is_served_online(document: str) -> bool:
    """Each letter by itself: what is in the way of one keeps no other back. What is served online already is."""
    try:
        serve_document(document=document, service=Service(method=ONLINE), actor=current_actor(), now=now())
    except Refusal as refusal:
        return refusal.code == "already_served" and refusal.params["method"] == ONLINE
    return True


def _is_same_again(refusal: Refusal, form: ServeForm) -> bool:
    """A second click on the same way of service: it is written down already, as was asked."""
    is_served = refusal.code == "already_served" and refusal.params["method"] == form.service().method
    return is_served and is_own_click(refusal, now())


@blueprint.post("/documents/<document>/disclose")
@guard("steward")
def disclose(document: str) -> ResponseReturnValue:
    """Note that a granted licence was published."""
    disclose_result(document=document, actor=current_actor(), now=now())
    flash(gettext("公示已经登记。"), "done")
    return redirect(url_for("steward.document", document=document))


@blueprint.get("/documents/<document>/file")
@guard("steward")
def download(document: str) -> ResponseReturnValue:
    """The sealed file, as an attachment that may run nothing."""
    with reading() as session:
        found = file_of_document(session, document, current_actor())
    return send_stored(found.sha256, found.media_type, found.name)


def _document(public_id: str, form: ServeForm) -> str:
    with reading() as session:
        found = result_to_serve(session, public_id, current_actor(), today=local_day(now()))
        life = life_of(session, public_id, current_actor())
    facts = {"result": found, "letter": life, "form": form, "methods": METHODS, "counted": (RIGHT, CORRECTION)}
    return render_template("steward/document.html", **facts)
