"""A person chooses the language of pages and mails."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, NotAllowed
from departments.domain.actor import Actor
from departments.models.people import Account

LOCALES = ("zh_Hans_CN", "en")


def choose_language(*, locale: str, actor: Actor, now: dt.datetime) -> None:
    """Keep the locale with the account (`now` is not stored); raises Invalid for one the house does not speak."""
    if actor.account_id is None:
        raise NotAllowed("not_allowed")
    if locale not in LOCALES:
        raise Invalid({"locale": ("unknown_value", {})})
    with unit_of_work() as session:
        session.get_one(Account, actor.account_id).locale = locale
