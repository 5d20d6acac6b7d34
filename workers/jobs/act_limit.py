"""One act ends before the hold on its row does, however long its job may still take."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

ACT_SECONDS = 40.0
"""From the taking of a row to its end, which is before its lease ends: nobody else takes what one still works on."""
SOONEST = 0.01
"""Of a timer: 0 would take it away."""


@contextmanager
def cut_off_after(seconds: float) -> Iterator[None]:
    """Bring the bell's own time limit forward for one act; it raises what RQ raises, and goes on as it was afterwards.

    Nothing where nobody limits: beside a worker no handler of the signal stands.
    """
    is_limited = callable(signal.getsignal(signal.SIGALRM)) and threading.current_thread() is threading.main_thread()
    if not is_limited:
        yield
        return
    began, (left, _) = time.monotonic(), signal.getitimer(signal.ITIMER_REAL)
    try:
        signal.setitimer(signal.ITIMER_REAL, max(min(seconds, left or seconds), SOONEST))
        yield
    finally:
        # what has fired once does not fire again: the row must still be given back
        signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - began), 0.0))
