"""The list of key projects comes in, and who is in the green channel."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.admin.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.marking import N_
from app.web.presenters.refusal_words import reason
from app.web.public.forms import TOO_LONG
from app.web.typed_text import pasted
from approvals.domain.key_projects import MOST_LINES, REASON_CHARACTERS, KeyFault, read_list
from approvals.queries.key_projects import key_projects
from approvals.usecases.steward.import_key_projects import import_key_projects
from approvals.usecases.steward.set_green_channel import set_green_channel
from departments.domain.actor import Role

MOST_CHARACTERS = 300_000
FAULTS = {
    "key_no_reason": N_("没有写理由。"),
    "key_long_reason": N_("理由太长了，最多 %(most)s 个字。"),
    "key_twice": N_("这个项目代码前面已经有一行。"),
    "key_too_many": N_("一份名单最多 %(lines)s 行，从这一行起没有读。"),
}


class KeyListForm(FlaskForm):
    """The whole list, typed or pasted."""

    text = TextAreaField(
        lazy_gettext("名单"),
        [Length(max=MOST_CHARACTERS, message=TOO_LONG)],
        filters=[pasted],
        render_kw={"rows": 8, "class": "code", "spellcheck": "false"},
    )


def fault_words(fault: KeyFault) -> str:
    """What is wrong with a line, in a sentence."""
    if fault.code in FAULTS:
        return gettext(FAULTS[fault.code], most=REASON_CHARACTERS, lines=MOST_LINES)
    return reason(fault.code, {"digits": sum(sign.isdigit() for sign in fault.said)})


@blueprint.get("/key-projects")
@guard("supervise")
def key_list() -> ResponseReturnValue:
    """The list as it stands and the projects in the green channel."""
    return _page(), 200


@blueprint.post("/key-projects")
@guard("administer")
def import_key_list() -> ResponseReturnValue:
    """A new list replaces the old one, whole or not at all."""
    form = KeyListForm()
    if not form.validate_on_submit():
        return _page(form), 422
    found = read_list(form.text.data or "")
    if found.faults:
        return _page(form, found.faults), 422
    count = import_key_projects(lines=found.lines, actor=current_actor(), now=now())
    said = {"lines": len(found.lines), "count": count}
    flash(gettext("名单现在有 %(lines)s 行，其中 %(count)s 个项目已经在这里，进了绿色通道。", **said), "done")
    return redirect(url_for("admin.key_list"))


@blueprint.post("/key-projects/<project>/close")
@guard("supervise")
def close_green(project: str) -> ResponseReturnValue:
    """A project leaves the green channel."""
    set_green_channel(project=project, reason="", actor=current_actor(), now=now())
    flash(gettext("已经退出绿色通道。"), "done")
    return redirect(url_for("admin.key_list"))


def _page(form: KeyListForm | None = None, faults: tuple[KeyFault, ...] = ()) -> str:
    actor = current_actor()
    with reading() as session:
        found = key_projects(session, actor)
    if form is None:
        form = KeyListForm(formdata=None, text="\n".join(f"{row.code},{row.reason}" for row in found.listed))
    may_import = Role.ADMIN in actor.roles
    told = [(fault, fault_words(fault)) for fault in faults]
    return render_template("admin/key_projects.html", found=found, form=form, faults=told, may_import=may_import)
