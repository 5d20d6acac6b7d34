"""In and out: sign in, register, sign out."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.adapters.passwords import hash_password, verify_password
from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web import identity
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.locale import LANGUAGES, language
from app.web.navigation import start_page
from app.web.next_page import next_page
from app.web.presenters.member_words import code_mark_words
from app.web.presenters.refusal_words import reason
from app.web.public.blueprint import blueprint
from app.web.public.forms import RegisterForm, SignInCodeForm, SignInForm
from app.web.throttle import forget_failures, is_throttled, note_failure
from approvals.domain.old_codes import CodeMark, check_for_registration
from approvals.domain.refusals import Invalid
from approvals.usecases.account.pass_second_factor import pass_second_factor
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from departments.domain.actor import ANONYMOUS
from departments.queries.people import credentials


@blueprint.route("/sign-in", methods=["GET", "POST"])
@guard("public")
def sign_in() -> ResponseReturnValue:
    """User name and password; then where the person wanted to go, or where the role begins."""
    if identity.current_identity():
        return redirect(next_page(_start()))
    form = SignInForm()
    form.next.data = next_page("")
    if form.validate_on_submit() and _let_in(form):
        if identity.current_identity() is None:
            return redirect(url_for("public.sign_in_code", next=form.next.data or None))
        return redirect(next_page(_start()))
    return render_template("public/sign_in.html", form=form), 422 if form.errors or form.form_errors else 200


def _let_in(form: SignInForm) -> bool:
    name, moment = str(form.username.data), present()
    if is_throttled("sign_in", name, now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return False
    with reading() as session:
        known = credentials(session, name)
    if not verify_password(known.password_hash if known else None, str(form.password.data)) or known is None:
        note_failure("sign_in", name, now=moment)
        form.form_errors.append(gettext("用户名或密码不对。"))
        return False
    forget_failures("sign_in", name)
    if known.has_second_factor:
        identity.half_way(known.account_id)
    else:
        identity.sign_in(known.account_id)
    return True


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@guard("public")
def sign_in_code() -> ResponseReturnValue:
    """The second factor of a person whose password was right a moment ago."""
    if identity.current_identity():
        return redirect(next_page(_start()))
    account_id = identity.who_is_half_way()
    if account_id is None:
        return redirect(url_for("public.sign_in"))
    form = SignInCodeForm()
    form.next.data = next_page("")
    if form.validate_on_submit() and _let_through(form, account_id):
        return redirect(next_page(_start()))
    return render_template("public/sign_in_code.html", form=form), 422 if form.errors or form.form_errors else 200


def _let_through(form: SignInCodeForm, account_id: int) -> bool:
    moment, codes = present(), current_app.extensions["binglian.codes"]
    if is_throttled("second_factor", str(account_id), now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return False
    try:
        pass_second_factor(account_id=account_id, code=str(form.code.data), codes=codes, actor=ANONYMOUS, now=moment)
    except Invalid as refused:
        note_failure("second_factor", str(account_id), now=moment)
        show_on(form, refused)
        return False
    forget_failures("second_factor", str(account_id))
    identity.sign_in(account_id)
    return True


def _start() -> str:
    who = identity.current_identity()
    return start_page(who.actor.roles) if who else url_for("public.home")


@blueprint.post("/sign-out")
@guard("sign_out")
def sign_out() -> ResponseReturnValue:
    """End the session on the server, then in the browser."""
    identity.sign_out()
    flash(gettext("您已退出。"), "done")
    return redirect(url_for("public.home"))


@blueprint.route("/register", methods=["GET", "POST"])
@guard("public")
def register() -> ResponseReturnValue:
    """An enterprise and its first account; every wrong field is told at once."""
    form = RegisterForm()
    if form.is_submitted():
        valid = form.validate()
        checked, mark = check_for_registration(form.uscc.data or "")
        if checked.failure is not None and form.uscc.data:
            facts = {"length": checked.length, "found": checked.found, "position": checked.position}
            form.uscc.errors = [reason(f"uscc_{checked.failure}", facts)]
            valid = False
        if valid and _registered(form):
            flash(gettext("注册好了。现在建一个项目，平台会告诉您要办什么。"), "done")
            if mark is not CodeMark.NONE:
                flash(code_mark_words(mark), "bad")
            return redirect(next_page(url_for("enterprise.projects")))
    return render_template("public/register.html", form=form), 422 if form.is_submitted() else 200


def _registered(form: RegisterForm) -> bool:
    fields = ("username", "person_name", "phone", "email", "uscc", "enterprise_name", "legal_representative", "address")
    given, moment = {name: str(form[name].data) for name in fields}, present()
    # every try counts, also one that succeeds: it says which names and enterprises are known here
    if is_throttled("register", given["uscc"], now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return False
    note_failure("register", given["uscc"], now=moment)
    try:
        account_id = register_enterprise(
            **given, password_hash=hash_password(str(form.password.data)), locale=LANGUAGES[language()],
            agrees_online=bool(form.agrees_online.data), now=moment,
        )  # fmt: skip
    except Invalid as refused:
        show_on(form, refused)
        return False
    identity.sign_in(account_id)
    return True
