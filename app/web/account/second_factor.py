"""The person's second factor: set it up with a telephone, prove it, take it away."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.adapters.one_time_codes import OneTimeCodes
from app.adapters.passwords import verify_password
from app.adapters.qr import qr_data_uri
from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.account.blueprint import blueprint
from app.web.account.forms import FirstCodeForm, TurnOffForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import Identity, current_identity, session_hash
from app.web.presenters.refusal_words import reason
from app.web.throttle import forget_failures, is_throttled, note_failure
from approvals.domain.refusals import Invalid
from approvals.usecases.account.begin_second_factor import begin_second_factor
from approvals.usecases.account.confirm_second_factor import confirm_second_factor
from approvals.usecases.account.turn_off_second_factor import turn_off_second_factor
from departments.queries.people import credentials
from departments.queries.people import second_factor as state_of

KIND = "second_factor"


@blueprint.get("/second-factor")
@guard("enrol")
def second_factor() -> ResponseReturnValue:
    """Off, half set up, or in force; the secret is shown only until its first code was typed."""
    return _page()


@blueprint.post("/second-factor")
@guard("enrol")
def begin() -> ResponseReturnValue:
    """Make a new secret."""
    begin_second_factor(codes=_codes(), actor=_me().actor, now=now())
    return redirect(url_for("account.second_factor"))


@blueprint.post("/second-factor/confirm")
@guard("enrol")
def confirm() -> ResponseReturnValue:
    """The first code; the recovery codes are on the answer, and on no page after it."""
    form, me = FirstCodeForm(), _me()
    if not form.validate_on_submit() or _too_often(form):
        return _page(first=form), 422
    try:
        made = confirm_second_factor(
            code=str(form.code.data), session_hash=session_hash(), codes=_codes(), actor=me.actor, now=now()
        )
    except Invalid as refused:
        note_failure(KIND, str(me.person.account_id), now=now())
        show_on(form, refused)
        return _page(first=form), 422
    forget_failures(KIND, str(me.person.account_id))
    return render_template("account/recovery_codes.html", made=made, way_on=url_for("public.sign_in"))


@blueprint.post("/second-factor/off")
@guard("enrol")
def turn_off() -> ResponseReturnValue:
    """Only with password and code: an unlocked screen is not enough."""
    form, me = TurnOffForm(), _me()
    if not form.validate_on_submit() or _too_often(form):
        return _page(off=form), 422
    try:
        _ask_password(form, me)
        turn_off_second_factor(code=str(form.code.data), codes=_codes(), actor=me.actor, now=now())
    except Invalid as refused:
        note_failure(KIND, str(me.person.account_id), now=now())
        show_on(form, refused)
        return _page(off=form), 422
    forget_failures(KIND, str(me.person.account_id))
    flash(gettext("二次验证已经关掉。"), "done")
    return redirect(url_for("account.second_factor"))


def _page(first: FirstCodeForm | None = None, off: TurnOffForm | None = None) -> str:
    me, codes = _me(), _codes()
    with reading() as session:
        state = state_of(session, me.person.account_id)
    facts: dict[str, Any] = {"first": first or FirstCodeForm(formdata=None), "off": off or TurnOffForm(formdata=None)}
    if state.sealed and (secret := codes.plain(state.sealed)):
        facts["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        facts["qr"] = qr_data_uri(codes.address(state.sealed, me.person.username))
    return render_template("account/second_factor.html", state=state, must=me.must_enrol, **facts)


def _too_often(form: Any) -> bool:
    if not is_throttled(KIND, str(_me().person.account_id), now=now()):
        return False
    form.form_errors.append(reason("too_many_attempts"))
    return True


def _ask_password(form: TurnOffForm, me: Identity) -> None:
    with reading() as session:
        known = credentials(session, me.person.username)
    if not verify_password(known.password_hash if known else None, str(form.password.data)):
        raise Invalid({"password": ("password_wrong", {})})


def _codes() -> OneTimeCodes:
    found: OneTimeCodes = current_app.extensions["binglian.codes"]
    return found


def _me() -> Identity:
    found = current_identity()
    if found is None:  # the guard has already sent strangers away
        raise RuntimeError("nobody is signed in")
    return found
