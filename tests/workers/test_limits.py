"""A job that runs away ends alone: by an error beyond its memory, by a signal beyond its time."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from app.adapters.bell import JOB_SECONDS
from app.adapters.binding import COUNTING, MERGING
from app.adapters.page_pictures import LIMITS as PAGES
from app.adapters.scanner import SECONDS
from approvals.usecases.claims import LEASE
from workers.jobs.act_limit import ACT_SECONDS, cut_off_after
from workers.jobs.answer import BUDGET
from workers.jobs.drain import SOON
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


class TooLong(Exception):
    """What the limit around a job raises."""


@pytest.fixture
def limited() -> Iterator[Callable[[float], None]]:
    """Sets a limit around everything, as RQ does around a job."""

    def cut(*_: object) -> None:
        raise TooLong

    handler, timer = signal.signal(signal.SIGALRM, cut), signal.setitimer(signal.ITIMER_REAL, 0)

    def limit(seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    yield limit
    signal.setitimer(signal.ITIMER_REAL, *timer)
    signal.signal(signal.SIGALRM, handler)


def test_an_act_is_cut_off_before_its_job(limited: Callable[[float], None]) -> None:
    limited(60)
    with pytest.raises(TooLong), cut_off_after(0.01):
        threading.Event().wait(30)
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    assert 20 < left < 60, "the limit of the job goes on"


def test_an_act_has_no_more_time_than_its_job(limited: Callable[[float], None]) -> None:
    limited(0.05)
    with pytest.raises(TooLong), cut_off_after(40):
        threading.Event().wait(30)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0, "it fires once, so that the row can be given back"


def test_an_act_that_ends_in_time_leaves_the_limit_as_it_was(limited: Callable[[float], None]) -> None:
    for seconds in (0.0, 60.0):
        limited(seconds)
        with cut_off_after(40):
            assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 40
        assert (signal.getitimer(signal.ITIMER_REAL)[0] > 40) == bool(seconds)


def test_what_takes_long_fits_into_an_act_and_an_act_into_a_lease() -> None:
    look, bundle = SECONDS + PAGES.wall_seconds, COUNTING.wall_seconds + MERGING.wall_seconds
    assert max(look, bundle) + SOON.total_seconds() < ACT_SECONDS < LEASE.total_seconds()
    assert BUDGET.total_seconds() + ACT_SECONDS <= JOB_SECONDS
