"""Server-side sign-in sessions: the browser holds a random token, the database its hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, replace

from flask import Flask, g, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import delete, or_, select, update

from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day, now
from app.web.on_behalf import at_the_counter
from approvals.queries.enterprises import EnterpriseName, enterprises_of, mandates_of
from departments.domain.actor import ANONYMOUS, Actor
from departments.models.people import SignInSession
from departments.queries.people import Person, actor_of, person

LIFETIME = dt.timedelta(hours=12)
IDLE = dt.timedelta(hours=2)
TOUCH = dt.timedelta(minutes=1)
TOKEN = "sign_in"
HALF_WAY = "password_shown"
HALF_WAY_LASTS = dt.timedelta(minutes=10)

login_manager = LoginManager()


@dataclass(frozen=True)
class Identity:
    """The signed-in person, frozen: pages and use-cases never see a row of it.

    `must_enrol`: the person's role needs a second factor that is not set up yet; until then the actor holds no role.
    """

    person: Person
    enterprises: tuple[EnterpriseName, ...]
    actor: Actor
    must_enrol: bool = False
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What Flask-Login keeps; the token in the session is what counts."""
        return str(self.person.account_id)


def install(app: Flask) -> None:
    """Register the loader with the application."""
    login_manager.init_app(app)
    login_manager.session_protection = None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@login_manager.user_loader
def load_identity(_account_id: str) -> Identity | None:
    """The identity behind the token, or None when the session has ended; touched at most once a minute."""
    token = session.get(TOKEN)
    if not token:
        return None
    moment = now()
    with reading() as rows:
        row = rows.execute(
            select(SignInSession.id, SignInSession.account_id, SignInSession.seen_at, SignInSession.expires_at).where(
                SignInSession.token_hash == _hash(token)
            )
        ).one_or_none()
        if row is None or row.expires_at <= moment or row.seen_at + IDLE <= moment:
            return None
        who = person(rows, row.account_id)
        if who is None:
            return None
        enterprises = enterprises_of(rows, who.account_id)
    if row.seen_at + TOUCH <= moment:
        with unit_of_work() as writing:
            writing.execute(update(SignInSession).where(SignInSession.id == row.id).values(seen_at=moment))
    actor = actor_of(who, frozenset(one.id for one in enterprises))
    actor = replace(actor, mandates=mandates_of(enterprises, local_day(moment)))
    if not who.has_second_factor and actor.roles & settings().totp_required_roles:
        return Identity(who, (), Actor(who.account_id, who.name, frozenset()), must_enrol=True)
    return Identity(who, enterprises, actor)


def sign_in(account_id: int) -> None:
    """Start a new session; the one this browser held before ends here and on the server (rotation at login)."""
    token, moment, before = secrets.token_urlsafe(32), now(), session.get(TOKEN, "")
    ended = or_(SignInSession.expires_at <= moment, SignInSession.token_hash == _hash(before))
    with unit_of_work() as writing:
        writing.execute(delete(SignInSession).where(ended))
        writing.add(
            SignInSession(
                token_hash=_hash(token),
                account_id=account_id,
                created_at=moment,
                seen_at=moment,
                expires_at=moment + LIFETIME,
            )
        )
    language = session.get("language")
    session.clear()
    session[TOKEN] = token
    if language:
        session["language"] = language
    g.pop("_login_user", None)
    identity = load_identity(str(account_id))
    if identity is not None:
        login_user(identity)


def half_way(account_id: int) -> None:
    """The password was right, the second factor is still to come: nobody is signed in by this."""
    session[HALF_WAY] = [account_id, int(now().timestamp())]


def who_is_half_way() -> int | None:
    """The account whose password this browser showed within the last minutes, or None."""
    account_id, since = session.get(HALF_WAY) or (None, 0)
    return account_id if now().timestamp() - since < HALF_WAY_LASTS.total_seconds() else None


def session_hash() -> str | None:
    """The stored hash of this browser's session, for a verb that ends all the others."""
    return _hash(session[TOKEN]) if session.get(TOKEN) else None


def sign_out() -> None:
    """End the session on the server, then in the browser."""
    token = session.get(TOKEN)
    if token:
        with unit_of_work() as writing:
            writing.execute(delete(SignInSession).where(SignInSession.token_hash == _hash(token)))
    logout_user()
    session.clear()


def ask_nobody() -> None:
    """For the rest of this request nobody is signed in, unless that is known already: the database is not asked."""
    g.setdefault("_login_user", login_manager.anonymous_user())


def current_identity() -> Identity | None:
    """The signed-in person of this request, or None."""
    found = current_user._get_current_object() if request else None
    return found if isinstance(found, Identity) else None


def current_actor() -> Actor:
    """The actor of this request; ANONYMOUS when nobody is signed in. A clerk on a page of a draft that it fills in for
    an applicant acts on behalf of that enterprise, there and nowhere else.
    """
    identity = current_identity()
    if identity is None:
        return ANONYMOUS
    if "acting" not in g:
        g.acting = at_the_counter(identity.actor)
    return g.acting or identity.actor
