"""`make run`: prepare the data folder, then web, workers, timetable and the embedded Valkey as one process group.

Everything is said through the environment: PORT, HOST, BINGLIAN_HOME, DATABASE_URL, REDIS_URL. Ctrl-C (or SIGTERM)
stops all of it; a killed launcher is noticed by its children within a second or two.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import embedded_valkey
import preparation
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message, Printer

ROOT = Path(__file__).resolve().parent.parent
CAST, SHOWN = 10, ("username", "password", "name", "look_zh", "look_en")
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
READY_WITHIN = 300.0


def environment() -> dict[str, str]:
    """What every process of the group is started with; absolute, because processes may stand elsewhere."""
    home = Path(os.environ.get("BINGLIAN_HOME", "var")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    given = dict(os.environ)
    given["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{given.get('PATH', os.defpath)}"
    given["BINGLIAN_HOME"] = str(home)
    given["LAUNCHER_PID"] = os.environ["LAUNCHER_PID"] = str(os.getpid())
    given.setdefault("PORT", "8000")
    given.setdefault("HOST", "127.0.0.1")
    given.setdefault("FONTCONFIG_FILE", str(ROOT / "var" / "fonts" / "fonts.conf"))
    given["PYTHONUNBUFFERED"] = "1"
    return given


@contextlib.contextmanager
def the_only_one(home: Path) -> Iterator[int]:
    """Hold the data folder's lock: two launchers on one folder would be two Valkeys on one file."""
    descriptor = os.open(home / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + 5
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                sys.exit(f"Binglian already runs with the data folder {home}. Stop it, or set BINGLIAN_HOME.")
            time.sleep(0.2)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def redis(given: dict[str, str], lock: int) -> Iterator[None]:
    """The Redis that is configured, or an embedded one for as long as the group runs."""
    if given.get("REDIS_URL"):
        yield
        return
    folder = Path(given["BINGLIAN_HOME"]) / "redis"
    folder.mkdir(exist_ok=True)
    port = embedded_valkey.port_in(folder)
    given["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    # The server inherits the lock, so that a folder stays taken until its last writer has gone.
    process = embedded_valkey.start(folder, port, kept=True, pass_fds=(lock,))
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def watch_parent() -> None:
    """End when make is gone: a SIGKILL to it reaches nobody else."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def announce(given: dict[str, str], say: Callable[[str], None], started: float) -> None:
    """Wait until the house is ready, then say where it is and who may sign in."""
    address = f"http://127.0.0.1:{given['PORT']}"
    time.sleep(0.5)  # honcho forks meanwhile; a fork beside a busy thread may copy a held lock
    while not is_ready(address):
        if time.monotonic() - started > READY_WITHIN:
            say(f"not ready after {READY_WITHIN:.0f} s; {address}/readyz says why")
            return
        time.sleep(0.2)
    say(f"Binglian 并联 is ready after {time.monotonic() - started:.1f} s: {given.get('BINGLIAN_BASE_URL', address)}")
    for line in demo_accounts(given):
        say(line)
    say("Ctrl-C stops everything.")


def demo_accounts(given: dict[str, str]) -> list[str]:
    """The cast of the demo city as lines of a table; nothing when the installation has none."""
    listed = subprocess.run(
        [*FLASK, "demo", "accounts"], env=given, cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        rows: list[dict[str, str]] = json.loads(listed.stdout)
    except json.JSONDecodeError:
        return []
    cast, others = rows[:CAST], len(rows) - CAST
    widths = {name: max((len(row.get(name, "")) for row in cast), default=0) for name in SHOWN}
    lines = ["  ".join(row.get(name, "").ljust(widths[name]) for name in SHOWN).rstrip() for row in cast]
    return [*lines, f"and {others} more: flask --app wsgi demo accounts"] if others > 0 else lines


def prepare(given: dict[str, str]) -> int:
    """Migrate, load catalogue and calendar, build the demo city on the first start; the exit status."""
    home = Path(given["BINGLIAN_HOME"])
    database_url = given.get("DATABASE_URL") or f"sqlite:///{home / 'binglian.db'}"
    mode = given.get("BINGLIAN_MODE", "demo")
    if preparation.is_done(home, database_url, mode):
        return 0
    status = subprocess.run([*FLASK, "prepare"], env=given, cwd=ROOT, check=False).returncode
    if status == 0:
        preparation.write_down(home, database_url, mode)
    return status


def run_group(given: dict[str, str], started: float) -> int:
    printer = Printer(sys.stdout)
    manager = Manager(printer)

    def say(text: str) -> None:
        manager.events.put(Message(type="line", data=text, time=dt.datetime.now(), name="binglian", colour=None))

    for name, command in parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes.items():
        manager.add_process(name, command, env=given, cwd=str(ROOT))
    printer.width = max(printer.width, len("binglian"))
    threading.Thread(target=announce, args=(given, say, started), daemon=True).start()
    manager.loop()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # everything is stopping already
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stopped_by_hand = manager.returncode in (130, 143)
    return 0 if stopped_by_hand else int(manager.returncode or 0)


def main() -> int:
    started = time.monotonic()
    given = environment()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if not embedded_valkey.is_free(int(given["PORT"])):
        sys.exit(f"Port {given['PORT']} is taken. Choose another one: PORT=8001 make run")
    if "MAKELEVEL" in given:
        threading.Thread(target=watch_parent, daemon=True).start()
    with the_only_one(Path(given["BINGLIAN_HOME"])) as lock, redis(given, lock):
        return prepare(given) or run_group(given, started)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
