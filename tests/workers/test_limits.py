"""A job that runs away ends alone: by an error beyond its memory, by a signal beyond its time."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable

from workers.limits import Limits, confine

MEGABYTE = 1 << 20


def held_to(limits: Limits, work: Callable[[], object]) -> int | None:
    """How a forked child ends that does the work under the limits: 0, 7 for a MemoryError, or minus the signal."""

    def live() -> None:
        confine(limits)
        try:
            work()
        except MemoryError:
            raise SystemExit(7) from None

    child = multiprocessing.get_context("fork").Process(target=live)
    child.start()
    child.join(30)
    return child.exitcode


def test_more_memory_than_allowed_is_an_error_that_the_row_keeps() -> None:
    limits = Limits(memory=64 * MEGABYTE, processor=20)
    assert held_to(limits, lambda: bytearray(8 * MEGABYTE)) == 0
    assert held_to(limits, lambda: bytearray(256 * MEGABYTE)) == 7


def test_work_that_never_comes_back_is_ended_by_the_kernel() -> None:
    def endless() -> None:
        while True:
            pow(3, 10**6)

    assert held_to(Limits(memory=256 * MEGABYTE, processor=1), endless) == -signal.SIGXCPU
