"""Every gate, with the minutes each part took: `gates.py lint` or `gates.py test`.

The gates that take seconds run beside each other, two at a time; the tests that need more than the domain come last.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STRICT = ["departments", "approvals", "workers", "app/foundation"]

Part = tuple[str, list[str]]
LINT: list[Part] = [
    ("mypy", ["mypy", *STRICT]),  # without its cache it takes longest, so it begins
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("ruff", ["ruff", "check", "--quiet", "."]),
    ("import contracts", ["lint-imports", "--no-logo"]),
    ("templates", ["djlint", "--lint", "--quiet", "app/templates"]),
    ("messages", ["python", "tools/messages.py", "--check"]),
]
# The domain first: it needs no database and fails in seconds.
DOMAIN = ["tests/approvals/domain", "tests/departments/domain"]
PYTEST = ["pytest", "-q", "-n", "2", "--dist", "loadgroup"]
DOMAIN_TESTS: Part = ("domain tests", [*PYTEST, *DOMAIN])
TESTS: Part = ("tests", [*PYTEST, "tests", *(f"--ignore={folder}" for folder in DOMAIN)])


def run(part: Part, *, as_it_comes: bool = False) -> bool:
    """One part; its output is shown whole when it has ended, or as it comes. True when it passed."""
    (title, command), started = part, time.monotonic()
    if as_it_comes:
        print(f"== {title}", flush=True)
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=None if as_it_comes else subprocess.PIPE,
        stderr=None if as_it_comes else subprocess.STDOUT,
    )
    minutes, seconds = divmod(time.monotonic() - started, 60)
    said = (done.stdout or b"").decode(errors="replace")
    verdict = "" if done.returncode == 0 else ", FAILED"
    print(f"{said}== {title}: {minutes:.0f} min {seconds:.0f} s{verdict}", flush=True)
    return done.returncode == 0


def main(which: str) -> int:
    """Run all gates of `lint`, or of `test`; a failed gate stops before the slower parts, not before its peers."""
    first = [*LINT, DOMAIN_TESTS] if which == "test" else LINT
    with ThreadPoolExecutor(max_workers=2) as pool:
        failed = [title for (title, _), passed in zip(first, pool.map(run, first), strict=True) if not passed]
    if which == "test" and not failed and not run(TESTS, as_it_comes=True):
        failed.append(TESTS[0])
    if failed:
        print(f"== failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
