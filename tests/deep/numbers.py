"""`python -m tests.deep.numbers`: processes that issue numbers of one pattern at once, on PostgreSQL and on SQLite.

Each process issues letters of a case of its own by the house's own verb, every letter with a number of the one letter
pattern and a permit number of the one result pattern; every seventh transaction is taken back after its number was
assigned. Then the registers are read: no gap, no repeat, in the order of the commits.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import func, select

from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.unit_of_work import RING
from approvals.models.letters import Document
from approvals.queries.number_register import RegisterRow, registers
from tests.bench.town import Town, build_town, file_case
from tests.factories.letters import issue_letters
from tests.support.installation import settings_for
from tests.support.postgres import Cluster

NOW = dt.datetime(2026, 3, 9, 4, 0, tzinfo=dt.UTC)
RESULT = "地字第{region6}{year}{n5}号"
TAKEN_BACK_EVERY = 7


@dataclass(frozen=True)
class Issue:
    """What a run issued, and what the registers say of it. `rows` are the registers of the letter and of the result."""

    processes: int
    letters: int
    taken_back: int
    different: int
    seconds: float
    rows: tuple[RegisterRow, ...]

    @property
    def is_whole(self) -> bool:
        """Every number once, none left out."""
        exact = all((row.last_serial, row.missing, row.repeated) == (self.letters, 0, 0) for row in self.rows)
        return len(self.rows) == 2 and exact and self.different == 2 * self.letters


def race(settings: Settings, cases: list[str], each: int) -> tuple[int, float]:
    """One process per case, each issuing `each` letters; returns how many transactions were taken back, and seconds."""
    forks = multiprocessing.get_context("fork")
    start = forks.Barrier(len(cases) + 1)
    racers = [forks.Process(target=issue_alone, args=(settings, case, each, start)) for case in cases]
    for racer in racers:
        racer.start()
    start.wait(120)
    began = time.monotonic()
    for racer in racers:
        racer.join(900)
    if any(racer.exitcode for racer in racers):
        raise RuntimeError(f"a process fell: {[racer.exitcode for racer in racers]}")
    return len(cases) * len(range(0, each, TAKEN_BACK_EVERY)), time.monotonic() - began


def without_bells(settings: Settings) -> Flask:
    """Nobody is to print these, and no Redis is to be missed."""
    app = create_app(settings)
    app.extensions[RING] = lambda queues: None
    return app


def issue_alone(settings: Settings, case: str, each: int, start: Barrier) -> None:
    """In a process, an application and a connection of its own."""
    app = without_bells(settings)
    with app.app_context():
        start.wait(120)
        for number in range(each):
            if number % TAKEN_BACK_EVERY == 0:
                issue_letters(case, 1, now=NOW, pattern=RESULT, taken_back=True)
            issue_letters(case, 1, now=NOW, pattern=RESULT)


def outcome(processes: int, each: int, taken_back: int, seconds: float) -> Issue:
    """Read the registers of the two patterns."""
    with reading() as session:
        rows = tuple(row for row in registers(session) if row.register.startswith(("章审认", "地字第")))
        numbers = session.execute(
            select(func.count(Document.number.distinct()), func.count(Document.result_number.distinct())).where(
                Document.kind == "confirmation_result"
            )
        ).one()
    return Issue(processes, processes * each, taken_back, sum(numbers), seconds, rows)


def _measured(app: Flask, settings: Settings, processes: int, each: int) -> Issue:
    with app.app_context():
        flask_migrate.upgrade()
        town: Town = build_town(1)
        cases = [file_case(town) for _ in range(processes)]
        db.engine.dispose()
        return outcome(processes, each, *race(settings, cases, each))


def main() -> int:
    """8 processes and 1,000 letters on PostgreSQL, 4 and 200 on SQLite."""
    cluster, home = Cluster(("max_connections=60",)), Path(tempfile.mkdtemp())
    whole = True
    try:
        for name, url, processes, each in (
            ("PostgreSQL", cluster.url(cluster.create()), 8, 125),
            ("SQLite", f"sqlite:///{home / 'numbers.db'}", 4, 50),
        ):
            settings = settings_for(url, home=home / name)
            found = _measured(without_bells(settings), settings, processes, each)
            whole = whole and found.is_whole
            print(
                f"{name}: {found.processes} processes issued {found.letters} letters with {found.different} different "
                f"numbers in {found.seconds:.1f} s, {found.taken_back} transactions taken back"
            )
            for row in found.rows:
                print(f"    {row.register}: last {row.last_serial}, gaps {row.missing}, repeats {row.repeated}")
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
