"""Following the link of an invitation, with an account or without one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.adapters.passwords import hash_password
from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web import identity
from app.web.companies.blueprint import blueprint
from app.web.companies.forms import JoinForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.locale import LANGUAGES, language
from app.web.presenters.refusal_words import reason, refusal_sentence
from app.web.throttle import is_throttled, note_failure
from approvals.domain.refusals import Invalid, Refusal
from approvals.queries.members import joining
from approvals.usecases.members.accept_invitation import accept_invitation
from approvals.usecases.members.join_with_account import join_with_account
from departments.domain.actor import ANONYMOUS


@blueprint.get("/join/<token>")
@guard("public")
def join(token: str) -> ResponseReturnValue:
    """Which enterprise invites, to do what; looking joins nobody."""
    return _page(token, JoinForm(formdata=None))


def _page(token: str, form: JoinForm) -> str:
    with reading() as session:
        found = joining(session, token, now())
    return render_template("companies/join.html", found=found, form=form, token=token, who=identity.current_identity())


@blueprint.post("/join/<token>")
@guard("public")
def follow(token: str) -> ResponseReturnValue:
    """Join: as who is signed in, or with a new account."""
    form = JoinForm()
    try:
        if identity.current_identity() is not None:
            accept_invitation(token=token, actor=identity.current_actor(), now=now())
        elif not form.validate() or not _joined(token, form):
            return _page(token, form), 422
    except Refusal as refused:
        form.form_errors.append(refusal_sentence(refused))
        return _page(token, form), 422
    flash(gettext("已经加入。您能办什么，写在企业档案的“成员”里。"), "done")
    return redirect(url_for("enterprise.projects"))


def _joined(token: str, form: JoinForm) -> bool:
    moment = now()
    if is_throttled("register", token[:64], now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return False
    note_failure("register", token[:64], now=moment)
    given = {name: str(form[name].data) for name in ("username", "person_name", "phone", "email")}
    try:
        account = join_with_account(
            token=token, **given, password_hash=hash_password(str(form.password.data)), locale=LANGUAGES[language()],
            actor=ANONYMOUS, now=moment,
        )  # fmt: skip
    except Invalid as refused:
        show_on(form, refused)
        return False
    identity.sign_in(account)
    return True
