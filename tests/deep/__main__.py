"""`python -m tests.deep`: the clock against the day-by-day walk, ten million random cases by default (`make deep`).

    python -m tests.deep --cases 1000000 --processes 4 --seed 7

Shards of the same size go to a fixed number of processes, each in another time zone than the last. A difference is
printed with its seed and ends the run with 1.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from tests.approvals.domain.brute_cases import ZONES, Difference, differences

SHARD = 20_000
Job = tuple[int, str, int]


def shard(job: Job) -> tuple[Job, list[Difference]]:
    """One shard in its zone: the first differences, if there are any."""
    seed, zone, cases = job
    os.environ["TZ"] = zone
    time.tzset()
    return job, list(islice(differences(seed, cases), 3))


def jobs(seed: int, cases: int) -> Iterator[Job]:
    for number in range(-(-cases // SHARD)):
        yield seed + number, ZONES[number % len(ZONES)], min(SHARD, cases - number * SHARD)


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.deep")
    asked.add_argument("--cases", type=int, default=10_000_000)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    asked.add_argument("--seconds", type=float, default=float("inf"), help="end after this time with what was done")
    said = asked.parse_args()
    started, done, wrong = time.monotonic(), 0, 0
    print(
        f"{said.cases} cases from seed {said.seed} in {said.processes} processes, {len(ZONES)} time zones", flush=True
    )
    with ProcessPoolExecutor(said.processes) as pool:
        rest = jobs(said.seed, said.cases)
        while time.monotonic() - started < said.seconds and (part := list(islice(rest, said.processes * 5))):
            for (seed, zone, cases), found in pool.map(shard, part):
                done += cases
                wrong += len(found)
                for difference in found:
                    print(f"seed {seed} in {zone}: {difference}", flush=True)
            print(f"{done} cases, {wrong} differences, {time.monotonic() - started:.0f} s", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
