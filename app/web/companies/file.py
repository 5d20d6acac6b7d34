"""一企一档: the file of one enterprise, the papers it keeps, and its own data."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from app.adapters.storage import StoredBytes
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.companies.blueprint import blueprint
from app.web.companies.forms import CodeForm, CompanyForm, InviteForm, KeepForm, MandateForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor, current_identity
from app.web.presenters.refusal_words import refusal_sentence
from app.web.stored_files import keep_sent, send_stored
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.queries.enterprise_file import EnterpriseFile, company_of_case, enterprise_file, kept_file
from approvals.queries.members import changes_of, members_of, own_company
from approvals.usecases.enterprise.keep_paper import keep_paper
from approvals.usecases.members.change_enterprise import change_enterprise
from approvals.usecases.members.replace_old_code import replace_old_code
from departments.domain.actor import Actor, Role
from departments.queries.catalogue import current_catalogue


@blueprint.get("/")
@guard("apply")
def mine() -> ResponseReturnValue:
    """The file of the visitor's own enterprise; of several, the one it joined first."""
    who = current_identity()
    if who is None or not who.enterprises:
        raise NotFound
    return redirect(url_for("companies.file", company=who.enterprises[0].public_id))


@blueprint.get("/of/<case>")
@guard("read_enterprise")
def of_case(case: str) -> ResponseReturnValue:
    """The file of the enterprise whose case it is, for whoever may see the case."""
    with reading() as session:
        company = company_of_case(session, case, current_actor())
    return redirect(url_for("companies.file", company=company))


@blueprint.get("/<company>")
@guard("read_enterprise")
def file(company: str) -> ResponseReturnValue:
    """The file, as far as it is the visitor's business."""
    return _page(company)


def _page(company: str, form: KeepForm | None = None) -> str:
    actor, today = current_actor(), local_day(now())
    with reading() as session:
        found = enterprise_file(session, company, actor, today)
        people, changes = members_of(session, found.id), changes_of(session, found.id) if found.is_own else ()
        catalogue = current_catalogue(session).catalogue
    form = form or KeepForm(formdata=None)
    form.offer(catalogue)
    who = current_identity()
    return render_template(
        "companies/file.html", file=found, people=people, changes=changes, today=today, form=form,
        here=_here(actor, found), way=actor, others=who.enterprises if who and found.is_own else (),
        limit=settings().upload_limit, is_steward=actor.is_(Role.STEWARD),
    )  # fmt: skip


def _here(actor: Actor, found: EnterpriseFile) -> str:
    """The entry of the navigation that the page belongs to."""
    if found.is_own:
        return "companies.mine"
    if actor.is_(Role.STEWARD):
        return "steward.board"
    if actor.department_ids:
        return "department.queue"
    return "window.inbox" if actor.is_(Role.WINDOW) else "supervision.overview"


@blueprint.post("/<company>/papers")
@guard("apply")
def keep(company: str) -> ResponseReturnValue:
    """Keep a paper, or a new version of one."""
    form = KeepForm()
    with reading() as session:
        own = own_company(session, company, current_actor())
    if not form.validate():
        return _page(company, form), 422
    try:
        keep_paper(
            enterprise_id=own.id, material_code=form.material_code.data or "", files=received(form.file.data),
            valid_from=form.valid_from.day, valid_until=form.valid_until.day, actor=current_actor(), now=now(),
        )  # fmt: skip
    except Refusal as refused:
        say_on(form, refused)
        return _page(company, form), 422
    if form.valid_until.day is not None and form.valid_until.day < local_day(now()):
        flash(gettext("存好了，但是已经过期，申报时不能用。请再存还有效的一版。"), "bad")
    else:
        flash(gettext("存好了。以后申报，一点就能用。"), "done")
    return redirect(url_for("companies.file", company=company, _anchor="papers"))


def say_on(form: KeepForm | InviteForm | MandateForm, refused: Refusal) -> None:
    """Beside its field, what is wrong with a form that brings a file; what is not the visitor's is raised again."""
    if refused.status in (403, 404):
        raise refused
    if isinstance(refused, Invalid):
        show_on(form, refused)
    else:
        form.file.errors = [refusal_sentence(refused)]


def received(files: object) -> list[StoredBytes]:
    """The bytes of the files chosen, looked through and kept."""
    chosen = files if isinstance(files, list) else [files]
    return [keep_sent(each) for each in chosen if isinstance(each, FileStorage) and each.filename]


@blueprint.get("/papers/<paper>/<int:number>")
@guard("apply")
def paper_bytes(paper: str, number: int) -> ResponseReturnValue:
    """A file of a paper the enterprise keeps; `place` names which of several."""
    with reading() as session:
        found = kept_file(session, paper, number, request.args.get("place", 1, type=int), current_actor())
        kept = (found.sha256, found.media_type, found.display_name)
    return send_stored(*kept)


@blueprint.post("/<company>/code")
@guard("apply")
def code(company: str) -> ResponseReturnValue:
    """The unified social credit code instead of an old number; an owner gives it once."""
    with reading() as session:
        own = own_company(session, company, current_actor())
    form = CodeForm()
    if form.validate():
        try:
            replace_old_code(enterprise=company, uscc=form.uscc.data or "", actor=current_actor(), now=now())
        except (NotFound, NotAllowed):
            raise
        except Refusal as refused:
            show_on(form, refused)
        else:
            flash(gettext("改好了，原来的写在档案的变更记录里。"), "done")
            return redirect(url_for("companies.file", company=company))
    return render_template("companies/data.html", own=own, form=CompanyForm(formdata=None, obj=own), code=form), 422


@blueprint.route("/<company>/data", methods=["GET", "POST"])
@guard("apply")
def data(company: str) -> ResponseReturnValue:
    """Who represents it, where it sits, whom to call; an owner changes it."""
    with reading() as session:
        own = own_company(session, company, current_actor())
    form = CompanyForm(obj=own)
    if form.validate_on_submit():
        change_enterprise(
            enterprise=company, legal_representative=form.legal_representative.data or "",
            address=form.address.data or "", contact_name=form.contact_name.data or "", phone=form.phone.data or "",
            actor=current_actor(), now=now(),
        )  # fmt: skip
        flash(gettext("改好了，原来的写在档案的变更记录里。"), "done")
        return redirect(url_for("companies.file", company=company))
    body = render_template("companies/data.html", own=own, form=form, code=CodeForm(formdata=None))
    return body, 422 if form.is_submitted() else 200
