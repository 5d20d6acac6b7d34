"""People, stewards and jobs."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.admin.blueprint import blueprint
from app.web.admin.forms import AssignForm
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.masking import masked
from approvals.domain.refusals import Invalid
from approvals.queries.admin_people import PAGE_SIZE, projects_to_assign
from approvals.queries.admin_people import people as people_of
from approvals.queries.admin_people import stewards as stewards_of
from approvals.usecases.steward.assign_steward import assign_steward
from departments.domain.actor import Role

ROLES = tuple(role for role in Role if role is not Role.SYSTEM)


@blueprint.get("/people")
@guard("administer")
def people() -> ResponseReturnValue:
    """Accounts with their roles and departments."""
    words, role = request.args.get("q", "").strip(), request.args.get("role", "")
    page = request.args.get("page", 1, type=int)
    with reading() as session:
        found = people_of(session, actor=current_actor(), words=words, role=role, page=page)
    facts = {"found": found, "words": words, "role": role, "page": min(max(1, page), found.pages)}
    return render_template("admin/people.html", **facts, roles=ROLES, page_size=PAGE_SIZE, masked=masked)


@blueprint.get("/stewards")
@guard("supervise")
def stewards() -> ResponseReturnValue:
    """Projects and who follows them, the unassigned first."""
    return _stewards(), 200


@blueprint.post("/stewards/<project>")
@guard("supervise")
def assign(project: str) -> ResponseReturnValue:
    """Give a project to a steward."""
    form = AssignForm(prefix=f"p{project}")
    if not form.validate_on_submit():
        flash(gettext("请先选一位项目管家。"), "bad")
        return _stewards(), 422
    try:
        assign_steward(project=project, steward=form.steward.data, actor=current_actor(), now=now())
    except Invalid:
        flash(gettext("这个人不能当项目管家，请从列表里选。"), "bad")
        return _stewards(), 422
    flash(gettext("已经分配，项目管家会收到消息。"), "done")
    return redirect(url_for("admin.stewards", q=request.args.get("q") or None, page=request.args.get("page", type=int)))


def _stewards() -> str:
    words, page = request.args.get("q", "").strip(), request.args.get("page", 1, type=int)
    actor = current_actor()
    with reading() as session:
        found, choices = projects_to_assign(session, actor=actor, words=words, page=page), stewards_of(session, actor)
    forms = {
        row.public_id: AssignForm(prefix=f"p{row.public_id}", formdata=None, steward=row.steward) for row in found.rows
    }
    for form in forms.values():
        nobody = SelectChoice("", gettext("没有分配"))
        form.steward.choices = [nobody, *(SelectChoice(one.public_id, one.name) for one in choices)]
    facts = {"found": found, "choices": choices, "words": words, "page": min(max(1, page), found.pages)}
    return render_template("admin/stewards.html", forms=forms, page_size=PAGE_SIZE, **facts)
