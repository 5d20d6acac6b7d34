"""What the machine itself must have: checked by use, installed when we may (tests, as root), named when not.

`system.py run` is for `make run`: it needs Pango and never installs. `system.py tests` is for `make test`.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One thing of the machine: how to see it, why it is needed, and Debian's name for it."""

    what: str
    why: str
    package: str
    present: Callable[[], bool]


def pango() -> bool:
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "gobject-2.0", "fontconfig"))


def command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def initdb() -> bool:
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def a_chinese_font() -> bool:
    found = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


PANGO = Need("Pango", "lays out the letters", "libpango-1.0-0 libpangoft2-1.0-0", pango)
NEEDS = {
    "run": [PANGO],
    "tests": [
        PANGO,
        Need("chromium", "the browser tests", "chromium", command("chromium")),
        Need("initdb", "a throw-away PostgreSQL", "postgresql", initdb),
        Need("qpdf", "checks the letters' PDF", "qpdf", command("qpdf")),
        Need("pdftotext", "reads the letters' PDF", "poppler-utils", command("pdftotext")),
        Need("softhsm2-util", "a device that holds keys", "softhsm2", command("softhsm2-util")),
        Need("fc-list", "lists fonts", "fontconfig", command("fc-list")),
        Need("a Chinese screen font", "shows Chinese in Chromium", "fonts-wqy-microhei", a_chinese_font),
    ],
}


def install(packages: list[str]) -> None:
    """Debian's packages, as root; the lists are fetched first because a fresh machine has none."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *arguments], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)


def missing(needs: list[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def main(purpose: str) -> int:
    absent = missing(NEEDS[purpose])
    if absent and purpose == "tests" and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [package for need in absent for package in need.package.split()]
        print(f"== System packages: installing {' '.join(packages)}", flush=True)
        install(packages)
        absent = missing(NEEDS[purpose])
    for need in absent:
        print(f"missing: {need.what} ({need.why}). On Debian: apt-get install {need.package}", file=sys.stderr)
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
