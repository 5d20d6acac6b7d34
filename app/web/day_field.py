"""A day as people type it."""

from __future__ import annotations

from flask_babel import gettext
from wtforms import DateField


class DayField(DateField):
    """A day; what cannot be read is told with an example."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(gettext("日期要写成 2026-03-09 这样。")) from None
