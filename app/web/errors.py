"""Error pages in our own layout: what happened, that nothing was lost, and the way on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, InternalServerError

from app.foundation.reading import reading
from app.web.identity import ask_nobody
from app.web.locale import CHINESE, COOKIE, LANGUAGES
from app.web.next_page import page_before
from app.web.presenters.labels import person_name
from app.web.presenters.refusal_words import field_sentences, refusal_sentence
from approvals.domain.refusals import NotFound, Refusal
from departments.queries.people import person

PAGES = frozenset({400, 403, 404, 409, 413, 422, 429, 500, 503})
AWAY = (OperationalError, InterfaceError, NoConnectionFree)
RETRY_SECONDS = "60"
LAST_WORDS = (
    "<!doctype html><meta charset=utf-8><title>并联</title>"
    "<p>系统出错，请稍后再试。Please try again later."  # zh only
)


def refused(refusal: Refusal) -> tuple[Response | str, int]:
    """A refusal no route turned into a form error; what is foreign answers as what is absent."""
    if isinstance(refusal, NotFound):
        return _page(404)
    sentences = [words for words in field_sentences(refusal).values() if words]
    facts = {"refusal": refusal, "sentence": refusal_sentence(refusal), "sentences": sentences, "who": _who(refusal)}
    return _page(refusal.status, code=refusal.code, **facts)


def _who(refusal: Refusal) -> str:
    """The name of whoever moved first; a worker has none."""
    account_id = refusal.params.get("actor_id")
    if account_id is None:
        return ""
    with reading() as rows:
        found = person(rows, account_id)
    return person_name(found) if found else ""


def http_error(error: HTTPException) -> Response | tuple[Response | str, int]:
    """Whatever Flask, Werkzeug or an extension refused; redirects and ready answers pass."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    if isinstance(error, InternalServerError):
        return crashed(error)
    body, status = _page(error.code, is_csrf=isinstance(error, CSRFError))
    kept = current_app.make_response((body, status))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            kept.headers[name] = value
    return kept


def crashed(error: InternalServerError) -> tuple[Response | str, int]:
    """The last page, for whatever nobody foresaw."""
    return _last_page(500)


def away(error: Exception) -> Response:
    """The database is away, or too busy to answer: nothing was written, and trying again helps."""
    current_app.logger.error("database away: %s", error)
    answer = current_app.make_response(_last_page(503))
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _last_page(status: int) -> tuple[Response | str, int]:
    """A page that must not ask the database who is looking, nor fail itself."""
    ask_nobody()
    g.language = request.cookies.get(COOKIE) if request.cookies.get(COOKIE) in LANGUAGES else CHINESE
    try:
        return _page(status, request_id=g.get("request_id"))
    except Exception:  # the page that reports a failure may not add one
        current_app.logger.exception("error page failed")
        return LAST_WORDS, status


def _page(status: int, **facts: Any) -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        name = facts.get("code") or HTTPStatus(status).name.lower()
        return jsonify(code=name, status=status, detail=facts.get("sentence", "")), status
    page = status if status in PAGES else (400 if status < 500 else 500)
    back = "/" if page == 500 or ("sentence" not in facts and page == 503) else page_before("/")
    return render_template(f"errors/{page}.html", status=status, back=back, limit=_limit(), **facts), status


def _limit() -> str:
    settings = current_app.extensions.get("binglian.settings")
    return f"{settings.upload_limit // (1024 * 1024)} MB" if settings else ""


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, refused)
    for kind in AWAY:
        app.register_error_handler(kind, away)
    app.register_error_handler(HTTPException, http_error)
