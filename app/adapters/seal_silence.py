"""A key holder that lets one letter wait without a word is not asked again for each of the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.adapters.seal_port import SealUnavailable

SLOW = 2.0
"""Seconds. Who says no sooner (a line that is refused, a token that ran out) costs nothing and is asked every time."""
REST = 15.0
"""Seconds, a worker's whole round: what else it has to do, drafts and bundles, is done in the rest of it."""


class Silence:
    """What one process knows of the holder of the keys; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = clock()
        self._said = ""

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Around every question; raises SealUnavailable, with what was noticed then, while the holder is left alone."""
        began = self._clock()
        if began < self._until:
            raise SealUnavailable(self._said)
        try:
            yield
        except SealUnavailable as away:
            now = self._clock()
            if now - began >= SLOW:
                self._until, self._said = now + REST, str(away)
            raise
