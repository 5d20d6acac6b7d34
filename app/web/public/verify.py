"""Is this document genuine? By number and code, by the QR code that carries both, or by the file itself."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import now as present
from app.web.guard import guard
from app.web.presenters.refusal_words import reason
from app.web.public.blueprint import blueprint
from app.web.public.forms import VerifyFileForm, VerifyForm
from app.web.public.judging import Answer, brought, judge_file, judge_number
from app.web.throttle import is_throttled, note_failure
from approvals.queries.public_verify import plain


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
    number, moment = plain(str(form.n.data)), present()
    if is_throttled("verify", number, now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return None
    answer = judge_number(number, str(form.c.data))
    if answer.document is None:
        note_failure("verify", number, now=moment)
    return answer


@blueprint.post("/verify")
@guard("public")
def verify_file() -> ResponseReturnValue:
    """Compare a file with the register; its bytes are kept nowhere."""
    form, blank, moment = VerifyFileForm(), VerifyForm(formdata=None), present()
    if not form.validate() or not form.file.data:
        form.file.errors = [gettext("请先选一个 PDF 文件。")]
        return _page(blank, form, None), 422
    file = brought(form.file.data.stream)
    if is_throttled("verify_file", file.sha256, now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return _page(blank, form, None), 422
    answer = judge_file(file)
    if answer.document is None and not answer.is_bundle:
        note_failure("verify_file", file.sha256, now=moment)
        if not file.is_pdf:
            form.file.errors = [gettext("这不是 PDF 文件。请选下载到的原文件，不要用截图或照片。")]
            return _page(blank, form, None), 422
    return _page(blank, VerifyFileForm(formdata=None), answer)


def _page(form: VerifyForm, file_form: VerifyFileForm, answer: Answer | None) -> str:
    return render_template("public/verify.html", form=form, file_form=file_form, answer=answer, checked_at=present())
