"""`make mutants`: mutmut over the clock and the calendar, in a copy outside the work tree.

    python tools/mutants.py "approvals.domain.day_count*"       only these, some minutes instead of half an hour

A mutant is one small change (a sign, a number, a condition). It is killed when a test fails, and survives when none does:
then a test is missing, or the change makes no difference. docs/mutants.md keeps the survivors with their reasons.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTATED = (
    "approvals/domain/clock.py",
    "approvals/domain/clock_facts.py",
    "approvals/domain/clock_standing.py",
    "approvals/domain/day_count.py",
    "departments/domain/working_calendar.py",
)
TESTS = (
    "tests/approvals/domain/test_clock.py",
    "tests/approvals/domain/test_clock_vectors.py",
    "tests/approvals/domain/test_clock_batch.py",
    "tests/approvals/domain/test_clock_properties.py",
    "tests/approvals/domain/test_clock_rules.py",
    "tests/approvals/domain/test_day_count.py",
    "tests/approvals/domain/test_day_statement.py",
    "tests/approvals/domain/test_brute_force.py",
    "tests/departments/domain/test_working_calendar.py",
)
# the slow walks of the tests are left out, and of the brute force two shards of some hundred cases are enough
CHOSEN = "not (walk_over or shuffling or later_acceptance or warning_day_is or large_number or any_set_of or whatever_the_file)"
CASES = "400"
FLOOR = 0.9
CONFIGURATION = """\
[mutmut]
source_paths={sources}
only_mutate={mutated}
also_copy={copied}
pytest_add_cli_args_test_selection={tests}
pytest_add_cli_args={arguments}
"""


def listed(words: tuple[str, ...]) -> str:
    return "".join(f"\n    {word}" for word in words)


def copy_to(folder: Path) -> None:
    """What the tests of the domain need, and mutmut's configuration."""
    for part in ("approvals", "departments", "tests", "tools"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "browser", "journeys"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    configuration = CONFIGURATION.format(
        sources=listed(("approvals/domain", "departments/domain")),
        mutated=listed(MUTATED),
        copied=listed(("approvals", "departments", "tests", "tools", "pyproject.toml")),
        tests=listed(TESTS),
        arguments=listed(("-p", "no:randomly", "-k", f"{CHOSEN} or UTC-0 or UTC-1")),
    )
    (folder / "setup.cfg").write_text(configuration, encoding="utf-8")


def main() -> int:
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_to(folder)
        environment = os.environ | {"CLOCK_CASES": CASES}
        subprocess.run([mutmut, "run", *sys.argv[1:]], cwd=folder, env=environment, check=False)
        told = subprocess.run(
            [mutmut, "results", "--all", "true"],
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        outcomes = [tuple(line.strip().rsplit(": ", 1)) for line in told.stdout.splitlines() if ": " in line]
        counted = Counter(outcome for _, outcome in outcomes if outcome != "not checked")
        for mutant, outcome in outcomes:
            if outcome in ("survived", "no tests", "timeout", "suspicious"):
                shown = subprocess.run(
                    [mutmut, "show", mutant], cwd=folder, capture_output=True, text=True, check=False
                )
                changed = [line for line in shown.stdout.splitlines() if line[:2] in ("- ", "+ ")]
                print(f"\n{mutant}: {outcome}", *changed, sep="\n")
    share = counted["killed"] / max(1, sum(counted.values()))
    print(f"\n{dict(counted)}: {share:.1%} killed")
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
