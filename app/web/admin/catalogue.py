"""The catalogue: versions, a file checked whole, and publishing it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.adapters.storage import FileStore
from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.admin.blueprint import blueprint
from app.web.admin.forms import CatalogueForm, PublishForm
from app.web.admin.problem_words import Line, problem_lines, unreadable
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.queries.admin_catalogue import Change, Counts, catalogue_versions, changes, counts_of
from departments.domain.catalogue import Catalogue, CatalogueRejected, parse_catalogue
from departments.queries.catalogue import NoCatalogue, current_catalogue
from departments.usecases.publish_catalogue import publish_catalogue

LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True)
class Checked:
    """A file without a problem, ready to be published."""

    name: str
    sha256: str
    counts: Counts
    changes: tuple[Change, ...]


@blueprint.get("/catalogue")
@guard("administer")
def catalogue() -> ResponseReturnValue:
    """The current version, its figures, and every version before it."""
    return _page(CatalogueForm(formdata=None)), 200


@blueprint.post("/catalogue/check")
@guard("administer")
def check_catalogue() -> ResponseReturnValue:
    """Check a file and show what it would change, or all its problems at once. Nothing is imported."""
    form = CatalogueForm()
    if not form.validate_on_submit():
        return _page(form), 422
    content, name = form.file.data.stream.read(LIMIT + 1), form.file.data.filename or ""
    found, problems = _parsed(content)
    if found is None:
        return _page(form, problems=problems, name=name), 422
    files: FileStore = current_app.extensions["binglian.files"]
    stored = files.keep(content, "application/json", name)
    with reading() as session:
        try:
            old: Catalogue | None = current_catalogue(session).catalogue
        except NoCatalogue:
            old = None
    checked = Checked(stored.display_name, stored.sha256, counts_of(found), changes(old, found))
    return _page(CatalogueForm(formdata=None), checked=checked), 200


@blueprint.post("/catalogue/publish")
@guard("administer")
def publish() -> ResponseReturnValue:
    """Publish the file that was checked; it is checked again, because only its hash came back."""
    form = PublishForm()
    if not form.validate_on_submit():
        return _page(CatalogueForm(formdata=None)), 422
    files: FileStore = current_app.extensions["binglian.files"]
    path = files.path(form.sha256.data or "")
    if not path.is_file():
        flash(gettext("这个文件已经不在了，请重新上传。"), "bad")
        return redirect(url_for("admin.catalogue"))
    content = path.read_bytes()
    found, problems = _parsed(content)  # any stored file has a hash: only a catalogue gets past this
    if found is None:
        return _page(CatalogueForm(formdata=None), problems=problems), 422
    publish_catalogue(document=content.decode("utf-8-sig"), actor=current_actor(), now=now())
    flash(gettext("新版本已经发布；已经提交的办件仍按原来的版本办理。"), "done")
    return redirect(url_for("admin.catalogue"))


def _parsed(content: bytes) -> tuple[Catalogue | None, tuple[Line, ...]]:
    """The catalogue in a file, or what is wrong with it."""
    if len(content) > LIMIT:
        return None, (unreadable("too_large"),)
    if not content.strip():
        return None, (unreadable("empty"),)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, (unreadable("not_utf8"),)
    except (ValueError, RecursionError) as error:  # also a number of more digits than Python reads
        return None, (unreadable("not_json", line=getattr(error, "lineno", 1), column=getattr(error, "colno", 1)),)
    if not isinstance(document, dict):
        return None, (unreadable("not_an_object"),)
    try:
        return parse_catalogue(document), ()
    except CatalogueRejected as rejected:
        return None, problem_lines(rejected.problems)


def _page(
    form: CatalogueForm, *, problems: tuple[Line, ...] = (), name: str = "", checked: Checked | None = None
) -> str:
    with reading() as session:
        versions = catalogue_versions(session)
        current = current_catalogue(session).catalogue if versions else None
    return render_template(
        "admin/catalogue.html",
        form=form,
        publish_form=PublishForm(formdata=None, sha256=checked.sha256 if checked else ""),
        versions=versions,
        current=current,
        held=counts_of(current) if current else None,
        problems=problems,
        name=name,
        checked=checked,
    )
