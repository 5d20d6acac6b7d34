"""`python -m tests.chaos points|random|bugs|speed`; without a word a short round of the first three (`make chaos`)."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from tests.chaos import find_bugs, points, random_kills, speed
from tests.chaos.table import POINTS

KINDS = ("postgresql", "sqlite")
SAMPLE, SOME_KILLS, SOME_BUGS = 8, 30, ("enqueue_after_commit", "claim_then_send", "alarm_without_key")


def strike(kind: str, said: argparse.Namespace, kills: int) -> bool:
    """One run of random kills; its figures are printed, and added to a file when one is named."""
    outcome = random_kills.run(kind, kills=kills, seed=said.seed, decisions=said.decisions, keep=said.keep)
    lines = [f"seed {said.seed}", *outcome.lines]
    print("\n".join(lines), flush=True)
    if said.write:
        with Path(said.write).open("a", encoding="utf-8") as file:
            file.write("\n".join([*lines, *outcome.log, ""]) + "\n")
    return outcome.is_good


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.chaos")
    asked.add_argument("what", nargs="?", choices=("points", "random", "bugs", "speed"))
    asked.add_argument("--kills", type=int, default=150, help="of each database")
    asked.add_argument("--decisions", type=int, default=0, help="go on until there were so many on each database")
    asked.add_argument("--seed", type=int, default=20261123)
    asked.add_argument("--on", choices=KINDS, action="append")
    asked.add_argument("--only", action="append", default=[], help="points whose name begins so, or bugs by name")
    asked.add_argument("--write", help="add figures, seed and every fault of a random run to this file")
    asked.add_argument("--keep", action="store_true", help="leave the folder of a run for looking")
    said = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended all the same
    good, kinds = True, said.on or KINDS
    if said.what == "speed":
        speed.run()
    if said.what in ("points", None):
        only = said.only if said.what else list(POINTS)[::SAMPLE]
        for kind in kinds:
            good &= not points.run(kind, only=only, seed=said.seed, keep=said.keep)[1]
    if said.what in ("random", None):
        for kind in kinds:
            good &= strike(kind, said, said.kills if said.what else SOME_KILLS)
    if said.what in ("bugs", None):
        only = said.only if said.what else SOME_BUGS
        good &= find_bugs.run(only=only, seed=said.seed, keep=said.keep)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
