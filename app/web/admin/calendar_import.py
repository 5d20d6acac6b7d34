"""A year comes in: the notice pasted, a file, or days typed; every fault at once, and nothing moves yet."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.wallclock import local_day, now
from app.web.admin.blueprint import blueprint
from app.web.admin.calendar_forms import FileForm, RowsForm, TextForm, YearForm
from app.web.admin.calendar_words import Line, fault_lines
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.typed_text import lines, one_line
from approvals.domain.refusals import Refusal
from approvals.usecases.calendar.count_preview import count_preview
from approvals.usecases.calendar.propose_calendar import propose_calendar
from departments.domain.calendar_import import (
    Fault,
    ImportRefused,
    Mark,
    Source,
    decoded,
    marks_of_csv,
    marks_of_rows,
    take_year,
)
from departments.domain.notice_text import read_notice

MOST_BYTES = 200 * 1024


@blueprint.get("/calendar/import")
@guard("administer")
def import_calendar() -> ResponseReturnValue:
    """The three ways in."""
    return _page(), 200


@blueprint.post("/calendar/import/text")
@guard("administer")
def import_text() -> ResponseReturnValue:
    """The text of a notice."""
    form = TextForm(prefix="text")
    if not form.validate_on_submit():
        return _page(text=form), 422
    text = lines(form.text.data)
    found = read_notice(text, form.year.data)
    notice = one_line(form.notice.data) or found.notice
    return _propose(form, Source.TEXT, text, found.year, notice, found.marks, found.faults)


@blueprint.post("/calendar/import/file")
@guard("administer")
def import_file() -> ResponseReturnValue:
    """A file shaped like the one that an installation begins with."""
    form = FileForm(prefix="file")
    if not form.validate_on_submit():
        return _page(file=form), 422
    content = form.file.data.stream.read(MOST_BYTES + 1)
    text = _decoded(content)
    if text is None:
        code = "too_large" if len(content) > MOST_BYTES else "not_text"
        return _page(file=form, faults=fault_lines([Fault(0, code)])), 422
    marks, faults, notice = marks_of_csv(text)
    year = form.year.data or (max(mark.day.year for mark in marks) if marks else None)
    return _propose(form, Source.CSV, text, year, one_line(form.notice.data) or notice, marks, faults)


@blueprint.post("/calendar/import/rows")
@guard("administer")
def import_rows() -> ResponseReturnValue:
    """Days typed into the form."""
    form = RowsForm(prefix="rows")
    if not form.validate_on_submit():
        return _page(rows=form, faults=fault_lines(form.unread())), 422
    marks, faults = marks_of_rows(form.given())
    kept = json.dumps([[row.first, row.last, row.is_working, row.name] for row in form.given()], ensure_ascii=False)
    return _propose(form, Source.FORM, kept, form.year.data, one_line(form.notice.data), marks, faults)


def _propose(
    form: YearForm,
    source: Source,
    text: str,
    year: int | None,
    notice: str,
    marks: Sequence[Mark],
    faults: Sequence[Fault],
) -> ResponseReturnValue:
    """To the preview, or back to the form with everything that is wrong."""
    shown = {Source.TEXT: "text", Source.CSV: "file", Source.FORM: "rows"}[source]
    try:
        taken = take_year(year, notice, marks, faults)
        draft = propose_calendar(taken=taken, source=source, source_text=text, actor=current_actor(), now=now())
        count_preview(draft=draft, actor=current_actor(), now=now())
    except ImportRefused as refused:
        return _page(faults=fault_lines(refused.faults), **{shown: form}), 422
    except Refusal as refusal:
        show_on(form, refusal)
        return _page(**{shown: form}), 422
    flash(gettext("已经提出，等另一位管理员确认；现在还没有任何变动。"), "done")
    return redirect(url_for("admin.calendar_draft", draft=draft))


def _decoded(content: bytes) -> str | None:
    """The text of a file that is not too large."""
    if len(content) > MOST_BYTES:
        return None
    return decoded(content)


def _page(
    *,
    text: TextForm | None = None,
    file: FileForm | None = None,
    rows: RowsForm | None = None,
    faults: Sequence[Line] = (),
) -> str:
    coming = local_day(now()).year + 1
    return render_template(
        "admin/calendar_import.html",
        text=text or TextForm(prefix="text", formdata=None),
        file=file or FileForm(prefix="file", formdata=None),
        rows=rows or RowsForm(prefix="rows", formdata=None, year=coming),
        shown=next((form for form in (text, file, rows) if form is not None), None),
        faults=faults,
    )
