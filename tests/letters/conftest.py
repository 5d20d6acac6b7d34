"""Printed letters for all tests here, and the sum of what the hostile texts did, told once at the end of a run."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.letters.printed import Printed


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line: fields, texts tried on the page, papers printed, and attempts to fetch, connect or read (0)."""
    told: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, numbers in getattr(report, "user_properties", ()):
                if name == "hostile" and report.when == "call":
                    told.update(numbers)
    if told:
        terminalreporter.write_line("hostile texts: " + ", ".join(f"{count} {name}" for name, count in told.items()))


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "printed-letters"
    folder.mkdir(exist_ok=True)
    return Printed(folder)
