"""`python -m tests.deep.dossier`: the reference model of a dossier against the house, 20,000 steps (`make proof`).

    python -m tests.deep.dossier --steps 2000 --seed 7 --seconds 600

Each batch of dossiers has a seed of its own. The first difference is printed with its seed and its shortest story, and
ends the run with 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import flask_migrate
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from app.factory import create_app
from app.foundation.unit_of_work import RING
from tests.deep.dossier_machine import DossierMachine
from tests.deep.dossier_town import settle_small_town
from tests.support.installation import settings_for
from tests.support.shared import in_memory

AT_ONCE, STEPS = 5, 50


def batch(number: int, dossiers: int = AT_ONCE, *, shrinks: bool = False) -> Counter[str]:
    """So many dossiers from this seed, in the pushed application context; which rules were used, how often.

    Raises what the first difference raises.
    """
    used: Counter[str] = Counter()
    machine = seed(number)(type("DossierMachine", (DossierMachine,), {"steps": used}))
    phases = [Phase.generate, Phase.shrink] if shrinks else [Phase.generate]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=dossiers, stateful_step_count=STEPS, deadline=None, database=None, derandomize=False,
            print_blob=False, phases=phases, suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        ),
    )  # fmt: skip
    return used


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.deep.dossier")
    asked.add_argument("--steps", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=20260309)
    asked.add_argument("--seconds", type=float, default=float("inf"), help="end after this time with what was done")
    said = asked.parse_args()
    used, differences, number = Counter[str](), 0, said.seed
    with tempfile.TemporaryDirectory(dir=in_memory()) as home:
        app = create_app(settings_for(f"sqlite:///{home}/dossier.db", home=Path(home)))
        app.extensions[RING] = lambda queues: None
        with app.app_context():
            flask_migrate.upgrade()
            settle_small_town()
            began = time.monotonic()
            while used.total() < said.steps and time.monotonic() - began < said.seconds and not differences:
                try:
                    used += batch(number)
                    print(f"seed {number}: {used.total()} steps, {time.monotonic() - began:.0f} s", flush=True)
                except AssertionError as wrong:
                    differences += 1
                    print(f"seed {number}: {wrong}", *getattr(wrong, "__notes__", ()), sep="\n")
                    traceback.print_exception(wrong)
                number += 1
    print(f"{used.total()} steps in {time.monotonic() - began:.0f} s, {differences} differences")
    print(", ".join(f"{name} {count}" for name, count in sorted(used.items())))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
