"""One clock for all hosts: leases and due moments are compared by the database's time, not by a host's own."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from sqlalchemy import func, select

from app.foundation.reading import reading
from app.foundation.wallclock import now

Moments = Callable[[], dt.datetime]


def database_moments() -> Moments:
    """A clock set by the database once and then counted on: a host whose clock is wrong, or is put right meanwhile,
    neither steals a lease nor loses one. SQLite has no other clock than this host's."""
    with reading() as session:
        told = (
            session.scalar(select(func.clock_timestamp())) if session.get_bind().dialect.name == "postgresql" else None
        )
    start = (told or now()).astimezone(dt.UTC)
    began = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - began)
