"""The bell, and the person's own page."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.account.bell_words import bell_address, is_loud
from app.web.account.blueprint import blueprint
from app.web.account.forms import LanguageForm
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import Identity, current_actor, current_identity
from app.web.locale import LANGUAGES
from app.web.presenters.notice_words import notice_sentence
from approvals.domain.refusals import Invalid
from approvals.queries.notifications import notifications as bell_of
from approvals.queries.notifications import unread_count
from approvals.usecases.account.choose_language import choose_language
from approvals.usecases.account.read_notifications import read_notifications


@blueprint.app_context_processor
def unread() -> dict[str, int]:
    """The figure at the bell of the mast: one statement, and only where somebody is known to be signed in."""
    identity = g.get("_login_user")
    if not isinstance(identity, Identity):
        return {}
    try:
        with reading() as session:
            return {"unread_count": unread_count(session, identity.person.account_id)}
    except SQLAlchemyError:
        # the error page about a lost database is drawn by the same templates
        return {}


@blueprint.get("/notifications")
@guard("account")
def notifications() -> ResponseReturnValue:
    """The lines of the bell, newest first."""
    actor = current_actor()
    page = request.args.get("page", 1, type=int)
    with reading() as session:
        found = bell_of(session, _own_id(), page=page)
    lines = [(row, notice_sentence(row.code, row.params), bell_address(row, actor), is_loud(row)) for row in found.rows]
    shown = min(max(1, page), found.pages)
    return render_template("account/notifications.html", found=found, lines=lines, page=shown)


@blueprint.post("/notifications/read")
@guard("account")
def read_all() -> ResponseReturnValue:
    """Mark lines as read: those that were on the page, or all."""
    ids = request.form.getlist("id", type=int)
    marked = read_notifications(ids=ids or None, actor=current_actor(), now=now())
    if marked:
        flash(gettext("已经全部标为已读。") if not ids else gettext("已经标为已读。"), "done")
    return redirect(url_for("account.notifications"))


@blueprint.post("/notifications/<int:notification>/open")
@guard("account")
def open_notification(notification: int) -> ResponseReturnValue:
    """Mark one line as read and go to what it is about."""
    actor = current_actor()
    with reading() as session:
        found = bell_of(session, _own_id(), only=notification)
    read_notifications(ids=[notification], actor=actor, now=now())
    address = bell_address(found.rows[0], actor) if found.rows else None
    return redirect(address or url_for("account.notifications"))


@blueprint.get("/profile")
@guard("account")
def profile() -> ResponseReturnValue:
    """Who is signed in, with which roles, and the language."""
    identity = current_identity()
    form = LanguageForm(formdata=None, locale=identity.person.locale if identity else None)
    return render_template("account/profile.html", identity=identity, form=form), 200


@blueprint.post("/profile")
@guard("account")
def choose() -> ResponseReturnValue:
    """Keep the language with the account, and with this browser."""
    form = LanguageForm()
    if form.validate_on_submit():
        try:
            choose_language(locale=form.locale.data, actor=current_actor(), now=now())
            short = next(key for key, locale in LANGUAGES.items() if locale == form.locale.data)
            return redirect(url_for("account.profile", lang=short))
        except Invalid as refusal:
            show_on(form, refusal)
    return render_template("account/profile.html", identity=current_identity(), form=form), 422


def _own_id() -> int:
    identity = current_identity()
    if identity is None:  # the guard has already sent strangers away
        raise RuntimeError("nobody is signed in")
    return identity.person.account_id
