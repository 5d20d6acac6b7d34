"""`python -m tests.chaos.zygote`: imports the house once and forks its processes on order, so that a kill costs 20 ms.

Orders come as JSON lines, answers go back the same way. The processes are the real ones: gunicorn with its worker, RQ
workers with their children, the timetable. This process alone ends them, by their number, and starts fallen ones again.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import random
import runpy
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from app.adapters.bell import QUEUES
from app.factory import create_app
from app.foundation import crash_points, wallclock
from app.foundation.database import db
from approvals.queries import reconciliations
from tests.chaos.bugs import plant
from tests.chaos.counter import keep_filing
from tests.chaos.desks import keep_deciding
from tests.chaos.orders import Orders
from tests.chaos.quick import make_quick, open_all_day
from tests.chaos.rehearsal import rehearse
from tests.chaos.skew import shifted_clock
from tests.chaos.spent import descendants, spent_below
from workers.__main__ import TIMETABLE, run

ROOT = Path(__file__).resolve().parents[2]
AGAIN_AFTER = 0.2
PR_SET_CHILD_SUBREAPER = 36
SHELVES = 2
"""Of 256: the harness looks at every file itself, and a night that is opened again each minute must not take one."""


class Served(BaseApplication):  # type: ignore[misc]
    """The web as `gunicorn --config deploy/gunicorn.py` serves it."""

    def __init__(self, app: Flask) -> None:
        self.flask = app
        super().__init__()

    def load_config(self) -> None:
        for name, value in runpy.run_path(str(ROOT / "deploy" / "gunicorn.py")).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.flask


@dataclass
class Child:
    """One process that should be there: `pid` 0 while it is not."""

    role: str
    pid: int = 0
    due: float = 0.0
    falls: int = 0
    skew: float = 0.0
    """Of its next start."""
    is_skewed: bool = False
    last: int | None = None
    wanted: bool = True


@dataclass
class Zygote:
    """The orders' side of it."""

    app: Flask
    plan: dict[str, Any]
    children: dict[str, Child] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)

    def live(self) -> None:
        """Until the orders end."""
        buffer = b""
        while True:
            readable, _, _ = select.select([0], [], [], 0.05)
            if readable:
                got = os.read(0, 65536)
                if not got:
                    break
                *lines, buffer = (buffer + got).split(b"\n")
                for line in lines:
                    order = json.loads(line)
                    print(json.dumps(getattr(self, order.pop("do"))(**order)), flush=True)
            self.bury()
            for child in self.children.values():
                if child.wanted and not child.pid and child.due <= time.monotonic():
                    self.fork(child)
        self.stop()

    def start(self, role: str, skew: float = 0.0) -> dict[str, Any]:
        child = self.children.setdefault(role, Child(role))
        child.wanted, child.due, child.skew = True, 0.0, skew
        if not child.pid:
            self.fork(child)
        return {"pid": child.pid}

    def state(self) -> dict[str, Any]:
        self.bury()
        return {
            one.role: {"pid": one.pid, "falls": one.falls, "last": one.last, "skew": one.is_skewed}
            for one in self.children.values()
        }

    def kill(self, role: str, how: str = "group", sign: int = signal.SIGKILL, skew: float = 0.0) -> dict[str, Any]:
        """`group`: it and all below it; `parent`: it alone; `child`: one below it. Only what this process started."""
        child = self.children[role]
        if not child.pid:
            return {"killed": []}
        family, child.skew = descendants(child.pid), skew
        chosen = {"group": family, "parent": family[:1], "child": random.sample(family[1:], min(1, len(family[1:])))}
        for pid in chosen[how]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
        return {"killed": chosen[how]}

    def stop(self, role: str | None = None) -> dict[str, Any]:
        """End one or all at once, and do not start them again."""
        chosen = [one for one in self.children.values() if role in (None, one.role)]
        for child in chosen:
            child.wanted = False
            self.kill(child.role, sign=signal.SIGKILL)
        until = time.monotonic() + 10
        while any(child.pid for child in chosen) and time.monotonic() < until:
            self.bury()
            time.sleep(0.01)
        return {}

    def bury(self) -> None:
        """Also the orphans, who come to this process when their parent was killed alone."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status, used = os.wait4(-1, os.WNOHANG)
                if not pid:
                    return
                child = next((one for one in self.children.values() if one.pid == pid), None)
                role = kind_of(child.role) if child else "orphans"
                self.used[role] = self.used.get(role, 0.0) + used.ru_utime + used.ru_stime
                if child:
                    child.last, child.pid = os.waitstatus_to_exitcode(status), 0
                    child.falls, child.due = child.falls + 1, time.monotonic() + AGAIN_AFTER

    def spent(self) -> dict[str, float]:
        """Seconds of the processor by role, of the living and of the dead."""
        self.bury()
        found = dict(self.used)
        for child in self.children.values():
            role = kind_of(child.role)
            found[role] = found.get(role, 0.0) + spent_below(child.pid)
        return found

    def fork(self, child: Child) -> None:
        sys.stdout.flush()
        child.pid = os.fork()
        if child.pid == 0:
            os._exit(self.be(child.role, child.skew))
        child.is_skewed, child.skew = bool(child.skew), 0.0

    def be(self, role: str, skew: float) -> int:
        """In the child: `name#2` is a second process of the same name."""
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(2, 1)
        with self.app.app_context():
            db.engine.dispose(close=False)
        if skew:
            wallclock.dt = shifted_clock(skew)  # type: ignore[assignment]
        try:
            work_of(role.split("#")[0], self.app, self.plan)()
        except BaseException:  # noqa: BLE001 - the last frame of a process
            traceback.print_exc()
            return 1
        return 0


def work_of(name: str, app: Flask, plan: dict[str, Any]) -> Callable[[], object]:
    """What a process of this name does all its life."""
    if name == "web":
        sys.argv = ["gunicorn"]
        return Served(app).run
    if name in (*QUEUES, TIMETABLE):
        return lambda: run(app, name)
    told, seed = Path(plan["told"]), plan["seed"]
    if name in ("counter", "late-counter"):
        return lambda: keep_filing(app, told, seed, 1.0 if name == "late-counter" else plan["old"])
    if name.startswith("desk"):
        return lambda: keep_deciding(app, told, seed, int(name.removeprefix("desk")))
    raise ValueError(name)


def kind_of(role: str) -> str:
    """`desk3` and `notice#2` are a desk and a worker of the notices."""
    return role.split("#")[0].rstrip("0123456789")


def main() -> int:
    plan = json.loads(os.environ["CHAOS_PLAN"])
    app = create_app()
    make_quick(app)
    open_all_day()
    reconciliations.SHELVES = reconciliations.SHELVES[:SHELVES]
    rehearse(app, Path(plan["told"]))
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    crash_points.arm(Orders(Path(plan["orders"])).passing)
    plant(plan.get("bug", ""), app)
    print(json.dumps({"ready": os.getpid()}), flush=True)
    Zygote(app, plan).live()
    return 0


if __name__ == "__main__":
    sys.exit(main())
