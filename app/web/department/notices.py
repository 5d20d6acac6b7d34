"""A notice of the supervisors at the desk it was sent to: what is asked, and the answer."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.adapters.uploads import UploadRefused
from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.department.blueprint import blueprint
from app.web.department.forms import LONGEST, REQUIRED, TOO_LONG
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.oversight_words import notice_level, notice_standing, rule_words
from app.web.stored_files import keep_sent
from app.web.typed_text import lines
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.queries.oversight import notice_at_desk
from approvals.usecases.oversight.answer_supervision import answer_supervision
from approvals.usecases.stored import Stored

WORDS = {"notice_level": notice_level, "notice_standing": notice_standing, "rule_words": rule_words}


class ReplyForm(FlaskForm):
    """What the department answers."""

    text = TextAreaField(
        lazy_gettext("办理情况"),
        [DataRequired(REQUIRED), Length(max=LONGEST, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("为什么没有按时办结，采取了什么措施，哪天办结。"),
        render_kw={"rows": 5},
    )
    file = FileField(lazy_gettext("佐证材料"), description=lazy_gettext("没有的空着。"))


@blueprint.get("/notices/<notice>")
@guard("examine")
def notice(notice: str) -> ResponseReturnValue:
    """One notice to the viewer's department."""
    return _page(notice)


@blueprint.post("/notices/<notice>")
@guard("examine")
def answer_notice(notice: str) -> ResponseReturnValue:
    """Answer it."""
    form = ReplyForm()
    if not form.validate_on_submit():
        return _page(notice, form, 422)
    try:
        with reading() as session:
            notice_at_desk(session, notice, current_actor())
        stored = _received(form.file.data)
        answer_supervision(notice=notice, text=form.text.data, stored=stored, actor=current_actor(), now=now())
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        show_on(form, refusal)
        return _page(notice, form, 422)
    flash(gettext("已经答复，督查专班马上能看到。"), "done")
    return redirect(url_for("department.notice", notice=notice))


def _received(file: FileStorage | None) -> Stored | None:
    """The file in the store; None where none was chosen."""
    if file is None or not file.filename:
        return None
    try:
        return keep_sent(file)
    except UploadRefused as refused:
        raise Invalid({"file": (refused.code, refused.params)}) from None


def _page(notice: str, refused: ReplyForm | None = None, status: int = 200) -> Response:
    with reading() as session:
        found = notice_at_desk(session, notice, current_actor())
    form = refused or ReplyForm(formdata=None)
    facts = {"notice": found, "form": form, "today": local_day(now())}
    return Response(render_template("department/notice.html", **facts, **WORDS), status)
