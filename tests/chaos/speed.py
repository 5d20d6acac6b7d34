"""`python -m tests.chaos speed`: rows per second of one `notice` and one `paper` worker, and what the outbox costs a decision.

The rows are drained as a bell's answer does it, by one process on a PostgreSQL that keeps its log. Letters are set by
the quick press of the harness, to see the worker, and by the real one, to see the letters. The cost of the outbox is
the median of decisions signed in turns with it and without a row of it.
"""

from __future__ import annotations

import datetime as dt
import time
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.factory import create_app
from app.foundation import unit_of_work as unit
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.wallclock import now
from approvals.domain.states import Outcome
from approvals.models.traces import OutboxMessage
from approvals.usecases.department.claim import claim
from approvals.usecases.department.propose import propose
from approvals.usecases.department.sign import sign
from departments.domain.actor import Actor
from tests.chaos.house import PASSED_ON, House
from tests.chaos.quick import QuickPrinter, QuickSealer, make_quick
from tests.chaos.town import accept_all, desk_of, file_case, the_town, tracks_of
from workers.jobs.drain import drain
from workers.jobs.moments import database_moments

CASES, LETTERS, SIGNED = 12, 8, 40


def rows_per_second(queue: str, budget: float) -> tuple[float, int]:
    """How fast one worker empties a queue, or how far it comes in the time."""
    moments = database_moments()
    began = time.perf_counter()
    tally = drain(queue, moments, moments() + dt.timedelta(seconds=budget))
    return tally.done / (time.perf_counter() - began), tally.done


def proposals(app: Flask, heads: dict[int, Actor], count: int) -> list[tuple[Actor, str, int]]:
    """So many items that wait for a signature: whose, which, and their version."""
    town, found = the_town(), []
    while len(found) < count:
        case, _ = file_case(app, town, f"speed {len(found)}", now())
        accept_all(town, case, now())
        for item, (track, version) in tracks_of(case).items():
            examiner = town.examiners[str(desk_of(item))]
            claim(track=track, version=version, actor=examiner, now=now())
            propose(
                track=track, version=version + 1, outcome=Outcome.GRANT, findings="符合条件。", reasons="", basis="",
                reapply="", conditions="", actor=examiner, now=now(),
            )  # fmt: skip
            found.append((heads[desk_of(item)], track, version + 2))
    return found


def outbox_cost(app: Flask, heads: dict[int, Actor]) -> tuple[float, float]:
    """Milliseconds of a signature with the outbox, and with its rows left out."""
    honest, took = unit._write, ([], [])

    def without(session: Any) -> None:
        session.info.get(unit._LAST, {}).pop(OutboxMessage, None)
        honest(session)

    for number, (head, track, version) in enumerate(proposals(app, heads, SIGNED)):
        unit._write = without if number % 2 else honest
        began = time.perf_counter()
        sign(track=track, version=version, actor=head, now=now())
        took[number % 2].append((time.perf_counter() - began) * 1000)
    unit._write = honest
    return median(took[0]), median(took[1])


def run() -> None:
    """Print the figures."""
    house = House("postgresql", seed=1)
    try:
        given = {name: value for name, value in house.environment.items() if name not in PASSED_ON}
        app = create_app(Settings.from_environment(given | {"FONTCONFIG_FILE": house.environment["FONTCONFIG_FILE"]}))
        press = {name: app.extensions[f"binglian.{name}"] for name in ("printer", "sealer")}
        make_quick(app)
        app.extensions[unit.RING] = lambda queues: None
        with app.app_context():
            _figures(app, press)
            db.engine.dispose()
    finally:
        house.close()


def _figures(app: Flask, press: dict[str, Any]) -> None:
    heads = _heads()
    with_it, without = outbox_cost(app, heads)
    print(
        f"a signature: {with_it:.1f} ms with its outbox rows, {without:.1f} ms without: {with_it - without:.1f} ms for the outbox"
    )
    speed, done = rows_per_second("notice", 20)
    print(f"notice: {speed:.0f} rows/s of one worker ({done} rows, lines and mails as files)")
    with reading() as session:
        letters = select(OutboxMessage.id).where(OutboxMessage.queue == "paper", OutboxMessage.done_at.is_(None))
        waiting = len(session.scalars(letters).all())
    speed, done = rows_per_second("paper", 10)
    print(f"paper: {speed:.0f} rows/s of one worker with the quick press ({done} of {waiting} letters)")
    file_more(app)
    app.extensions["binglian.printer"], app.extensions["binglian.sealer"] = press["printer"], press["sealer"]
    press["printer"].warm()
    press["sealer"].warm()
    speed, done = rows_per_second("paper", 15)
    print(f"paper: {speed:.1f} rows/s of one worker with the real press and seal ({done} letters)")


def file_more(app: Flask) -> None:
    assert isinstance(app.extensions["binglian.printer"], QuickPrinter)
    assert isinstance(app.extensions["binglian.sealer"], QuickSealer)
    town = the_town()
    for number in range(CASES // 2):
        case, _ = file_case(app, town, f"more {number}", now())
        accept_all(town, case, now())


def _heads() -> dict[int, Actor]:
    return {desk: the_town().heads[str(desk)] for desk in range(1, 5)}
