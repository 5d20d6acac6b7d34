"""The embedded supervisor: starts a fallen process again, and never outlives its launcher."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.building.tree import ROOT

KEEP = ROOT / "tools" / "keep.py"


def kept(script: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(KEEP), sys.executable, "-u", "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_a_fallen_process_is_started_again(tmp_path: Path) -> None:
    process = kept("import sys; print('up'); sys.exit(3)")
    assert process.stdout is not None
    lines = [process.stdout.readline().strip() for _ in range(3)]
    process.terminate()
    process.communicate(timeout=30)
    assert lines == ["up", "ended with 3; starting again in 1 s", "up"]


def test_a_stop_is_passed_on_and_waited_for() -> None:
    script = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(print('bye')))\nprint('up')\nsignal.pause()"
    process = kept(script)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "up"
    process.terminate()
    said, _ = process.communicate(timeout=30)
    assert (said.strip(), process.returncode) == ("bye", 0)


def test_a_child_does_not_outlive_the_launcher() -> None:
    launcher = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    process = kept("import signal; print('up'); signal.pause()", LAUNCHER_PID=str(launcher.pid))
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "up"
    launcher.kill()
    launcher.wait()
    assert process.wait(timeout=30) == 0
