"""Which language a page speaks: the address, then the cookie, then the account, else Chinese."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request, url_for
from flask_login import current_user

CHINESE = "zh"
ENGLISH = "en"
LANGUAGES = {CHINESE: "zh_Hans_CN", ENGLISH: "en"}
HTML_LANG = {CHINESE: "zh-Hans-CN", ENGLISH: "en"}
COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def language() -> str:
    """`zh` or `en`, decided once per request."""
    if not request:
        # a worker that writes a mail says there which language its reader has chosen
        return str(g.get("language") or CHINESE) if g else CHINESE
    if "language" not in g:
        g.language = _chosen() or CHINESE
    return str(g.language)


def _chosen() -> str | None:
    # the cookie goes before the account: it is the later choice, made on this very device
    for choice in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if choice in LANGUAGES:
            return choice
    # an error page may be drawn before, or without, anyone being signed in
    person = getattr(current_user, "person", None) if hasattr(current_app, "login_manager") else None
    account = str(getattr(person, "locale", ""))[:2]
    return account if account in LANGUAGES else None


def choose() -> str:
    """The locale Flask-Babel asks for."""
    return LANGUAGES[language()]


def other_language_url() -> str:
    """The same page in the other language; a page that answers POST only leads to the place it was sent from."""
    other = ENGLISH if language() == CHINESE else CHINESE
    methods = request.url_rule.methods if request.url_rule else None
    if methods is not None and "GET" not in methods:
        home = "public.home"
        return url_for(home, lang=other) if home in current_app.view_functions else f"/?lang={other}"
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{request.path}?{urlencode([*pairs, ('lang', other)])}"


def _remember(response: Response) -> Response:
    choice = request.args.get("lang")
    if choice in LANGUAGES and choice != request.cookies.get(COOKIE):
        secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
        response.set_cookie(COOKIE, choice, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def install(app: Flask) -> None:
    """Remember a choice made in the address; let the templates ask for the language and the switch."""
    app.after_request(_remember)
    app.jinja_env.globals.update(
        language=language, html_lang=lambda: HTML_LANG[language()], other_language_url=other_language_url
    )
