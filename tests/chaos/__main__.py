"""`python -m tests.chaos points|random|bugs`; without a word all three, short (`make chaos`)."""

from __future__ import annotations

import argparse
import signal
import sys

from tests.chaos import find_bugs, points, random_kills

KINDS = ("postgresql", "sqlite")


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.chaos")
    asked.add_argument("what", nargs="?", choices=("points", "random", "bugs", "all"), default="all")
    asked.add_argument("--kills", type=int, default=60)
    asked.add_argument("--seed", type=int, default=20261123)
    asked.add_argument("--on", choices=KINDS, action="append")
    asked.add_argument("--only", action="append", default=[], help="only points whose name begins so")
    asked.add_argument("--keep", action="store_true", help="leave the folder of a run for looking")
    said = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended all the same
    good = True
    if said.what in ("points", "all"):
        for kind in said.on or KINDS:
            _, wrong = points.run(kind, only=said.only, seed=said.seed, keep=said.keep)
            good &= not wrong
    if said.what in ("random", "all"):
        for kind in said.on or KINDS:
            outcome = random_kills.run(kind, kills=said.kills, seed=said.seed, keep=said.keep)
            print("\n".join(outcome.lines), flush=True)
            good &= outcome.is_good
    if said.what in ("bugs", "all"):
        good &= find_bugs.run(only=said.only, seed=said.seed, keep=said.keep)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
