"""The only reader of the real clock."""

from __future__ import annotations

import datetime as dt

from app.foundation.settings import TIMEZONE


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def local_day(moment: dt.datetime) -> dt.date:
    """The legal day (Asia/Shanghai) a moment falls on; naive moments are refused."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(TIMEZONE).date()


def local_time(moment: dt.datetime) -> dt.datetime:
    """The wall-clock time in Asia/Shanghai, naive, as the pure rules read it."""
    return moment.astimezone(TIMEZONE).replace(tzinfo=None)
