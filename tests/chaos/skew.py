"""A wrong clock for one process: everything in the house that reads the real clock reads it in one place."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace


def shifted_clock(seconds: float) -> SimpleNamespace:
    """Stands in for the module `datetime` where the house reads the clock; `seconds` may be negative."""

    class Shifted(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return dt.datetime.now(tz) + dt.timedelta(seconds=seconds)

    return SimpleNamespace(
        **{name: getattr(dt, name) for name in dir(dt) if not name.startswith("__")} | {"datetime": Shifted}
    )
