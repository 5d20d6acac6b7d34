"""Large files in pieces: the tus protocol 1.0.0 (creation, checksum, expiration, termination) for the papers of a case.

A browser that loses its line asks where it stood and goes on from there. What comes of a finished upload is the matter
of the verb that takes it (`handing_in`).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Callable
from email.utils import format_datetime
from functools import wraps
from typing import BinaryIO, cast

from flask import Response, current_app, request, url_for

from app.adapters.partials import Partials, write_piece
from app.adapters.uploads import kind_by_name, shown_name
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.handing_in import refused_because
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.enterprise_draft import own_case
from approvals.queries.uploads import OpenUpload, upload_of
from approvals.usecases.papers.begin_upload import begin_upload
from approvals.usecases.papers.drop_upload import drop_upload
from approvals.usecases.papers.grow_upload import grow_upload

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
PIECES = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
"""The protocol's own status."""


class Summed:
    """A stream that is summed as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.sum = hashlib.sha1(usedforsecurity=False)

    def read(self, most: int = -1) -> bytes:
        piece = self._stream.read(most)
        self.sum.update(piece)
        return piece


def tus(view: Callable[..., Response]) -> Callable[..., Response]:
    """Every answer names the protocol; a refusal is a sentence, not a page."""

    @wraps(view)
    def answered(*args: str, **kwargs: str) -> Response:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            answer = _said("", 412)
            answer.headers["Tus-Version"] = VERSION
        else:
            try:
                answer = view(*args, **kwargs)
            except NotFound:
                answer = _said("", 404)
            except Refusal as refused:
                answer = _said(refused_because(refused), refused.status)
        answer.headers["Tus-Resumable"] = VERSION
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return answered


@blueprint.route("/uploads", methods=["OPTIONS"], provide_automatic_options=False)
@guard("apply")
@tus
def upload_abilities() -> Response:
    """What this side of the protocol can do."""
    answer = _said("", 204)
    answer.headers["Tus-Version"] = VERSION
    answer.headers["Tus-Extension"] = EXTENSIONS
    answer.headers["Tus-Max-Size"] = str(settings().uploads.largest)
    answer.headers["Tus-Checksum-Algorithm"] = "sha1"
    return answer


@blueprint.post("/drafts/<case>/papers/<code>/uploads", provide_automatic_options=False)
@blueprint.post("/cases/<case>/papers/<code>/uploads", provide_automatic_options=False)
@guard("apply")
@tus
def begin(case: str, code: str) -> Response:
    """A file sets out, from under the address its form is sent to; the answer says where its pieces go."""
    with reading() as session:
        own_case(session, case, current_actor())
    name, uploads = shown_name(_metadata().get("filename", "")), settings().uploads
    kind_by_name(name)
    upload = begin_upload(
        case=case, material_code=code, name=name, size=_length("Upload-Length"), largest=uploads.largest,
        quota=uploads.quota, hours=uploads.hours, actor=current_actor(), now=present(),
    )  # fmt: skip
    try:
        _partials().open(upload)
    except Refusal:
        drop_upload(upload=upload, actor=current_actor(), now=present())
        raise
    answer = _said("", 201)
    answer.headers["Location"] = url_for("enterprise.piece", upload=upload)
    answer.headers["Upload-Expires"] = _expiry(present() + dt.timedelta(hours=uploads.hours))
    return answer


@blueprint.route("/uploads/<upload>", methods=["HEAD"], provide_automatic_options=False)
@guard("apply")
@tus
def upload_stands(upload: str) -> Response:
    """How much of a file has arrived."""
    return _standing(_own(upload), 200)


@blueprint.patch("/uploads/<upload>", provide_automatic_options=False)
@guard("apply")
@tus
def piece(upload: str) -> Response:
    """The next piece. What arrived before the line broke is kept; a piece with a wrong sum is not."""
    if request.mimetype != PIECES:
        return _said("", 415)
    most, wanted = request.content_length, _checksum()
    if most is None or most > settings().uploads.chunk:
        return _said("", 411 if most is None else 413)
    actor = current_actor()
    _own(upload)
    with _partials().held(upload) as file:
        found = _own(upload)
        if _length("Upload-Offset") != found.received:
            return _said("", 409)
        body = Summed(cast(BinaryIO, request.stream))
        left = min(most, found.declared_size - found.received)
        by = write_piece(file, found.received, cast(BinaryIO, body), left)
        if wanted is not None and body.sum.digest() != wanted:
            file.truncate(found.received)
            return _said("", CHECKSUM_MISMATCH)
        length = grow_upload(upload=upload, offset=found.received, by=by, actor=actor, now=present()) if by else 0
    answer = _said("", 204)
    answer.headers["Upload-Offset"] = str(length or found.received)
    answer.headers["Upload-Expires"] = _expiry(found.expires_at)
    return answer


@blueprint.delete("/uploads/<upload>", provide_automatic_options=False)
@guard("apply")
@tus
def stop_upload(upload: str) -> Response:
    """The person does not want to send the rest."""
    _own(upload)
    drop_upload(upload=upload, actor=current_actor(), now=present())
    _partials().drop(upload)
    return _said("", 204)


def _own(upload: str) -> OpenUpload:
    with reading() as session:
        return upload_of(session, upload, current_actor(), present())


def _standing(found: OpenUpload, status: int) -> Response:
    answer = _said("", status)
    answer.headers["Upload-Offset"] = str(found.received)
    answer.headers["Upload-Length"] = str(found.declared_size)
    answer.headers["Upload-Expires"] = _expiry(found.expires_at)
    return answer


def _said(words: str, status: int) -> Response:
    return Response(words, status, mimetype="text/plain")


def _expiry(moment: dt.datetime) -> str:
    return format_datetime(moment.astimezone(dt.UTC), usegmt=True)


def _length(header: str) -> int:
    """A whole number of a header; -1, which is never right, when it is none."""
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _checksum() -> bytes | None:
    """The SHA-1 the browser promises, None when it promises none; what cannot be read is right for no piece."""
    algorithm, _, text = request.headers.get("Upload-Checksum", "").partition(" ")
    if not algorithm:
        return None
    try:
        return base64.b64decode(text, validate=True) if algorithm == "sha1" else b""
    except binascii.Error:
        return b""


def _metadata() -> dict[str, str]:
    """`key base64, key base64`; what cannot be read is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, text = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(text, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _partials() -> Partials:
    partials: Partials = current_app.extensions["binglian.partials"]
    return partials
