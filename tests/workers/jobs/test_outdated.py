"""Mails and texts that waited for a server, or for the office, are not sent when they have become untrue."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.adapters.mail import Mail
from approvals.usecases.clock.raise_alarms import raise_alarms
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import deliver, forget_notices, messages, told, track_of
from tests.factories.main_job import MONDAY, Cast, Filed, accept_all, at, decide, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.both_databases]
ITEM, CLOSES = "LX-01", dt.time(17)
TUESDAY = MONDAY + dt.timedelta(days=1)


class Server:
    """A mail server that can be away."""

    def __init__(self) -> None:
        self.is_away = True
        self.keys: list[str] = []

    def send(self, mail: Mail) -> None:
        if self.is_away:
            raise ConnectionRefusedError
        self.keys.append(mail.key)

    def sent(self, code: str) -> int:
        return sum(key.startswith(f"tell:{code}:") for key in self.keys)


@pytest.fixture
def server(in_app: Flask) -> Server:
    in_app.extensions["binglian.mail"] = away = Server()
    return away


@pytest.fixture
def cast(in_app: Flask) -> Cast:
    return the_cast()


@pytest.fixture
def alarmed(cast: Cast, server: Server) -> Filed:
    """An item whose day is today: those concerned have their lines, and their mails wait for the server."""
    filed = file_case(cast)
    accept_all(cast, filed, day=MONDAY)
    forget_notices()
    raise_alarms(track=track_of(filed, ITEM).id, close_of_business=CLOSES, actor=SYSTEM, now=at(MONDAY, 10))
    deliver(at(MONDAY, 10))
    assert told("alarm_due_today")
    assert server.keys == []
    server.is_away = False
    return filed


def test_a_mail_that_is_still_true_goes_out_when_the_server_is_back(alarmed: Filed, server: Server) -> None:
    deliver(at(MONDAY, 11))
    assert server.sent("alarm_due_today") == len(told("alarm_due_today"))


def test_no_mail_of_an_alarm_goes_out_for_an_item_that_was_decided_meanwhile(
    cast: Cast, alarmed: Filed, server: Server
) -> None:
    decide(cast, alarmed, ITEM, day=MONDAY)
    deliver(at(MONDAY, 16))
    assert server.sent("alarm_due_today") == 0
    assert server.sent("decided") == 2
    assert [one.key for one in messages("mail") if one.done_at is None] == []


def test_a_mail_that_waited_past_its_day_is_overtaken(alarmed: Filed, server: Server) -> None:
    deliver(at(TUESDAY, 11))
    assert server.sent("alarm_due_today") == 0
