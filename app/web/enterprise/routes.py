"""The applicant's projects, everything waiting across them, and all documents."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.forms import EmptyForm, ProjectForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor, current_identity
from app.web.presenters.labels import label
from approvals.domain.refusals import Invalid
from approvals.queries.counter import CounterRow, to_confirm
from approvals.queries.enterprise_documents import documents_of
from approvals.queries.enterprise_overview import WaitingCase, overview
from approvals.queries.enterprise_projects import project_page, projects_of
from approvals.queries.enterprises import online_services
from approvals.queries.filing_orders import next_stages
from approvals.queries.handovers import HandedProject, handed_projects
from approvals.queries.package_pages import package_of_project
from approvals.usecases.enterprise.choose_online_service import choose_online_service
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.draft_case import draft_case
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, UnknownCode
from departments.queries.catalogue import current_catalogue


@blueprint.get("/")
@guard("apply")
def projects() -> ResponseReturnValue:
    """My projects, and how many things wait for me."""
    actor = current_actor()
    with reading() as session:
        found = projects_of(session, actor.enterprise_ids, actor.mandates)
        waiting = overview(session, actor.enterprise_ids, local_day(present()), actor.mandates)
        signs = _signatures(session, actor)
    counts = _counts(waiting, signs)
    return render_template("enterprise/projects.html", projects=found, waiting=waiting, counts=counts, signs=signs)


@blueprint.get("/todo")
@guard("apply")
def todo() -> ResponseReturnValue:
    """Every gap of every case, the most urgent first."""
    actor = current_actor()
    with reading() as session:
        waiting = overview(session, actor.enterprise_ids, local_day(present()), actor.mandates)
        stages = next_stages(session, actor.enterprise_ids, mandates=actor.mandates)
        signs = _signatures(session, actor)
    counts = _counts(waiting, signs)
    return render_template("enterprise/todo.html", waiting=waiting, stages=stages, counts=counts, signs=signs)


@dataclass(frozen=True)
class _Signatures:
    """What waits for a signature before anything is filed here: projects to take over, filings made at the counter."""

    takes_over: tuple[HandedProject, ...]
    confirms: tuple[CounterRow, ...]

    @property
    def count(self) -> int:
        return len(self.takes_over) + len(self.confirms)


def _signatures(session: Session, actor: Actor) -> _Signatures:
    handed = handed_projects(session, actor)
    mine = tuple(one for one in handed if one.is_mine and one.is_open and not one.is_consented)
    return _Signatures(mine, to_confirm(session, actor))


def _counts(waiting: tuple[WaitingCase, ...], signs: _Signatures) -> dict[str, int]:
    """What the navigation says beside "to do"."""
    return {"enterprise.todo": sum(case.count for case in waiting) + signs.count}


@blueprint.get("/documents")
@guard("apply")
def documents() -> ResponseReturnValue:
    """Every letter of every case."""
    with reading() as session:
        found = documents_of(session, current_actor().enterprise_ids, current_actor().mandates)
        services = online_services(session, current_actor().enterprise_ids)
    return render_template("enterprise/documents.html", documents=found, services=services)


@blueprint.post("/companies/<company>/online-service")
@guard("apply")
def online_service(company: str) -> ResponseReturnValue:
    """Agree to be served online, or take it back."""
    agrees = request.form.get("agrees") == "yes"
    choose_online_service(enterprise=company, agrees=agrees, actor=current_actor(), now=present())
    flash(gettext("已经同意网上送达。") if agrees else gettext("以后的文书改用别的方式送达。"), "done")
    return redirect(url_for("enterprise.documents", _anchor="service"))


@blueprint.route("/projects/new", methods=["GET", "POST"])
@guard("apply")
def new_project() -> ResponseReturnValue:
    """Set up a project; its code may come later."""
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
    form = project_form(catalogue)
    if form.validate_on_submit():
        public_id = created(form)
        if public_id:
            flash(gettext("项目建好了。现在选要办的阶段。"), "done")
            return redirect(url_for("enterprise.project", project=public_id))
    return render_template("enterprise/new_project.html", form=form), 422 if form.is_submitted() else 200


def project_form(catalogue: Catalogue) -> ProjectForm:
    """A new project of one of the visitor's enterprises."""
    form = ProjectForm()
    who = current_identity()
    form.enterprise_id.choices = [SelectChoice(each.id, each.name) for each in who.enterprises] if who else []
    form.theme_code.choices = [SelectChoice(theme.code, label(theme)) for theme in catalogue.themes.values()]
    if len(form.enterprise_id.choices) == 1:
        form.enterprise_id.data = form.enterprise_id.choices[0].value
    return form


def created(form: ProjectForm) -> str | None:
    """Set it up and return its public id; None when the house refuses, which is then said on the form."""
    try:
        return create_project(
            enterprise_id=form.enterprise_id.data,
            theme_code=str(form.theme_code.data),
            name=str(form.name.data),
            place=str(form.place.data),
            code=form.code.data or None,
            longitude=form.longitude.value,
            latitude=form.latitude.value,
            investment_wan=form.investment_wan.value,
            land_area_m2=form.land_area_m2.value,
            actor=current_actor(),
            now=present(),
        )
    except Invalid as refused:
        show_on(form, refused)
        return None


@blueprint.get("/projects/<project>")
@guard("apply")
def project(project: str) -> ResponseReturnValue:
    """One project: its stages, what was filed for each, and where to go on."""
    with reading() as session:
        found = project_page(session, project, current_actor())
        stages = next_stages(session, current_actor().enterprise_ids, project)
        facts = {"project": found, "stages": stages, "package": package_of_project(session, project)}
    return render_template("enterprise/project.html", form=EmptyForm(formdata=None), **facts)


@blueprint.post("/projects/<project>/apply")
@guard("apply")
def apply(project: str) -> ResponseReturnValue:
    """Open the draft of a stage, or go on with the one that is open."""
    try:
        case = draft_case(
            project=project, stage_code=request.form.get("stage", ""), actor=current_actor(), now=present()
        )
    except UnknownCode:
        flash(gettext("请先选一个阶段。"), "bad")
        return redirect(url_for("enterprise.project", project=project))
    return redirect(url_for("enterprise.form", case=case))
