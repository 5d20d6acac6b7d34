"""Days and moments as people say them: 2026年3月9日（周一） or 9 Mar 2026 (Mon); moments are told in Asia/Shanghai."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import gettext

from app.web.locale import ENGLISH, language
from app.web.presenters.provisional import is_provisional

HERE = ZoneInfo("Asia/Shanghai")
WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}  # zh only
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "—"


def day(value: dt.date | None) -> str:
    """2026年3月9日（周一） / 9 Mar 2026 (Mon); a dash for no day. One that may still move says so: （暂定）."""
    return plain_day(value) + _mark(value)


def short_day(value: dt.date | None) -> str:
    """3月9日（周一） / 9 Mar (Mon): where the year is plain from the page."""
    return plain_short_day(value) + _mark(value)


def plain_day(value: dt.date | None) -> str:
    """The day without （暂定）, where the page says that for itself."""
    if value is None:
        return NOTHING
    value = _local(value)
    if language() == ENGLISH:
        return f"{value.day} {MONTHS[value.month - 1]} {value.year} ({weekday(value)})"
    return f"{value.year}年{value.month}月{value.day}日（{weekday(value)}）"  # zh only


def plain_short_day(value: dt.date | None) -> str:
    """The short day without （暂定）, where the page says that for itself."""
    if value is None:
        return NOTHING
    value = _local(value)
    if language() == ENGLISH:
        return f"{bare_day(value)} ({weekday(value)})"
    return f"{bare_day(value)}（{weekday(value)}）"


def bare_day(value: dt.date | None) -> str:
    """3月9日 / 9 Mar: in cells and on the axis of a chart only."""
    if value is None:
        return NOTHING
    value = _local(value)
    if language() == ENGLISH:
        return f"{value.day} {MONTHS[value.month - 1]}"
    return f"{value.month}月{value.day}日"  # zh only


def month_words(value: dt.date) -> str:
    """2026年3月 / Mar 2026."""
    if language() == ENGLISH:
        return f"{MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月"  # zh only


def weekday(value: dt.date) -> str:
    """周一 / Mon."""
    return weekday_name(value.weekday())


def weekday_name(number: int) -> str:
    """周一 / Mon for 0, and so on."""
    if language() == ENGLISH:
        return WEEKDAYS["en"][number]
    return f"周{WEEKDAYS['zh'][number]}"  # zh only


def moment(value: dt.datetime | None) -> str:
    """2026年3月9日（周一）15:32 / 9 Mar 2026 (Mon) 15:32."""
    if value is None:
        return NOTHING
    local = value.astimezone(HERE)
    return f"{plain_day(local.date())}{_gap()}{local:%H:%M}"


def short_moment(value: dt.datetime | None) -> str:
    """3月9日 15:32 / 9 Mar 15:32."""
    if value is None:
        return NOTHING
    local = value.astimezone(HERE)
    return f"{bare_day(local.date())} {local:%H:%M}"


def working_days(count: int) -> str:
    """5 个工作日 / 5 working days."""
    if count == 1:
        return gettext("1 个工作日")
    return gettext("%(count)s 个工作日", count=count)


def natural_days(count: int) -> str:
    """7 个自然日 / 7 calendar days."""
    if count == 1:
        return gettext("1 个自然日")
    return gettext("%(count)s 个自然日", count=count)


def span(count: int, unit: str = "WD") -> str:
    """A length in the unit of its limit (WD or ND); 0 working days is the same day."""
    if count == 0:
        return gettext("当天")
    return natural_days(count) if unit == "ND" else working_days(count)


def iso(value: dt.date | None) -> str:
    """For `<time datetime>` and `<input type=date>`."""
    return "" if value is None else value.isoformat()


def _local(value: dt.date) -> dt.date:
    """A moment is told as its day here; a legal day is already one."""
    return value.astimezone(HERE).date() if isinstance(value, dt.datetime) else value


def _mark(value: dt.date | None) -> str:
    return gettext("（暂定）") if value is not None and is_provisional(_local(value)) else ""


def _gap() -> str:
    return " " if language() == ENGLISH else ""
