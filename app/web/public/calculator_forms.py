"""What the calculator asks. The answers come by address, so that a calculation can be sent to somebody: no token."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, IntegerField, RadioField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from app.web.day_field import DayField as AnyDayField
from app.web.public.forms import REQUIRED
from approvals.domain.calculator import CLOSE_OF_BUSINESS, DueQuestion
from departments.domain.catalogue_words import Unit

ROWS, MOST_ROWS = 2, 8
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
LONGEST = 1000


class DayField(AnyDayField):
    """A day of a century that has a calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and not EARLIEST <= self.data <= LATEST:
            raise ValueError(gettext("日期要在 1990 年到 2100 年之间。"))


class DaysField(IntegerField):
    """A number of days."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("天数只写数字。")) from None


class MomentField(DateTimeLocalField):
    """A day and a time on the clocks of the house."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip().replace(" ", "T") for value in valuelist])
        except ValueError:
            raise ValueError(gettext("时间要写成 2026-03-09T15:30 这样。")) from None
        if self.data is not None and not EARLIEST <= self.data.date() <= LATEST:
            raise ValueError(gettext("日期要在 1990 年到 2100 年之间。"))


class HourField(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(gettext("时间要写成 17:00 这样。")) from None


NOT_NEGATIVE = NumberRange(0, LONGEST, lazy_gettext("天数是 0 到 1000 的整数。"))
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class DueForm(FlaskForm):
    """A limit and what happened since. The rows of pauses are `from_1`, `to_1`, … up to MOST_ROWS."""

    class Meta:
        csrf = False

    accepted_on = DayField(lazy_gettext("受理日"), [InputRequired(REQUIRED)])
    limit = DaysField(lazy_gettext("时限（天数）"), [InputRequired(REQUIRED), NOT_NEGATIVE])
    unit = RadioField(
        lazy_gettext("怎么数"),
        [Optional()],
        default=Unit.WORKING_DAYS.value,
        choices=[
            SelectChoice(Unit.WORKING_DAYS.value, lazy_gettext("工作日")),
            SelectChoice(Unit.NATURAL_DAYS.value, lazy_gettext("自然日")),
        ],
        render_kw={"inline": True},
    )
    extension = DaysField(lazy_gettext("延长"), [Optional(), NOT_NEGATIVE])
    today = DayField(lazy_gettext("看哪一天"), [Optional()])
    decided_on = DayField(lazy_gettext("决定日"), [Optional()])
    rows = DaysField(lazy_gettext("暂停的行数"), [Optional()])

    def row_count(self) -> int:
        """How many rows to show: those asked for, and every one that was filled."""
        filled = [number for number in range(1, MOST_ROWS + 1) if any(field.raw_data for field in self.row(number))]
        return min(MOST_ROWS, max(ROWS, self.rows.data or 0, *filled, 0))

    def row(self, number: int) -> tuple[DayField, DayField]:
        return self[f"from_{number}"], self[f"to_{number}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Beside each field: a pause that ends before it begins, an end without a beginning, a decision too early."""
        valid = super().validate(extra_validators)
        for number in range(1, MOST_ROWS + 1):
            start, end = self.row(number)
            if end.data is not None and start.data is None and not start.errors:
                start.errors = [gettext("写了恢复的日子，也要写暂停的日子。")]
            elif end.data is not None and start.data is not None and end.data < start.data:
                end.errors = [gettext("恢复的日子不能早于暂停的日子。")]
            valid = valid and not (start.errors or end.errors)
        if self.decided_on.data and self.accepted_on.data and self.decided_on.data < self.accepted_on.data:
            self.decided_on.errors = [gettext("决定的日子不能早于受理的日子。")]
            return False
        return valid

    def question(self, today: dt.date) -> DueQuestion:
        """What is asked; only after `validate`."""
        rows = (self.row(number) for number in range(1, MOST_ROWS + 1))
        return DueQuestion(
            accepted_on=self.accepted_on.data,
            limit=self.limit.data,
            today=self.today.data or today,
            unit=Unit(self.unit.data or Unit.WORKING_DAYS),
            pauses=tuple((start.data, end.data) for start, end in rows if start.data is not None),
            extension=self.extension.data or 0,
            decided_on=self.decided_on.data,
        )


for _number in range(1, MOST_ROWS + 1):
    setattr(DueForm, f"from_{_number}", DayField(lazy_gettext("第 %(n)s 次暂停", n=_number), [Optional()]))
    setattr(DueForm, f"to_{_number}", DayField(lazy_gettext("第 %(n)s 次恢复", n=_number), [Optional()]))


class ReceiptForm(FlaskForm):
    """When something was handed in."""

    class Meta:
        csrf = False

    submitted_at = MomentField(lazy_gettext("提交时间"), [InputRequired(REQUIRED)], format=MOMENTS)
    close_of_business = HourField(lazy_gettext("下班时间"), [Optional()], default=CLOSE_OF_BUSINESS)
