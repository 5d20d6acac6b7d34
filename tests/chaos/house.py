"""A whole installation of this run's own: servers, zygote, and the application this side looks at the database with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask

from app.factory import create_app
from app.foundation.database import db
from app.foundation.settings import Settings
from app.foundation.unit_of_work import RING
from tests.chaos.orders import Desk
from tests.chaos.servers import Postgres, SmallDisk, Valkey
from tests.chaos.town import PER_DESK, build_town
from tests.support.installation import environment_for
from tests.support.places import FONTS
from tests.support.shared import in_memory
from tools.embedded_valkey import free_port

ROOT = Path(__file__).resolve().parents[2]
CREW = ("clock", "paper", "notice", "report", "timetable")
PREFIX = "binglian-chaos-"
PASSED_ON = ("PATH", "LANG", "HOME", "TMPDIR")


def tidy_up() -> None:
    """What a run that was killed itself could not end: the number in the name is of a process that is no more."""
    for folder in Path(in_memory() or tempfile.gettempdir()).glob(f"{PREFIX}[0-9]*-*"):
        if Path("/proc", folder.name.removeprefix(PREFIX).split("-")[0]).exists():
            continue
        for note in folder.glob("binglian-pg-*/data/postmaster.pid"):
            with suppress(OSError, ValueError):
                number = int(note.read_text(encoding="ascii").split()[0])
                if str(folder).encode() in Path(f"/proc/{number}/cmdline").read_bytes():
                    os.kill(number, signal.SIGQUIT)
        subprocess.run(["umount", "-l", str(folder / "home" / "files")], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


class House:
    """`kind`: sqlite or postgresql. `bug`: what is planted in its processes. `old`: share of the cases that come late."""

    def __init__(
        self, kind: str, *, seed: int, bug: str = "", per_desk: int = PER_DESK, old: float = 1 / 6, disk: int = 192
    ) -> None:
        tidy_up()
        self.kind, self.bug = kind, bug
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=in_memory()))
        self.folder.chmod(0o755)
        self.home = self.folder / "home"
        self.disk = SmallDisk(self.home / "files", disk)
        self.valkey = Valkey(self.folder / "valkey")
        self.postgres = Postgres(self.folder) if kind == "postgresql" else None
        url = self.postgres.url(self.postgres.create("city")) if self.postgres else f"sqlite:///{self.home}/city.db"
        self.told, self.log = self.folder / "told.jsonl", self.folder / "processes.log"
        self.desk = Desk(self.folder / "order.json")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = environment_for(url, redis_url=self.valkey.url, home=self.home)
        self.environment = environment | {
            "PORT": str(self.port),
            "BINGLIAN_REMIND_ANY_TIME": "1",
            "WEB_CONCURRENCY": "2",
        }
        self.environment |= {"BINGLIAN_BASE_URL": self.url, "FONTCONFIG_FILE": str(FONTS), "PYTHONUNBUFFERED": "1"}
        self.environment |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        plan = {"orders": str(self.desk.path), "told": str(self.told), "seed": seed, "bug": bug, "old": old}
        self.environment["CHAOS_PLAN"] = json.dumps(plan)
        self.app = self._settled(per_desk)
        self._talking = threading.Lock()
        self.zygote = self._zygote()

    def _settled(self, per_desk: int) -> Flask:
        settings = {name: value for name, value in self.environment.items() if name not in PASSED_ON}
        app = create_app(Settings.from_environment(settings))
        app.extensions[RING] = lambda queues: None
        with app.app_context():
            flask_migrate.upgrade()
            build_town(per_desk)
            db.engine.dispose()
        return app

    def _zygote(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.zygote"], cwd=ROOT, env=self.environment, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        assert process.stdout is not None
        if not process.stdout.readline():
            raise RuntimeError(f"the house does not start:\n{self.said()}")
        return process

    def ask(self, do: str, **order: Any) -> dict[str, Any]:
        """Give the zygote an order; its answer."""
        assert self.zygote.stdin is not None
        assert self.zygote.stdout is not None
        with self._talking:
            self.zygote.stdin.write(json.dumps({"do": do, **order}).encode() + b"\n")
            self.zygote.stdin.flush()
            line = self.zygote.stdout.readline()
        if not line:
            raise RuntimeError(f"the zygote fell:\n{self.said()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def start(self, *roles: str) -> None:
        for role in roles:
            self.ask("start", role=role)
        if "web" in roles:
            self.wait_until(self.answers, "the web answers")

    def answers(self) -> bool:
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer,
        ):
            return bool(answer.status == 200)
        return False

    def spent(self) -> dict[str, float]:
        """Seconds of the processor until now, by who used them."""
        found: dict[str, float] = self.ask("spent")
        if self.postgres is not None:
            found["database"] = self.postgres.spent()
        return found | {"valkey": self.valkey.spent(), "harness and browsers": sum(os.times()[:2])}

    def wait_until(self, condition: Any, what: str, within: float = 60) -> None:
        until = time.monotonic() + within
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"never came true: {what}\n{self.said()}")
            time.sleep(0.05)

    def ring(self, *queues: str) -> None:
        """As the timetable does."""
        self.app.extensions["binglian.bell"].ring(queues)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def close(self, *, keep: bool = False) -> None:
        """End everything this run has started; `keep` leaves the folder for whoever looks."""
        with suppress(OSError):
            assert self.zygote.stdin is not None
            self.zygote.stdin.close()
        try:
            self.zygote.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.zygote.pid, signal.SIGKILL)
            self.zygote.wait()
        self.valkey.stop()
        with self.app.app_context():
            db.engine.dispose()
        if self.postgres is not None:
            with suppress(RuntimeError):
                self.postgres.stop()
        self.disk.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
