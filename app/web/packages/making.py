"""A package is made from a list: read, looked at, kept."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor, current_identity
from app.web.packages.blueprint import blueprint
from app.web.packages.forms import PackageForm, fault_words
from app.web.presenters.labels import label
from app.web.typed_text import pasted
from approvals.domain.package_list import LineFault, MemberList, read_members
from approvals.domain.refusals import Invalid
from approvals.queries.package_pages import codes_in_use
from approvals.usecases.packages.make_package import make_package
from departments.queries.catalogue import current_catalogue

LARGEST_LIST = 1_000_000
"""Bytes of a list as a file; five hundred lines are far less."""
KEEP = "keep"


@blueprint.route("/new", methods=["GET", "POST"])
@guard("apply")
def new() -> ResponseReturnValue:
    """Fill in the list; it is read and shown first, and kept at the second press."""
    form = _form()
    if not form.is_submitted():
        return _page(form), 200
    unread = _take_file(form)
    keeps = request.form.get("step") == KEEP and not form.file.data
    # at the last press the house itself asks for the codes: a second press finds the package that has them
    is_good, found = form.validate(), read_members(form.members.data or "") if keeps else _read(form.members.data or "")
    if unread:
        form.file.errors = [*form.file.errors, unread]
        return _page(form), 422
    if not is_good and not found.faults:
        return _page(form), 422
    if found.faults:
        return _page(form, found), 422
    if not keeps:
        return _page(form, found), 200
    public_id = _kept(form, found)
    if public_id is None:
        return _page(form, _read(form.members.data or "")), 422
    flash(gettext("组包建好了，里面有 %(count)s 个项目。现在可以开始填报。", count=len(found.lines)), "done")
    return redirect(url_for("packages.package", package=public_id))


def _form() -> PackageForm:
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
    form = PackageForm()
    who = current_identity()
    form.enterprise_id.choices = [SelectChoice(each.id, each.name) for each in who.enterprises] if who else []
    form.theme_code.choices = [SelectChoice(theme.code, label(theme)) for theme in catalogue.themes.values()]
    if len(form.enterprise_id.choices) == 1:
        form.enterprise_id.data = form.enterprise_id.choices[0].value
    return form


def _take_file(form: PackageForm) -> str:
    """Put the text of the file into the list, where it can be corrected; says why a file could not be read."""
    upload = form.file.data
    if not upload or not upload.filename:
        return ""
    content = upload.stream.read(LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        return gettext("文件太大了。名单最多 500 行。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        form.members.data = pasted(text)
        return ""
    return gettext("这不是文本或者 CSV 文件。请在表格软件里另存为 CSV，或者把格子直接粘贴到名单里。")


def _read(text: str) -> MemberList:
    """The list, with the codes that projects of the house have already among its faults."""
    found = read_members(text)
    with reading() as session:
        taken = codes_in_use(session, found.lines)
    faults = [LineFault(one.line, "member_code_taken", one.code or "") for one in found.lines if one.code in taken]
    return MemberList(found.lines, (*found.faults, *faults))


def _kept(form: PackageForm, found: MemberList) -> str | None:
    """Its public id; None when the house refuses, which is then said on the form."""
    said = {
        "enterprise_id": form.enterprise_id.data,
        "theme_code": str(form.theme_code.data),
        "name": str(form.name.data),
    }
    try:
        return make_package(**said, reason=str(form.reason.data), members=found.lines, actor=current_actor(), now=now())
    except Invalid as refused:
        show_on(form, refused)
        return None


def _page(form: PackageForm, found: MemberList | None = None) -> str:
    faults = [(fault, fault_words(fault)) for fault in found.faults] if found else []
    return render_template("packages/new.html", form=form, found=found, faults=faults, keep=KEEP)
