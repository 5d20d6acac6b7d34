"""信用记录: what bars promises, entered and repaired by supervision."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from app.web.promises.blueprint import blueprint
from app.web.promises.forms import RepairForm, SanctionForm
from app.web.typed_text import one_line
from approvals.domain.credit import CreditKind
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.queries.credit import credit_register
from approvals.usecases.credit.record_sanction import record_sanction
from approvals.usecases.credit.repair_credit import repair_credit
from departments.domain.permissions import may


@blueprint.get("/credit")
@guard("read_credit")
def credit() -> ResponseReturnValue:
    """The register; `search` is a name or a credit code, `kind` narrows it."""
    return _page()


@blueprint.post("/credit")
@guard("supervise")
def add_credit() -> ResponseReturnValue:
    """One more entry."""
    form = SanctionForm()
    if not form.validate_on_submit() or form.recorded_on.day is None:
        return _page(form), 422
    try:
        record_sanction(
            uscc=form.uscc.data or "", kind=form.kind.data or "", reason=form.reason.data or "",
            source=form.source.data or "", recorded_on=form.recorded_on.day, until_on=form.until_on.day,
            items=(form.items.data or "").upper().split(), actor=current_actor(), now=now(),
        )  # fmt: skip
    except Invalid as refused:
        show_on(form, refused)
        return _page(form), 422
    flash(gettext("已经登记。修复以前，这家企业不能作承诺。"), "done")
    return redirect(url_for("promises.credit"))


@blueprint.post("/credit/<record>/repair")
@guard("supervise")
def repair(record: str) -> ResponseReturnValue:
    """One entry is repaired."""
    form = RepairForm()
    if not form.validate_on_submit():
        return _page(wrong=(record, str(next(iter(form.note.errors), "")), form.note.data or "")), 422
    try:
        repair_credit(record=record, note=form.note.data or "", actor=current_actor(), now=now())
    except NotFound:
        raise
    except Refusal as refused:
        return _page(wrong=(record, refusal_sentence(refused), form.note.data or "")), 422
    flash(gettext("已经登记修复。"), "done")
    return redirect(url_for("promises.credit"))


def _page(form: SanctionForm | None = None, wrong: tuple[str, str, str] = ("", "", "")) -> str:
    asked, actor = request.args, current_actor()
    kind, search = asked.get("kind", ""), one_line(asked.get("search", ""))[:128]
    page = asked.get("page", 1, type=int)
    with reading() as session:
        kinds = [CreditKind(kind)] if kind in set(CreditKind) else []
        found = credit_register(session, actor, kinds=kinds, search=search, page=page)
    form = form or SanctionForm(formdata=None)
    form.offer()
    return render_template(
        "promises/credit.html", found=found, form=form, repair_form=RepairForm(formdata=None), wrong=wrong, kind=kind,
        search=search, today=local_day(now()), may_enter=may(actor, "supervise"), kinds=tuple(CreditKind),
        page=min(max(1, page), found.pages),
    )  # fmt: skip
