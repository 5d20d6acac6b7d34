"""Is this document genuine? By number and code, by the QR code that carries both, or by the PDF itself."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import BinaryIO

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from pypdf import PdfReader

from app.adapters.seal import Sealer, SealReport
from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.guard import guard
from app.web.presenters.refusal_words import reason
from app.web.public.blueprint import blueprint
from app.web.public.forms import VerifyFileForm, VerifyForm
from app.web.throttle import is_throttled, note_failure
from approvals.domain.numbering import normalise_code
from approvals.domain.states import DocumentState
from approvals.queries.public_verify import Registered, by_code, by_number, by_sha256

FACTS = "facts.json"
LARGEST_FACTS = 1024 * 1024
LARGEST_LETTER = 8 * 1024 * 1024
"""Many times the longest letter of ours; what is larger and not in the register is not taken apart."""
BY_STATE = {
    DocumentState.QUEUED: "queued",
    DocumentState.ISSUED: "valid",
    DocumentState.REPLACED: "replaced",
    DocumentState.REVOKED: "revoked",
}


@dataclass(frozen=True)
class Answer:
    """`verdict`: valid, queued, replaced, revoked, altered or unknown; `seal` only when the file itself was there."""

    verdict: str
    document: Registered | None = None
    seal: SealReport | None = None
    sha256: str | None = None


@blueprint.get("/verify")
@guard("public")
def verify() -> ResponseReturnValue:
    """The question, and with number and code in the address the answer."""
    asked = "n" in request.args or "c" in request.args
    form = VerifyForm(formdata=request.args if asked else None)
    answer = _look_up(form) if asked and form.validate() else None
    return _page(form, VerifyFileForm(formdata=None), answer), 422 if form.errors or form.form_errors else 200


def _look_up(form: VerifyForm) -> Answer | None:
    """What the register says; None when somebody tried too many pairs, which the form is told."""
    number, code, moment = str(form.n.data), normalise_code(str(form.c.data)), present()
    if is_throttled("verify", number, now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return None
    with reading() as session:
        found = by_number(session, number, code) if code else None
    if found is None:
        note_failure("verify", number, now=moment)
        return Answer("unknown")
    return Answer(BY_STATE[found.state], found)


@blueprint.post("/verify")
@guard("public")
def verify_file() -> ResponseReturnValue:
    """Compare a PDF with the register; its bytes are kept nowhere."""
    form = VerifyFileForm()
    blank = VerifyForm(formdata=None)
    if not form.validate() or not form.file.data:
        form.file.errors = [gettext("请先选一个 PDF 文件。")]
        return _page(blank, form, None), 422
    content = _read(form.file.data.stream)
    if not content.startswith(b"%PDF"):
        form.file.errors = [gettext("这不是 PDF 文件。请选下载到的原文件，不要用截图或照片。")]
        return _page(blank, form, None), 422
    sha256, moment = hashlib.sha256(content).hexdigest(), present()
    if is_throttled("verify_file", sha256, now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return _page(blank, form, None), 422
    answer = _judge(content, sha256)
    if answer.document is None:
        note_failure("verify_file", sha256, now=moment)
    return _page(blank, VerifyFileForm(formdata=None), answer)


def _page(form: VerifyForm, file_form: VerifyFileForm, answer: Answer | None) -> str:
    return render_template("public/verify.html", form=form, file_form=file_form, answer=answer, checked_at=present())


def _read(stream: BinaryIO) -> bytes:
    return stream.read(current_app.config["MAX_CONTENT_LENGTH"])


def _judge(content: bytes, sha256: str) -> Answer:
    """The register decides first: bytes it knows are unchanged. Only then is the seal asked what else it may be."""
    with reading() as session:
        found = by_sha256(session, sha256)
    if found is None and len(content) > LARGEST_LETTER:
        return Answer("unknown", None, None, sha256)
    sealer: Sealer = current_app.extensions["binglian.sealer"]
    seal = sealer.check(content)
    if found is not None:
        return Answer(BY_STATE[found.state], found, seal, sha256)
    code = _code_inside(content)
    with reading() as session:
        claimed = by_code(session, code) if code else None
    if claimed is not None or (seal.sealed and seal.trusted and not seal.holds):
        return Answer("altered", claimed, seal, sha256)
    return Answer("unknown", None, seal, sha256)


def _code_inside(content: bytes) -> str | None:
    """The verification code of the facts attached to every letter of ours; None for any other or broken file."""
    try:
        attached = PdfReader(io.BytesIO(content)).attachments.get(FACTS) or []
        facts = json.loads(attached[0]) if attached and len(attached[0]) <= LARGEST_FACTS else {}
    except Exception:  # noqa: BLE001 - hostile or broken bytes: whatever the parser raises, no code was found
        return None
    code = facts.get("verify_code") if isinstance(facts, dict) else None
    return normalise_code(code) if isinstance(code, str) else None
