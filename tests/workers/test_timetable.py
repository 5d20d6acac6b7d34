"""Who rings, how often, and what a lost bell costs."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from redis import Redis

from app.adapters.bell import QUEUES, Bell
from approvals.usecases.claims import LEASE
from workers.timetable import SOON, TIMETABLE, Periodic, Ringer


class Ears:
    """A bell that can be out of order."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.works = True

    def call(self, function: str, queues: list[str]) -> bool:
        if self.works:
            self.heard += queues
        return self.works


class Ticks:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


def ringer(ears: Ears, ticks: Ticks) -> Ringer:
    rows = (Periodic("quick", dt.timedelta(seconds=30), "clock"), Periodic("slow", dt.timedelta(seconds=60), "paper"))
    return Ringer(ears, rows, ticks)  # type: ignore[arg-type]


def test_what_a_killed_worker_held_is_taken_up_within_a_minute() -> None:
    assert all(LEASE + row.every < dt.timedelta(minutes=1) for row in TIMETABLE)


def test_every_queue_is_rung_at_least_once_a_minute() -> None:
    assert {row.queue for row in TIMETABLE} == set(QUEUES)
    assert all(row.every <= dt.timedelta(seconds=60) for row in TIMETABLE)


def test_everything_rings_at_the_start_and_then_in_its_own_measure(ears: Ears, ticks: Ticks) -> None:
    ring = ringer(ears, ticks)
    for _ in range(61):
        ring.ring_due()
        ticks.at += 1
    assert ears.heard == ["clock", "paper", "clock", "clock", "paper"]


def test_a_bell_that_could_not_ring_is_rung_soon(ears: Ears, ticks: Ticks) -> None:
    ring = ringer(ears, ticks)
    ears.works = False
    assert ring.ring_due() == 0
    ears.works = True
    ticks.at += SOON
    assert ring.ring_due() == 2


def test_at_most_two_bells_wait_per_queue(app: Flask, valkey: str) -> None:
    bell = Bell(valkey)
    for _ in range(10):
        assert bell.ring(["paper"])
    with Redis.from_url(valkey) as client:
        assert client.llen("rq:queue:paper") == 2


def test_a_bell_without_redis_says_so_and_raises_nothing() -> None:
    assert not Bell("redis://127.0.0.1:1/0").ring(["paper"])


def test_however_many_timetables_ring_two_bells_wait_and_no_more(valkey: str) -> None:
    """A third bell could not find what the second would miss; the rows behind the bells are unique."""
    for _ in range(5):
        Ringer(Bell(valkey)).ring_due()
    states = Bell(valkey).states()
    assert states is not None
    assert {state.waiting for state in states} == {2}
