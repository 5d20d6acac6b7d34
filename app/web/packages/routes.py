"""A package as its enterprise sees it: the members, what is decided for whom, and leaving it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.enterprise.forms import EmptyForm
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.packages.blueprint import blueprint
from app.web.presenters.refusal_words import refusal_sentence
from approvals.domain.package import Scope
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.package_pages import MemberRow, PackagePage, package_page
from approvals.usecases.packages.choose_scopes import choose_scopes
from approvals.usecases.packages.share_paper import share_paper
from approvals.usecases.packages.withdraw_member import withdraw_member


def _read(package: str) -> PackagePage:
    with reading() as session:
        return package_page(session, package, current_actor())


@blueprint.get("/<package>")
@guard("apply")
def package(package: str) -> ResponseReturnValue:
    """The package, its members and who is decided on."""
    return render_template("packages/package.html", page=_read(package), form=EmptyForm(formdata=None))


@blueprint.post("/<package>/scopes")
@guard("apply")
def scopes(package: str) -> ResponseReturnValue:
    """Of each item: one decision for all, or one for each; a word that was not offered changes nothing."""
    page = _read(package)
    said = {row.item.code: request.form.get(row.item.code, "") for row in page.scopes}
    chosen = {code: Scope(word) for code, word in said.items() if word in {one.value for one in Scope}}
    choose_scopes(package=package, scopes=chosen, actor=current_actor(), now=now())
    flash(gettext("记下了：哪些事项一起决定，哪些分别决定。"), "done")
    return redirect(url_for("packages.package", package=package, _anchor="scopes"))


def _member(page: PackagePage, project: str) -> MemberRow:
    found = next((one for one in page.members if one.public_id == project), None)
    if found is None:
        raise NotFound
    return found


@blueprint.route("/<package>/members/<project>/leave", methods=["GET", "POST"])
@guard("apply")
def leave(package: str, project: str) -> ResponseReturnValue:
    """What leaving means is said first; then the project leaves and the others go on."""
    page, form = _read(package), EmptyForm()
    member = _member(page, project)
    if form.validate_on_submit():
        withdraw_member(package=package, project=project, actor=current_actor(), now=now())
        flash(gettext("这个项目已经退出组包，其他项目照常办理。"), "done")
        return redirect(url_for("packages.package", package=package))
    return render_template("packages/leave.html", page=page, member=member, form=form), 200


@blueprint.post("/cases/<case>/papers/<code>/share")
@guard("apply")
def share(case: str, code: str) -> ResponseReturnValue:
    """Give a paper that is here to every project of the package that lacks it."""
    try:
        count = share_paper(case=case, material_code=code, actor=current_actor(), now=now())
    except NotFound:
        raise
    except Refusal as refused:
        flash(refusal_sentence(refused), "bad")
    else:
        flash(gettext("这份材料已经给了 %(count)s 个缺它的项目。", count=count), "done")
    return redirect(url_for("enterprise.case", case=case, _anchor="package"))
