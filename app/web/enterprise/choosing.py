"""Item by item before filing: apply now, later, or the result is there already."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired

from app.adapters.storage import StoredBytes
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.filing import open_draft, to_case
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.locale import ENGLISH, language
from app.web.presenters.refusal_words import refusal_sentence
from app.web.public.calculator_forms import DayField
from app.web.public.forms import REQUIRED, text
from app.web.stored_files import keep_sent, send_stored
from approvals.domain.choices import LONGEST_NUMBER, LONGEST_ORGAN, Brought, Choice
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.brought import brought_file
from approvals.queries.enterprise_draft import Draft, own_case
from approvals.usecases.enterprise.choose_item import choose_item
from departments.domain.catalogue import Item

OFFERED = {"now": Choice.NOW, "later": Choice.LATER}


class BroughtForm(FlaskForm):
    """A result that exists already. Names of fields are the names the refusals use."""

    number = text(lazy_gettext("文号"), LONGEST_NUMBER, render_kw={"autocomplete": "off"})
    issued_on = DayField(lazy_gettext("日期"), [InputRequired(REQUIRED)])
    organ = text(lazy_gettext("发文机关"), LONGEST_ORGAN, render_kw={"autocomplete": "off"})
    file = FileField(lazy_gettext("批文的扫描件（可以以后再交）"))


@blueprint.post("/drafts/<case>/items/<code>/choice")
@guard("apply")
def choose(case: str, code: str) -> ResponseReturnValue:
    """Apply for it now or another time."""
    choice = OFFERED.get(request.form.get("choice", ""), Choice.DOUBTED)
    try:
        choose_item(case=case, item=code, choice=choice, actor=current_actor(), now=present())
    except NotFound:
        raise
    except Refusal as refused:
        flash(refusal_sentence(refused), "bad")
    return redirect(url_for("enterprise.items", case=case, _anchor=f"i-{code}"))


@blueprint.route("/drafts/<case>/items/<code>", methods=["GET", "POST"])
@guard("apply")
def bring(case: str, code: str) -> ResponseReturnValue:
    """The result is there already: number, day, organ, and the file now or later."""
    found = open_draft(case)
    if found.is_filed:
        return to_case(found)
    if code not in found.catalogue.items:
        raise NotFound
    known = found.brought.get(code)
    form = BroughtForm(obj=known)
    if form.validate_on_submit() and _declared(found, code, form):
        flash(gettext("记下了。它的批文不用再办，也不用再交。"), "done")
        return redirect(url_for("enterprise.items", case=case, _anchor=f"i-{code}"))
    item = found.catalogue.items[code]
    facts = {"item": item, "known": known, "example": _example(item), "limit": settings().upload_limit}
    return render_template("enterprise/brought.html", draft=found, form=form, **facts), 422 if form.errors else 200


def _example(item: Item) -> str:
    """How numbers of this result look here, for a Chinese hint; empty where the pattern is made of other codes."""
    example = re.sub(r"\{n\d*\}", "12", item.output.number_format.replace("{year}", str(present().year)))
    return "" if "{" in example or language() == ENGLISH else example


def _declared(found: Draft, code: str, form: BroughtForm) -> bool:
    brought = Brought(str(form.number.data), form.issued_on.data, str(form.organ.data))
    try:
        stored = _received(found, form.file.data)
        choose_item(
            case=found.public_id, item=code, choice=Choice.HAVE, brought=brought, stored=stored, actor=current_actor(),
            now=present(),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refused:
        show_on(form, refused)
        return False
    return True


def _received(found: Draft, upload: object) -> StoredBytes | None:
    if not isinstance(upload, FileStorage) or not upload.filename:
        return None
    # whose case it is comes first: a stranger's bytes are not stored
    with reading() as session:
        own_case(session, found.public_id, current_actor())
    return keep_sent(upload)


@blueprint.get("/brought/<result>")
@guard("read_file")
def brought_bytes(result: str) -> ResponseReturnValue:
    """The file of a result brought along, for whoever may see its case."""
    with reading() as session:
        found = brought_file(session, result, current_actor())
    return send_stored(found.sha256, found.media_type, found.display_name)
