"""Files of one paper on their way into the house: one body, or uploads that came in pieces, or both in one press."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, request
from werkzeug.datastructures import FileStorage

from app.adapters.partials import Partials
from app.adapters.storage import FileStore, StoredBytes
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.identity import current_actor
from app.web.presenters.refusal_words import field_sentences, refusal_sentence
from app.web.stored_files import FILES, keep_sent
from approvals.domain.refusals import Refusal
from approvals.queries.enterprise_draft import own_case
from approvals.queries.uploads import OpenUpload, finished_uploads, have_just_arrived, open_uploads
from approvals.usecases.enterprise.arrange_files import arrange_files
from approvals.usecases.enterprise.paper_versions import MOST_FILES
from approvals.usecases.enterprise.supply_paper import supply_paper

ARRANGES = ("up", "down", "out")


def hand_in(case: str, code: str, files: Sequence[object] | None, *, adds: bool = False) -> None:
    """Keep the bytes, then tell the house; raises Refusal 'file_missing' when no file was chosen."""
    chosen = [file for file in files or () if isinstance(file, FileStorage) and file.filename]
    named = list(dict.fromkeys(request.form.getlist("upload")))
    if not chosen and not named:
        raise Refusal("file_missing", field="file")
    if len(chosen) + len(named) > MOST_FILES:
        raise Refusal("too_many_files", field="file", most=MOST_FILES)
    # whose case it is comes first: a stranger's bytes are not stored
    with reading() as session:
        own_case(session, case, current_actor())
        if not chosen and have_just_arrived(session, named, case, code, current_actor(), present()):
            return
        uploads = finished_uploads(session, named, case, current_actor())
    try:
        stored = [*(_taken(upload) for upload in uploads), *(keep_sent(file) for file in chosen)]
    except FileNotFoundError:  # another press of the same was quicker, and has used it up
        raise Refusal("upload_unknown", field="file") from None
    supply_paper(
        case=case, material_code=code, stored=stored[0], further=stored[1:], adds=adds, uploads=named,
        actor=current_actor(), now=present(),
    )  # fmt: skip
    for upload in uploads:
        _partials().drop(upload.public_id)


def rearrange(case: str, code: str, move: str) -> None:
    """Put one file of the paper before or behind its neighbour, or take it out."""
    arrange_files(
        case=case, material_code=code, file=request.form.get("which", ""),
        position=request.form.get("position", 0, type=int), move=move, actor=current_actor(), now=present(),
    )  # fmt: skip


def under_way(case: str) -> dict[str, list[OpenUpload]]:
    """What this person has begun to send for the case, by paper."""
    with reading() as session:
        return open_uploads(session, case, current_actor(), present())


def refused_because(refused: Refusal) -> str:
    """One sentence to put beside a paper."""
    return next(iter(field_sentences(refused).values()), refusal_sentence(refused))


def _taken(upload: OpenUpload) -> StoredBytes:
    store: FileStore = current_app.extensions[FILES]
    return store.take(_partials().path(upload.public_id), upload.display_name, settings().uploads.largest)


def _partials() -> Partials:
    partials: Partials = current_app.extensions["binglian.partials"]
    return partials
