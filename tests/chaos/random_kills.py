"""Random kills under load: `python -m tests.chaos random --kills 300 --seed 7 --on postgresql`."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from app.foundation.database import db
from app.foundation.reading import reading
from tests.chaos.checks import Told, Verdict, judge, waiting
from tests.chaos.clients import Clients
from tests.chaos.desks import desk_roles
from tests.chaos.faults import DESK, Fire
from tests.chaos.figures import delays, longest_gap, silences, spread
from tests.chaos.house import CREW, House
from tests.chaos.town import OVER_HTTP

REST = 60.0
"""Seconds after the last fault within which everything must be done."""
PATIENCE = 180.0
FIRST = 10
"""Decisions before the first fault."""
SECOND = "notice#2"
"""Five effects of a decision are four notices: one worker writes them on a quiet machine, two on a busy one."""
PER_DESK, OLD_SHARE = 8, 1 / 24
PAUSE = (0.4, 1.6)
"""Seconds between two faults: 300 of them, on both databases, all that waits done, and all points, in twelve minutes."""


@dataclass
class Outcome:
    """A run in figures."""

    kind: str
    kills: int = 0
    decisions: int = 0
    seconds: float = 0.0
    rest: float = 0.0
    left: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)
    """Seconds of the processor."""
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def is_good(self) -> bool:
        return not self.left and not self.verdict.wrong and self.rest <= REST


def rest(house: House, patience: float = PATIENCE) -> tuple[float, list[str]]:
    """Seconds until nothing waits any more, and what still waits when patience ends."""
    began, left = time.monotonic(), ["the database"]
    with house.app.app_context():
        while left and time.monotonic() - began < patience:
            try:
                with reading() as session:
                    left = waiting(session)
            except SQLAlchemyError:
                db.engine.dispose()
            if left:
                time.sleep(0.25)
    return time.monotonic() - began, left


def judged(house: House) -> Verdict:
    with house.app.app_context():
        db.engine.dispose()
        with reading() as session:
            return judge(session, house.home / "files", house.home / "mail", Told.read(house.told))


def burn(house: House, clients: Clients, fire: Fire, kills: int, decisions: int) -> None:
    """The faults, one after the other, with some work between them, until there were enough of both."""
    house.wait_until(lambda: clients.signed >= FIRST, "the first decisions", within=90)
    while len(fire.at) < kills or clients.signed < decisions:
        fire.strike()
        time.sleep(fire.chance.uniform(*PAUSE))
        if len(fire.at) % 25 == 0:
            print(f"  {len(fire.at)} kills, {clients.signed} decisions", flush=True)


def run(kind: str, *, kills: int, seed: int, decisions: int = 0, keep: bool = False) -> Outcome:
    """One installation, so many faults and decisions at least, then peace, then the questions."""
    print(f"{kind}: {kills} kills, seed {seed}", flush=True)
    outcome = Outcome(kind)
    house = House(kind, seed=seed, per_desk=PER_DESK, old=OLD_SHARE, disk=192 + max(kills // 4, decisions // 50))
    try:
        house.start("web", *CREW, SECOND, "counter", *desk_roles())
        clients = Clients(house.port, house.told, only=[OVER_HTTP])
        fire = Fire(house, seed, ("web", "counter", DESK, *CREW, SECOND))
        clients.start()
        spent = house.spent()
        began = time.time()
        burn(house, clients, fire, kills, decisions)
        outcome.seconds = time.time() - began
        outcome.spent = {who: used - spent.get(who, 0.0) for who, used in house.spent().items()}
        fire.put_right()
        for role in ("counter", *desk_roles()):
            house.ask("stop", role=role)
        clients.end()
        outcome.rest, outcome.left = rest(house)
        outcome.rest += time.time() - began - outcome.seconds - outcome.rest
        outcome.verdict = judged(house)
        _figure(house, clients, fire, outcome, dt.datetime.fromtimestamp(began, dt.UTC))
    except BaseException:
        sys.stderr.write(house.said())
        raise
    finally:
        house.close(keep=keep or not outcome.is_good)
    return outcome


def _figure(house: House, clients: Clients, fire: Fire, outcome: Outcome, since: dt.datetime) -> None:
    outcome.kills, outcome.decisions, outcome.log = len(fire.at), clients.signed, fire.log
    with house.app.app_context(), reading() as session:
        first, again = delays(session, since)
    answers, seconds, browsers = clients.answers, outcome.seconds, clients.signed_over_http
    used = sum(outcome.spent.values())
    outcome.lines = [
        f"{outcome.kind}: {outcome.kills} kills, {outcome.decisions} decisions in {seconds:.0f} s"
        f" ({outcome.decisions / seconds:.1f}/s; {clients.direct_signed / seconds:.1f}/s of 4 desks,"
        f" {browsers / seconds:.1f}/s in browsers), {len(answers) / seconds:.1f} answered moves/s"
        f" ({len(clients.answers_over_http) / seconds:.1f}/s over HTTP)",
        f"processor: {1000 * used / max(1, outcome.decisions):.0f} ms of it per decision, {used / seconds:.2f} of"
        f" {os.cpu_count()} cores: "
        + ", ".join(
            f"{who} {100 * one / used:.0f} %" for who, one in sorted(outcome.spent.items(), key=lambda x: -x[1])
        ),
        f"faults: {', '.join(f'{count} {kind}' for kind, count in sorted(fire.by_kind().items()))}",
        f"{outcome.verdict.line()}",
        f"commit to effect, undisturbed: {spread(first)} of {len(first)}; cut off and done again: {spread(again)} of {len(again)}",
        f"fault to the next answer: {spread(silences(fire.at, answers))}; longest silence {longest_gap(answers):.1f} s",
        f"all work done {outcome.rest:.1f} s after the last fault"
        + (f"; STILL WAITING: {outcome.left[:5]}" if outcome.left else ""),
    ]
    if clients.odd:
        outcome.lines.append(f"answers nobody expected: {sorted(set(clients.odd))}")
    outcome.lines += [f"WRONG {one}" for one in outcome.verdict.wrong[:20]]
    if not outcome.is_good:
        outcome.lines.append(f"kept for looking: {house.folder}")
