"""Seconds of processor time: what a run cost, whoever else had the machine meanwhile."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    """A process and all below it, itself first."""
    found = [pid] if pid else []
    for one in found:
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(word) for word in (task / "children").read_text().split()]
    return found


def spent_by(pid: int) -> float:
    """By a process and by those of its children that have ended and were waited for; 0 of one that is no more."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(int(one) for one in fields[11:15]) / TICK
    return 0.0


def spent_below(pid: int) -> float:
    """By a process and by everything below it, living or waited for."""
    return sum(spent_by(one) for one in descendants(pid))
