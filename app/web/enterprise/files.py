"""The applicant's own papers and letters, always as a download; officials read them in their own rooms."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.enterprise.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.reading_room import place_asked
from app.web.stored_files import send_stored
from approvals.queries.enterprise_files import document_file, first_opening, paper_file
from approvals.usecases.enterprise.note_opening import note_opening


@blueprint.get("/papers/<paper>/<int:number>")
@guard("apply")
def paper_bytes(paper: str, number: int) -> ResponseReturnValue:
    """One version of a paper, for the enterprise whose case it is."""
    with reading() as session:
        found = paper_file(session, paper, number, place_asked(), current_actor())
    return send_stored(found.sha256, found.media_type, found.display_name)


@blueprint.get("/documents/<document>")
@guard("apply")
def document_bytes(document: str) -> ResponseReturnValue:
    """The sealed PDF of a letter, for the enterprise whose case it is."""
    with reading() as session:
        found = document_file(session, document, current_actor())
        unopened = first_opening(session, document, current_actor())
    if unopened is not None:
        note_opening(document=unopened, actor=current_actor(), now=now())
    return send_stored(found.sha256, found.media_type, found.display_name)
