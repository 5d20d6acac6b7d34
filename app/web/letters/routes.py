"""One letter: its number, when it was sealed, served and opened, what it replaced and what took its place."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.letters.blueprint import blueprint
from app.web.presenters.service_words import METHODS
from app.web.stored_files import send_stored
from approvals.domain.states import DocumentState
from approvals.queries.enterprise_files import document_file, first_opening
from approvals.queries.letter_lives import LetterLife, life_of
from approvals.usecases.enterprise.note_opening import note_opening
from departments.domain.actor import Actor, Role


@blueprint.get("/<document>")
@guard("read_file")
def life(document: str) -> ResponseReturnValue:
    """The page of one letter."""
    actor = current_actor()
    with reading() as session:
        found = life_of(session, document, actor)
    may_serve = found.is_servable and found.state is DocumentState.ISSUED and Role.STEWARD in actor.roles
    facts = {"letter": found, "way": _way_back(found, actor), "methods": METHODS, "may_serve": may_serve}
    return render_template("letterlives/letter.html", **facts)


@blueprint.get("/<document>/file")
@guard("read_file")
def letter_bytes(document: str) -> ResponseReturnValue:
    """The sealed file; the applicant's first download is kept with the letter."""
    actor = current_actor()
    with reading() as session:
        life_of(session, document, actor)
        found = document_file(session, document, actor)
        unopened = first_opening(session, document, actor)
    if unopened is not None:
        note_opening(document=unopened, actor=actor, now=present())
    return send_stored(found.sha256, found.media_type, found.display_name)


def _way_back(letter: LetterLife, actor: Actor) -> tuple[str, str, str]:
    """The entry of the navigation, an address and its words, in the visitor's own room."""
    if actor.enterprise_ids:
        return "enterprise.documents", url_for("enterprise.documents"), gettext("批文")
    if Role.STEWARD in actor.roles:
        return "steward.documents", url_for("steward.documents"), gettext("批文送达")
    if actor.department_ids:
        return "department.queue", url_for("department.queue"), gettext("我的队列")
    if Role.WINDOW in actor.roles:
        return "window.inbox", url_for("window.inbox"), gettext("收件")
    return "supervision.overview", url_for("supervision.overview"), gettext("督查")
