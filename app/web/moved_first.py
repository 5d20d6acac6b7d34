"""Somebody moved first: a second click of the same person is one result, anybody else's move is told with its author."""

from __future__ import annotations

import datetime as dt

from flask import request

from app.foundation.reading import reading
from app.web.identity import current_actor
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal, Stale
from approvals.queries.department_events import last_done_at
from departments.queries.people import person

TWICE = dt.timedelta(seconds=30)


def sent_version() -> int:
    """The version that the page showed; 0, which nothing has, when it did not come back as it was sent."""
    return request.form.get("version", 0, type=int)


def is_second_click(track: str, tag: Tag, now: dt.datetime) -> bool:
    """This very verb was done to this track by this very person a moment ago: the answer is the first one's."""
    with reading() as session:
        done_at = last_done_at(session, track, tag.value, current_actor().account_id)
    return done_at is not None and now - done_at < TWICE


def is_own_click(refusal: Refusal, now: dt.datetime) -> bool:
    """What moved first was this very person a moment ago: the answer to the second click is the first one's."""
    done_at = refusal.params["at"]
    return refusal.params["actor_id"] == current_actor().account_id and done_at is not None and now - done_at <= TWICE


def refuse_unless_own(stale: Stale, now: dt.datetime) -> None:
    """Tell who moved first, unless it was this very person a moment ago: then what was asked is done."""
    if not is_own_click(stale, now):
        raise with_author(stale) from None


def with_author(stale: Stale) -> Stale:
    """The same refusal with the name of the person who moved first."""
    account_id = stale.params.get("actor_id")
    if account_id is None:
        return stale
    with reading() as session:
        who = person(session, account_id)
    return Stale(**stale.params, who=who.name if who else "")
