"""A moment as the clock on the wall says it, and as it is stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext
from wtforms import DateTimeLocalField

from app.foundation.settings import TIMEZONE

FIRST_YEAR = 1900
"""Before it nothing here has happened, and the first hours of the calendar have no moment in UTC."""


class MomentField(DateTimeLocalField):
    """Day and time of the wall; what cannot be read is told with an example."""

    data: Any

    def __init__(self, *checks: Any, **options: Any) -> None:
        super().__init__(*checks, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
            if self.data is not None and self.data.year < FIRST_YEAR:
                raise ValueError
        except ValueError:
            self.data = None
            raise ValueError(gettext("时间要写成 2026-03-09 14:30 这样。")) from None


def as_moment(typed: dt.datetime | None) -> dt.datetime | None:
    """The same moment in UTC; None when nothing was typed."""
    return typed.replace(tzinfo=TIMEZONE).astimezone(dt.UTC) if typed else None
