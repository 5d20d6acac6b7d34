"""What one job may take of the machine: a letter that runs away ends alone, and its worker goes on.

RQ's own time limit is an exception, which code that never comes back to Python does not see; the kernel's limits are
seen by everything. Linux counts the processor time of a job from its fork.
"""

from __future__ import annotations

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class Limits:
    """`memory` in bytes on top of what the process has when the job begins; `processor` in seconds."""

    memory: int
    processor: int


LIMITS: Mapping[str, Limits] = MappingProxyType({"paper": Limits(memory=1 << 30, processor=60)})
"""By queue. A letter takes a second and 50 MB, a bundle of forty ten times that; a bell's answer ends after 55 s."""


def confine(limits: Limits) -> None:
    """Hold this process to the limits: MemoryError beyond the one, the end of the process (SIGXCPU) beyond the other."""
    most = _address_space() + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor, limits.processor + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Bytes of address space this process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
