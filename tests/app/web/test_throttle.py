"""Guessing ends: at one name, at one name by the whole world, and at ever other names from one place."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.web.throttle import PER_ADDRESS, PER_NAME, PER_PERSON, WINDOW, forget_failures, is_throttled, note_failure

NOW = dt.datetime(2026, 3, 9, 2, tzinfo=dt.UTC)
HERE, THERE = "192.0.2.1", "198.51.100.9"


def guess(app: Flask, name: str, place: str = HERE, *, times: int = 1) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": place}):
        for _ in range(times):
            note_failure("door", name, now=NOW)


def shut(app: Flask, name: str, place: str = HERE, *, now: dt.datetime = NOW, kind: str = "door") -> bool:
    with app.test_request_context(environ_base={"REMOTE_ADDR": place}):
        return is_throttled(kind, name, now=now)


def test_a_few_guesses_at_one_name_shut_the_door_here_and_for_a_while(app: Flask) -> None:
    guess(app, "lin", times=PER_PERSON - 1)
    assert not shut(app, "lin")
    guess(app, "lin")
    assert shut(app, "lin")
    assert not shut(app, "lin", THERE) and not shut(app, "wu") and not shut(app, "lin", kind="other door")
    assert not shut(app, "lin", now=NOW + WINDOW)


def test_many_places_guessing_at_one_name_shut_it_everywhere(app: Flask) -> None:
    for number in range(PER_NAME):
        guess(app, "lin", f"203.0.113.{number}")
    assert shut(app, "lin", THERE)


def test_one_place_guessing_at_ever_other_names_is_shut_out(app: Flask) -> None:
    for number in range(PER_ADDRESS):
        guess(app, f"name {number}")
    assert shut(app, "a name nobody tried")
    assert not shut(app, "a name nobody tried", THERE)


@pytest.mark.parametrize(("other", "is_same"), [("2001:db8:1:2:ffff::9", True), ("2001:db8:1:3::1", False)])
def test_all_addresses_of_one_household_are_one_place(app: Flask, other: str, is_same: bool) -> None:
    guess(app, "lin", "2001:db8:1:2::1", times=PER_PERSON)
    assert shut(app, "lin", other) is is_same


def test_the_right_person_starts_again_but_the_place_does_not(app: Flask) -> None:
    for number in range(PER_ADDRESS - PER_PERSON):
        guess(app, f"name {number}")
    guess(app, "lin", times=PER_PERSON)
    with app.test_request_context(environ_base={"REMOTE_ADDR": HERE}):
        forget_failures("door", "lin")
    assert shut(app, "lin") and not shut(app, "lin", THERE)
