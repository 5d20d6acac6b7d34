"""The sum of what the hostile texts did, told once at the end of a run."""

from __future__ import annotations

from collections import Counter

import pytest


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
