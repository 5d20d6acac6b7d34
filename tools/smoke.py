"""Start the house the way people do, see it ready, stop it with Ctrl-C, and start it again: the second is quick.

Runs `make run` with a data folder of its own and a free port; exits non-zero with the log when anything is not so.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from embedded_valkey import free_port, is_free

ROOT = Path(__file__).resolve().parent.parent
FIRST_WITHIN, SECOND_WITHIN, STOPPED_WITHIN = 300.0, 8.0, 20.0


class Failed(Exception):
    """What did not happen."""


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def words(port: int) -> str:
    """What /readyz answers, or why it does not."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except (urllib.error.URLError, OSError) as error:
        return str(error)


def start_and_stop(home: str, port: int, within: float, log: Path) -> tuple[float, float]:
    """Seconds until ready, and until everything has stopped."""
    environment = os.environ | {"BINGLIAN_HOME": home, "PORT": str(port)}
    with log.open("ab") as output:
        group = subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        took = until_ready(group, port, within)
        stopping = time.monotonic()
        os.killpg(group.pid, signal.SIGINT)
        group.wait(timeout=STOPPED_WITHIN)
        while not is_free(port) or running(home):
            if time.monotonic() - stopping > STOPPED_WITHIN:
                raise Failed(f"after Ctrl-C the web still holds its port, or these still run: {running(home)}")
            time.sleep(0.1)
        return took, time.monotonic() - stopping
    except subprocess.TimeoutExpired as error:
        raise Failed(f"not stopped {STOPPED_WITHIN:.0f} s after Ctrl-C") from error
    finally:
        if group.poll() is None:
            os.killpg(group.pid, signal.SIGKILL)


def running(home: str) -> list[int]:
    """Processes of this house: a worker that was in the middle of something ends a moment after the launcher."""
    said = f"BINGLIAN_HOME={home}".encode()
    found = []
    for each in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if said in each.read_bytes().split(b"\0"):
                found.append(int(each.parent.name))
    return found


def until_ready(group: subprocess.Popen[bytes], port: int, within: float) -> float:
    started = time.monotonic()
    while not ready(port):
        if group.poll() is not None:
            raise Failed(f"make run ended with {group.returncode}")
        if time.monotonic() - started > within:
            raise Failed(f"/readyz is not 200 after {within:.0f} s; it says: {words(port)}")
        time.sleep(0.1)
    return time.monotonic() - started


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="binglian-smoke-") as home:
        log = Path(home) / "smoke.log"
        try:
            for which, within in (("first", FIRST_WITHIN), ("second", SECOND_WITHIN)):
                up, down = start_and_stop(home, free_port(), within, log)
                print(f"{which} start: ready after {up:.1f} s, stopped {down:.1f} s after Ctrl-C", flush=True)
        except Failed as failure:
            print(log.read_text(encoding="utf-8", errors="replace"), f"FAILED: {failure}", sep="\n", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
