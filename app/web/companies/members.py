"""Members and agents: who is in, who is invited, who leaves."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.companies.blueprint import blueprint
from app.web.companies.file import received, say_on
from app.web.companies.forms import InviteForm, MandateForm
from app.web.guard import guard
from app.web.identity import current_actor, current_identity
from app.web.presenters.refusal_words import refusal_sentence
from app.web.stored_files import send_stored
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.queries.enterprise_projects import projects_of
from approvals.queries.members import invitations_of, mandate_file, members_of, own_company
from approvals.usecases.members.invite_member import invite_member
from approvals.usecases.members.remove_member import remove_member
from approvals.usecases.members.renew_mandate import renew_mandate
from approvals.usecases.members.withdraw_invitation import withdraw_invitation


@blueprint.get("/<company>/members")
@guard("apply")
def members(company: str) -> ResponseReturnValue:
    """Everybody who may act for the enterprise."""
    return _page(company)


def _page(
    company: str, form: InviteForm | None = None, link: str = "", renewing: tuple[str, MandateForm] | None = None
) -> str:
    with reading() as session:
        own = own_company(session, company, current_actor())
        people, open_ones = members_of(session, own.id), invitations_of(session, own.id, now())
        projects = [(one.public_id, one.name) for one in projects_of(session, [own.id])]
    form = form or InviteForm(formdata=None, role="clerk", seen=open_ones[-1].public_id if open_ones else "")
    renewal = renewing[1] if renewing else MandateForm(formdata=None, prefix="renew")
    form.offer(projects)
    renewal.offer(projects)
    return render_template(
        "companies/members.html", own=own, people=people, invitations=open_ones, form=form, link=link,
        renewal=renewal, renewed=renewing[0] if renewing else "", today=local_day(now()),
    )  # fmt: skip


@blueprint.post("/<company>/members")
@guard("apply")
def invite(company: str) -> ResponseReturnValue:
    """Make a link; it is shown once."""
    with reading() as session:
        own = own_company(session, company, current_actor())
    form = InviteForm()
    if not own.may_manage:
        raise NotAllowed("manage_only", who=current_actor().name)
    if not form.validate():
        return _page(company, form), 422
    is_agent = form.role.data == "agent"
    try:
        files = received(form.file.data) if is_agent else []
        token = invite_member(
            enterprise=company, role=form.role.data or "", username=form.username.data or "",
            stored=files[0] if files else None, valid_until=form.valid_until.day if is_agent else None,
            projects=form.projects.data or () if is_agent else (), seen=form.seen.data or "", actor=current_actor(),
            now=now(),
        )  # fmt: skip
    except Refusal as refused:
        say_on(form, refused)
        return _page(company, form), 422
    return _page(company, link=url_for("companies.join", token=token, _external=True))


@blueprint.post("/<company>/invitations/<invitation>/withdraw")
@guard("apply")
def withdraw(company: str, invitation: str) -> ResponseReturnValue:
    """Take an invitation back."""
    withdraw_invitation(enterprise=company, invitation=invitation, actor=current_actor(), now=now())
    flash(gettext("邀请已经撤回。"), "done")
    return redirect(url_for("companies.members", company=company))


@blueprint.post("/<company>/members/<member>/remove")
@guard("apply")
def remove(company: str, member: str) -> ResponseReturnValue:
    """Somebody is no member any more."""
    try:
        remove_member(enterprise=company, member=member, actor=current_actor(), now=now())
    except (NotFound, NotAllowed):
        raise
    except Refusal as refused:
        flash(refusal_sentence(refused), "bad")
        return redirect(url_for("companies.members", company=company))
    flash(gettext("已经移出，他再也不能替本企业办事。"), "done")
    who = current_identity()
    is_oneself = who is not None and who.person.public_id == member
    return redirect(url_for("public.home") if is_oneself else url_for("companies.members", company=company))


@blueprint.post("/<company>/members/<member>/mandate")
@guard("apply")
def renew(company: str, member: str) -> ResponseReturnValue:
    """A new power of attorney for an agent."""
    with reading() as session:
        own_company(session, company, current_actor())
    form = MandateForm(prefix="renew")
    if not form.validate():
        return _page(company, renewing=(member, form)), 422
    try:
        files = received(form.file.data)
        renew_mandate(
            enterprise=company, member=member, stored=files[0] if files else None, valid_until=form.valid_until.day,
            projects=form.projects.data or (), actor=current_actor(), now=now(),
        )  # fmt: skip
    except Refusal as refused:
        say_on(form, refused)
        return _page(company, renewing=(member, form)), 422
    flash(gettext("新的授权委托书已经生效。"), "done")
    return redirect(url_for("companies.members", company=company))


@blueprint.get("/<company>/mandates/<mandate>")
@guard("apply")
def mandate(company: str, mandate: str) -> ResponseReturnValue:
    """The power of attorney itself, for members."""
    with reading() as session:
        found = mandate_file(session, company, mandate, current_actor())
        kept = (found.sha256, found.media_type, found.display_name)
    return send_stored(*kept)
