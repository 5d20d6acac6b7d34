"""Run a command and start it again when it falls: the supervisor of the embedded way to run (a city has systemd).

It passes SIGTERM on, waits longer after each quick fall, and ends its child when the launcher is gone, so that a
killed `make run` leaves nothing behind. LAUNCHER_PID names the launcher.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

LONGEST_WAIT = 15.0
STEADY = 30.0


class Kept:
    """One child at a time, until told to stop."""

    def __init__(self, command: list[str], launcher: int | None) -> None:
        self.command = command
        self.launcher = launcher
        self.child: subprocess.Popen[bytes] | None = None
        self.stopping = False

    def stop(self, *_: object) -> None:
        self.stopping = True
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()

    def orphaned(self) -> bool:
        if self.launcher is None:
            return False
        try:
            os.kill(self.launcher, 0)
        except ProcessLookupError:
            return True
        return False

    def once(self) -> int:
        """Start the child and wait for its end, looking every second whether the launcher is still there."""
        self.child = subprocess.Popen(self.command, close_fds=False)
        if self.stopping:
            self.child.terminate()
        while True:
            try:
                return self.child.wait(timeout=1)
            except subprocess.TimeoutExpired:
                if not self.stopping and self.orphaned():
                    self.stop()

    def run(self) -> int:
        wait = 0.5
        while True:
            started = time.monotonic()
            status = self.once()
            if self.stopping:
                return 0
            wait = 0.5 if time.monotonic() - started > STEADY else min(wait * 2, LONGEST_WAIT)
            print(f"ended with {status}; starting again in {wait:g} s", flush=True)
            time.sleep(wait)
            if self.stopping or self.orphaned():
                return 0


def main() -> int:
    launcher = os.environ.get("LAUNCHER_PID")
    kept = Kept(sys.argv[1:], int(launcher) if launcher else None)
    signal.signal(signal.SIGTERM, kept.stop)
    signal.signal(signal.SIGINT, kept.stop)
    return kept.run()


if __name__ == "__main__":
    sys.exit(main())
