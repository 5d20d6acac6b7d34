"""Real worker processes and a real Valkey: what is killed is done once, what is told to stop finishes first."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import re
import signal
from collections.abc import Iterator
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import func, select, update

from app.adapters.bell import Bell
from app.factory import create_app
from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.models.traces import JobRun, Notification, OutboxMessage
from tests.factories.main_job import MONDAY, accept_all, file_case, settle
from tests.support.house import House
from tools import embedded_valkey
from workers.jobs.drain import drain
from workers.jobs.moments import database_moments
from workers.limits import LIMITS
from workers.timetable import Ringer


def a_case_filed_and_accepted() -> None:
    """A recipe that leaves letters to print and people to tell."""
    cast = settle()
    accept_all(cast, file_case(cast), day=MONDAY)


pytestmark = [pytest.mark.starts_from.with_args(a_case_filed_and_accepted), pytest.mark.usefixtures("in_app")]


def rows(queue: str) -> list[OutboxMessage]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage).where(OutboxMessage.queue == queue)))


def is_done(queue: str) -> bool:
    return all(row.done_at is not None for row in rows(queue))


def is_at_work(queue: str) -> bool:
    return any(row.lease_token is not None for row in rows(queue))


def let_the_leases_run_out() -> None:
    """As if the time had passed."""
    with unit_of_work() as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.lease_until.is_not(None))
            .values(lease_until=OutboxMessage.created_at)
        )


def bell(app: Flask) -> Bell:
    found: Bell = app.extensions["binglian.bell"]
    return found


def letters() -> tuple[int, int, int]:
    """Letters issued, files of letters, and different hashes."""
    with reading() as session:
        issued = session.scalar(select(func.count()).where(Document.state == DocumentState.ISSUED))
        files, hashes = session.execute(
            select(func.count(), func.count(StoredFile.sha256.distinct())).where(
                StoredFile.display_name.contains("号.pdf")
            )
        ).one()
        return issued or 0, files, hashes


def test_a_job_killed_in_the_middle_is_done_once_after_its_lease(house: House, app: Flask) -> None:
    house.start("paper")
    bell(app).ring(["paper"])
    house.wait_until(lambda: is_at_work("paper"), "a letter is being printed")
    house.stop("paper", signal.SIGKILL)
    cut_off = [row.id for row in rows("paper") if row.done_at is None and row.attempts]
    assert len(cut_off) == 1
    let_the_leases_run_out()
    house.start("paper")
    bell(app).ring(["paper"])
    house.wait_until(lambda: is_done("paper"), "every letter is printed")
    assert letters() == (2, 2, 2)
    assert {row.attempts for row in rows("paper") if row.id in cut_off} == {2}


def test_told_to_stop_a_worker_finishes_its_job_first(house: House, app: Flask) -> None:
    house.start("paper")
    bell(app).ring(["paper"])
    house.wait_until(lambda: is_at_work("paper"), "a letter is being printed")
    house.stop("paper")
    assert not is_at_work("paper")
    assert is_done("paper")
    assert {row.attempts for row in rows("paper")} == {1}


def test_an_emptied_redis_loses_nothing(house: House, app: Flask, valkey: str) -> None:
    house.start("notice")
    house.wait_until(lambda: alive(app, "notice"), "the worker is known")
    bell(app).ring(["notice", "paper"])
    with Redis.from_url(valkey) as client:
        client.flushall()
    Ringer(bell(app)).ring_due()
    house.wait_until(lambda: is_done("notice"), "everybody is told")
    house.wait_until(lambda: alive(app, "notice"), "the worker is known again")


def alive(app: Flask, queue: str) -> bool:
    return any(state.name == queue and state.workers for state in bell(app).states() or ())


def test_a_run_is_noted_for_the_operator(house: House, app: Flask) -> None:
    house.start("notice")
    bell(app).ring(["notice"])
    house.wait_until(lambda: is_done("notice"), "everybody is told")
    house.stop("notice")
    with reading() as session:
        runs = session.scalars(select(JobRun).where(JobRun.job == "send_notices")).all()
    assert sum(run.touched for run in runs) == len(rows("notice"))


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A folder and a port for a server that the test itself starts, kills and starts again."""
    yield tmp_path / "valkey", embedded_valkey.free_port()


def test_a_worker_outlives_redis(house: House, own_valkey: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, port = own_valkey
    house.environment["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    ringing = Bell(house.environment["REDIS_URL"])
    server = embedded_valkey.start(folder, port)
    try:
        house.start("notice")
        ringing.ring(["notice"])
        house.wait_until(lambda: is_done("notice"), "everybody is told")
        server.kill()
        server.wait()
        with unit_of_work() as session:
            session.execute(update(OutboxMessage).where(OutboxMessage.queue == "notice").values(done_at=None))
        server = embedded_valkey.start(folder / "empty", port)
        ringing.ring(["notice"])
        house.wait_until(lambda: is_done("notice"), "the same process works again")
    finally:
        server.kill()
        server.wait()


def test_told_to_stop_a_worker_ends_although_redis_is_away(house: House, own_valkey: tuple[Path, int]) -> None:
    folder, port = own_valkey
    house.environment["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    server = embedded_valkey.start(folder, port)
    house.start("notice")
    bell = Bell(house.environment["REDIS_URL"])
    house.wait_until(lambda: any(one.workers for one in bell.states() or ()), "the worker has said that it lives")
    server.kill()
    server.wait()
    worker = house.processes["notice"]
    house.wait_until(lambda: "could not connect" in house.log.read_text(errors="replace"), "it has missed Redis")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=15) == 0


@pytest.mark.both_databases
def test_four_workers_share_the_rows_and_do_each_once(settings: Settings) -> None:
    # Forks: four processes that each import the house would cost this test most of its time.
    forks = multiprocessing.get_context("fork")
    start, results = forks.Barrier(4), forks.SimpleQueue()
    racers = [forks.Process(target=drain_alone, args=(settings, start, results)) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    done = [results.get() for racer in racers if racer.exitcode == 0]
    everything = rows("notice")
    assert sum(done) == len(everything)
    assert {row.attempts for row in everything} == {1}
    assert is_done("notice")
    with reading() as session:
        lines, keys = session.execute(
            select(func.count(Notification.id), func.count(Notification.key.distinct()))
        ).one()
    assert lines == keys == sum(row.kind == "mail" for row in everything)


def drain_alone(settings: Settings, start: Barrier, results: SimpleQueue[int]) -> None:
    """One worker's drain in a process, an application and a connection of its own."""
    app = create_app(settings)
    with app.app_context():
        moments = database_moments()
        start.wait(30)
        results.put(drain("notice", moments, moments() + dt.timedelta(minutes=1)).done)


def test_a_killed_parent_takes_its_child_along(house: House, app: Flask) -> None:
    house.start("paper")
    parent = house.processes["paper"].pid
    bell(app).ring(["paper"])
    house.wait_until(lambda: is_at_work("paper"), "a letter is being printed")
    (child,) = children_of(parent)
    held = Path(f"/proc/{child}/limits").read_text(encoding="ascii")
    assert re.search(rf"Max cpu time +{LIMITS['paper'].processor} ", held)
    assert re.search(r"Max address space +\d+ ", held)
    os.kill(parent, signal.SIGKILL)
    house.processes.pop("paper").wait()
    house.wait_until(lambda: not Path(f"/proc/{child}").exists() or is_zombie(child), "the child ended too")
    assert is_at_work("paper")


def children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
