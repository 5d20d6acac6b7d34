"""Ties a forked child to its parent's life."""

from __future__ import annotations

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Let the kernel send `how` to this process when `parent` ends.

    RQ's child outlives a killed worker otherwise, and goes on beside the worker that takes over. Linux only;
    elsewhere the lease alone protects.
    """
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:  # it ended between the fork and the line above
        os._exit(1)
