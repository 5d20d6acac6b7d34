"""Every gate in the order that fails fastest, with the minutes each part took: `gates.py lint` or `gates.py test`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STRICT = ["departments", "approvals", "workers", "app/foundation"]

LINT: list[tuple[str, list[str]]] = [
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("ruff", ["ruff", "check", "--quiet", "."]),
    ("import contracts", ["lint-imports", "--no-logo"]),
    ("mypy", ["mypy", *STRICT]),
    ("templates", ["djlint", "--lint", "--quiet", "app/templates"]),
    ("messages", ["python", "tools/messages.py", "--check"]),
]
# The domain first: it needs no database and fails in seconds.
DOMAIN = ["tests/approvals/domain", "tests/departments/domain"]
PYTEST = ["pytest", "-q", "-n", "2", "--dist", "loadgroup"]
TESTS: list[tuple[str, list[str]]] = [
    ("domain tests", [*PYTEST, *DOMAIN]),
    ("tests", [*PYTEST, "tests", *(f"--ignore={folder}" for folder in DOMAIN)]),
]


def run(title: str, command: list[str]) -> bool:
    """One part; its output is shown as it comes. True when it passed."""
    print(f"== {title}", flush=True)
    started = time.monotonic()
    program = str(BIN / command[0])
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    status = subprocess.run([program, *command[1:]], cwd=ROOT, env=environment, check=False).returncode
    minutes, seconds = divmod(time.monotonic() - started, 60)
    print(f"== {title}: {minutes:.0f} min {seconds:.0f} s{'' if status == 0 else ', FAILED'}", flush=True)
    return status == 0


def main(which: str) -> int:
    """Run all gates of `lint`, or of `test`; a failed gate stops before the slower parts, not before its peers."""
    failed = [title for title, command in LINT if not run(title, command)]
    if which == "test" and not failed:
        for title, command in TESTS:
            if not run(title, command):
                failed.append(title)
                break
    if failed:
        print(f"== failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
