"""The real processes of one installation, started from the Procfile that people use."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from honcho.environ import parse_procfile

from tests.support.installation import environment_for
from tests.support.places import FONTS
from tools.embedded_valkey import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSED_ON = ("PATH", "LANG", "HOME", "TMPDIR")


def procfile() -> dict[str, list[str]]:
    """Name → command, without the restarting wrapper (a test wants to see a fall), and one worker process per name."""
    entries = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes
    commands = {name: shlex.split(line.removeprefix("exec python tools/keep.py ")) for name, line in entries.items()}
    python, flag, package, *names = commands.pop("workers")
    return commands | {name: [python, flag, package, name] for name in names}


class House:
    """Web and workers as processes; `start` and `stop` by the Procfile's names."""

    def __init__(self, database_url: str, redis_url: str, home: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self.log = home / "processes.log"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.environment |= environment_for(database_url, redis_url=redis_url, home=home)
        self.environment |= {"PORT": str(self.port), "BINGLIAN_BASE_URL": self.url, "WEB_CONCURRENCY": "1"}
        self.environment |= {
            "BINGLIAN_REMIND_ANY_TIME": "1"
        }  # real workers read the real clock: no test waits for nine
        self.environment |= {"FONTCONFIG_FILE": str(FONTS), "PYTHONUNBUFFERED": "1"}
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{self.environment['PATH']}"

    def start(self, *names: str) -> None:
        """Start the named processes, and wait for the web to answer when it is among them."""
        for name in names:
            with self.log.open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    procfile()[name],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        if "web" in names:
            self.wait_until(lambda: self.answers("/healthz"), "the web answers")

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def wait_until(self, condition: Callable[[], bool], what: str, within: float = 60) -> None:
        """Poll until the condition holds; fails with the processes' own words when it never does."""
        deadline = time.monotonic() + within
        while not condition():
            fallen = {name: process.returncode for name, process in self.processes.items() if process.poll()}
            if fallen or time.monotonic() > deadline:
                said = self.log.read_text(encoding="utf-8", errors="replace")[-4000:]
                raise AssertionError(f"never came true: {what}. Fallen: {fallen or 'none'}. They said:\n{said}")
            time.sleep(0.05)

    def stop(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End one process with a signal to its group, so that a killed worker leaves no child behind."""
        process = self.processes.pop(name)
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def close(self) -> None:
        """End everything at once and without ceremony: how processes stop when told to is what other tests look at."""
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes.values():
            process.wait()
        self.processes.clear()
