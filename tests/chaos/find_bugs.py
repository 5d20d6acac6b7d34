"""The harness must be able to fail: each planted bug is put into a house of its own, and kills go on until it shows."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.bugs import BUGS
from tests.chaos.clients import Clients
from tests.chaos.faults import Fault, Fire, fill_the_disk
from tests.chaos.house import CREW, House
from tests.chaos.leases import let_the_leases_run_out, stop_past_the_lease
from tests.chaos.moment import CHORE, look
from tests.chaos.random_kills import rest

EPISODES = (0, 1, 2, 3, 4, 5, 5, 5, 5, 5)
"""Faults before each look; the counter that is killed at the end of each episode is one more."""
MORE_OF: Mapping[Fault, float] = {stop_past_the_lease: 0.2, fill_the_disk: 0.2}
"""Shares of the faults that random runs have none or few of: workers that outlive their hold on a row, work that fails."""
LONGEST_REST = 60.0
TWO_OF = ("notice#2", "report#2", "clock#2")


@dataclass
class Found:
    """What it took to see a bug; `first` is empty when it was never seen."""

    bug: str
    kills: int
    decisions: int
    seconds: float
    first: str

    def line(self) -> str:
        seen = (
            f"found after {self.kills} kills and {self.decisions} decisions: {self.first}"
            if self.first
            else "NOT FOUND"
        )
        return f"{self.bug}: {seen} ({self.seconds:.0f} s)"


def find(bug: str, seed: int, *, keep: bool = False) -> Found:
    """Some kills, then peace, then all questions; again until one has a wrong answer."""
    began, house = time.monotonic(), House("postgresql", seed=seed, bug=bug)
    fire = Fire(house, seed, ("web", "counter", *CREW, *TWO_OF))
    clients, decisions, first = None, 0, ""
    try:
        house.start("web", *CREW, *TWO_OF)
        for kills in EPISODES:
            house.ask("start", role="counter")
            clients = Clients(house.port, house.told, clients)
            clients.start()
            _some_work(clients)
            for _ in range(kills):
                _strike(fire)
                time.sleep(fire.chance.uniform(0.1, 0.6))
            fire.put_right()
            fire.at.append(time.time())
            house.ask("stop", role="counter")
            clients.end()
            decisions += clients.signed
            first = _first_wrong(house)
            if first:
                break
    finally:
        house.close(keep=keep)
    return Found(bug, len(fire.at), decisions, time.monotonic() - began, first)


def _strike(fire: Fire) -> None:
    """One of the chosen faults, or any."""
    began, drawn = time.time(), fire.chance.random()
    for fault, share in MORE_OF.items():
        drawn -= share
        if drawn < 0:
            if did := fault(fire):
                fire.at.append(began)
                fire.log.append(f"{began:.2f} {did}")
                return
            break
    fire.strike()


def _some_work(clients: Clients, least: int = 4, patience: float = 25) -> None:
    until = time.monotonic() + patience
    while clients.signed < least and time.monotonic() < until:
        time.sleep(0.1)


def _first_wrong(house: House) -> str:
    """What is wrong already, or when all is done; what waits longer than a minute is wrong, but for the night's chores."""
    left: list[str] = []
    until = time.monotonic() + LONGEST_REST
    while time.monotonic() < until:
        let_the_leases_run_out(house)
        rest(house, patience=4)
        waits, wrong = look(house)
        left = [key for key in waits if not key.startswith(CHORE)]
        if wrong or not left:
            return wrong[0] if wrong else ""
    return f"still waiting: {left[0]}" if left else ""


def run(*, only: Sequence[str] = (), seed: int, keep: bool = False) -> bool:
    """All of them, or those named; whether each was found, and nothing in a house without one."""
    chosen = [bug for bug in BUGS if not only or bug in only]
    found = []
    if not only:
        control = find("", seed, keep=keep)
        print(
            f"  no bug: {control.first or 'nothing found'} after {control.kills} kills and {control.decisions} decisions",
            flush=True,
        )
        if control.first:
            return False
    for bug in chosen:
        found.append(find(bug, seed, keep=keep))
        print(f"  {found[-1].line()}", flush=True)
    seen = sum(bool(one.first) for one in found)
    print(f"planted bugs: {seen} of {len(found)} found", flush=True)
    return seen == len(found)
