"""What is done to the house, one fault after the other; each returns in words what it did, or nothing when it could not."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable

from redis import Redis
from redis.exceptions import RedisError

from tests.chaos.desks import desk_roles
from tests.chaos.house import CREW, House

Fault = Callable[["Fire"], str]
WRONG_BY = (-600.0, 600.0)
DESK = "desk"
SOON = 40
"""Passages of points after which an ordered death comes."""


class Fire:
    """A run's faults, drawn by weight from a seed."""

    def __init__(self, house: House, seed: int, roles: tuple[str, ...] = ("web", "counter", *CREW)) -> None:
        self.house, self.roles = house, roles
        self.chance = random.Random(seed)
        self.at: list[float] = []
        self.log: list[str] = []
        self.frozen: list[tuple[float, str]] = []

    def strike(self) -> None:
        """One fault; drawn again when the one drawn is not to be had."""
        weights = (
            WEIGHTS
            if self.house.postgres is not None
            else {one: w for one, w in WEIGHTS.items() if one not in CITY_ONLY}
        )
        did = ""
        while not did:
            fault = self.chance.choices(list(weights), list(weights.values()))[0]
            began = time.time()
            did = fault(self)
        self.at.append(began)
        self.log.append(f"{began:.2f} {did}")

    def role(self) -> str:
        """The name of a process; of the desks, which have one name here, any."""
        role = self.chance.choice(self.roles)
        return self.chance.choice(desk_roles()) if role == DESK else role

    def put_right(self) -> None:
        """The end of all faults: what was taken away comes back; a process with a wrong clock goes."""
        self.house.desk.withdraw()
        self.house.disk.make_room()
        state = self.house.ask("state")
        for role in state:
            if state[role]["skew"]:
                self.house.ask("kill", role=role)

    def by_kind(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for line in self.log:
            kind = line.split(" ", 2)[1]
            counts[kind] = counts.get(kind, 0) + 1
        return counts


def kill_group(fire: Fire) -> str:
    role = fire.role()
    return f"group {role}" if fire.house.ask("kill", role=role, how="group")["killed"] else ""


def kill_parent(fire: Fire) -> str:
    role = fire.role()
    return f"parent {role}" if fire.house.ask("kill", role=role, how="parent")["killed"] else ""


def kill_child(fire: Fire) -> str:
    role = fire.role()
    return f"child {role}" if fire.house.ask("kill", role=role, how="child")["killed"] else ""


def die_at_a_point(fire: Fire) -> str:
    """Whoever passes some crash point next but so many."""
    passage = fire.chance.randrange(1, SOON)
    fire.house.desk.order("*", passage)
    until = time.monotonic() + 3
    while not fire.house.desk.is_carried_out():
        if time.monotonic() > until:
            fire.house.desk.withdraw()
            return ""
        time.sleep(0.01)
    fire.house.desk.withdraw()
    return f"point after {passage}"


def stop_for_a_while(fire: Fire) -> str:
    role = fire.role()
    if not fire.house.ask("kill", role=role, how="group", sign=signal.SIGSTOP)["killed"]:
        return ""
    time.sleep(fire.chance.uniform(0.5, 2))
    fire.house.ask("kill", role=role, how="group", sign=signal.SIGCONT)
    return f"stopped {role}"


def restart(fire: Fire) -> str:
    """As an operator does it: told to end, with what it is doing done, and started again."""
    role = fire.chance.choice([one for one in fire.roles if one in ("web", *CREW)])
    return f"restart {role}" if fire.house.ask("kill", role=role, how="parent", sign=signal.SIGTERM)["killed"] else ""


def kill_redis(fire: Fire) -> str:
    empty = fire.chance.random() < 0.5
    fire.house.valkey.kill()
    time.sleep(fire.chance.uniform(0, 1.5))
    fire.house.valkey.start_again(empty=empty)
    return f"redis killed{', came back empty' if empty else ''}"


def empty_redis(fire: Fire) -> str:
    try:
        with Redis.from_url(fire.house.valkey.url, socket_timeout=2) as client:
            client.flushall()
    except RedisError:
        return ""
    return "redis-emptied"


def freeze_redis(fire: Fire) -> str:
    fire.house.valkey.freeze()
    time.sleep(fire.chance.uniform(0.5, 3))
    fire.house.valkey.thaw()
    return "redis-stopped"


def kill_backend(fire: Fire) -> str:
    assert fire.house.postgres is not None
    return "backend" if fire.house.postgres.kill_backend() else ""


def kill_postmaster(fire: Fire) -> str:
    assert fire.house.postgres is not None
    fire.house.postgres.kill()
    time.sleep(fire.chance.uniform(0, 1))
    fire.house.postgres.start_again()
    return "postmaster"


def fill_the_disk(fire: Fire) -> str:
    if not fire.house.disk.is_mounted:
        return ""
    fire.house.disk.fill()
    time.sleep(fire.chance.uniform(0.5, 2))
    fire.house.disk.make_room()
    return "disk full"


def set_a_clock_wrong(fire: Fire) -> str:
    """One process goes on ten minutes off, until it is killed the next time."""
    role, skew = fire.role(), fire.chance.choice(WRONG_BY)
    return f"clock {skew:+.0f} s {role}" if fire.house.ask("kill", role=role, skew=skew)["killed"] else ""


WEIGHTS: dict[Fault, int] = {
    kill_group: 24, kill_parent: 14, kill_child: 16, die_at_a_point: 24, stop_for_a_while: 4, restart: 6, kill_redis: 3,
    empty_redis: 3, freeze_redis: 2, kill_backend: 4, kill_postmaster: 2, fill_the_disk: 2, set_a_clock_wrong: 3,
}  # fmt: skip
CITY_ONLY = {kill_backend, kill_postmaster, set_a_clock_wrong}
"""SQLite has no server, and no other clock than its host's."""
