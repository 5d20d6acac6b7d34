"""Puts a line of the bell into a mail or a text message, in the language of the person it goes to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from flask import current_app, g
from flask_babel import force_locale

from app.adapters.mail import Mail
from app.adapters.sms import TextMessage
from app.foundation.installation import settings
from approvals.queries.outgoing import Outgoing

LANGUAGES = {"zh": "zh-CN", "en": "en"}
BELL = "account.notifications"


def mail_of(line: Outgoing) -> Mail:
    """The mail beside a line of the bell."""
    language = language_of(line)
    with speaking(line.locale, language):
        subject, body = _filled("notices/mail/subject.html", line), _filled("notices/mail/body.html", line)
    name = (line.name_en if language == "en" else "") or line.name
    return Mail(line.key, line.email, name, " ".join(subject.split()), body + "\n", LANGUAGES[language])


def text_of(line: Outgoing) -> TextMessage:
    """The text message beside a line of the bell: one line."""
    with speaking(line.locale, language_of(line)):
        text = _filled("notices/sms/text.html", line)
    return TextMessage(line.key, line.phone, " ".join(text.split()))


def language_of(line: Outgoing) -> str:
    """zh or en."""
    return "en" if line.locale.startswith("en") else "zh"


@contextmanager
def speaking(locale: str, language: str) -> Iterator[None]:
    """Templates and messages in one language outside a request: the presenters read it where a request leaves it."""
    before = g.get("language")
    g.language = language
    try:
        with force_locale(locale):
            yield
    finally:
        g.language = before


def _filled(template: str, line: Outgoing) -> str:
    bell = current_app.url_map.bind("mail").build(BELL) if BELL in current_app.view_functions else "/"
    page = current_app.jinja_env.get_template(template)
    text = page.render(line=line, code=line.code, params=line.params, link=settings().base_url + bell).strip()
    # Templates always escape; these have no tags, and plain text is what is left when that is undone.
    return unescape(text)
