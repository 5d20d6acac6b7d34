"""Single legal days that need no running clock: receipt, notices, promises, delivery, remedies, hearings, 1-3-7."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from departments.domain.working_calendar import WorkingCalendar

NOTICE_WD = 5
"""The organ must tell everything once within five days of receipt (行政许可法 32(4))."""
CORRECTION_WD = 20
"""No national rule says how long the applicant may take to correct; after this many days the filing lapses."""
DELIVERY_WD = 10
"""A grant is issued and delivered within ten days of the decision (行政许可法 44)."""
PUBLICITY_WD = 7
"""Licences go online within seven working days of the decision (双公示)."""
RECONSIDERATION_DAYS = 60
LAWSUIT_MONTHS = 6
COURT_AFTER_RECONSIDERATION_DAYS = 15
HEARING_REQUEST_WD = 5
HEARING_HOLD_WD = 20


@dataclass(frozen=True, slots=True)
class RemedyDays:
    """Last days to contest a decision (行政复议法 20, 行政诉讼法 46)."""

    reconsideration_on: date
    lawsuit_on: date


@dataclass(frozen=True, slots=True)
class InactionRemedy:
    """Against doing nothing: reconsideration between two days; only then the court (行政复议法 20, 23(3); 行政诉讼法 45)."""

    from_on: date
    reconsideration_on: date
    lawsuit_days: int


@dataclass(frozen=True, slots=True)
class OneThreeSeven:
    """The 1-3-7 rule: start within one working day, answer within three, settle within seven."""

    start_on: date
    answer_on: date
    settle_on: date


def receipt_on(moment_local: datetime, close_of_business: time, calendar: WorkingCalendar) -> date:
    """The legal day of receipt of something handed in at `moment_local` (Asia/Shanghai wall time).

    That day when it is a working day and the time is not after `close_of_business`, else the next working day.
    """
    day = moment_local.date()
    if calendar.is_working(day) and moment_local.time().replace(tzinfo=None) <= close_of_business:
        return day
    return calendar.add(day, 1)


def notice_due_on(receipt: date, calendar: WorkingCalendar, told_on: date | None = None) -> date:
    """Last day for acceptance, the one-time notice or inadmissibility: the fifth working day after receipt.

    Never before `told_on`, the day that the receipt named: a calendar published later does not bring it forward.
    """
    due = calendar.add(receipt, NOTICE_WD)
    return due if told_on is None or told_on <= due else calendar.next_working(told_on)


def deemed_accepted_on(
    receipt: date, today: date, calendar: WorkingCalendar, told_on: date | None = None
) -> date | None:
    """The acceptance day of a filing nobody answered, once the notice period has run out: the day of receipt.

    None while the organ may still answer (行政许可法 32(4)). A corrected submission starts from its own receipt.
    """
    return receipt if today > notice_due_on(receipt, calendar, told_on) else None


def answered_by_law_on(
    receipt: date | None, told_on: date | None, respond_by: date | None, calendar: WorkingCalendar
) -> date | None:
    """The day on which the law itself first answers something of a filing: what the window left unanswered since
    `receipt`, or what the applicant did not correct by `respond_by`. None when nobody is waited for.
    """
    last_days = [notice_due_on(receipt, calendar, told_on)] if receipt else []
    last_days += [respond_by] if respond_by else []
    return min(last_days) + timedelta(days=1) if last_days else None


def correction_lapse_on(served: date, calendar: WorkingCalendar, days_wd: int = CORRECTION_WD) -> date:
    """Last day to hand in the corrections asked for in a notice served on `served`; it lapses the day after."""
    return calendar.add(served, days_wd)


def promise_due_on(accepted: date, deferral_wd: int, committed_wd: int, calendar: WorkingCalendar) -> date:
    """Last day for a deferred paper: the k-th working day after acceptance, k <= the item's committed limit."""
    days = min(deferral_wd, committed_wd)
    return calendar.add(accepted, days) if days else calendar.next_working(accepted)


def delivery_due_on(decided: date, calendar: WorkingCalendar) -> date:
    return calendar.add(decided, DELIVERY_WD)


def publicity_due_on(decided: date, calendar: WorkingCalendar) -> date:
    return calendar.add(decided, PUBLICITY_WD)


def publicity_last_day(published: date, natural_days: int) -> date:
    """Last day of a publicity period of `natural_days` (济南市城乡规划条例 97: consecutive natural days)."""
    return published + timedelta(days=natural_days)


def publicity_resume(published: date, natural_days: int) -> date:
    """First day the clock runs again after a publicity period."""
    return publicity_last_day(published, natural_days) + timedelta(days=1)


def remedy_last_days(served: date, calendar: WorkingCalendar) -> RemedyDays:
    """Last days for reconsideration (60 days) and lawsuit (6 months) after service, rolled to a working day (rule 20)."""
    return RemedyDays(
        reconsideration_on=calendar.next_working(served + timedelta(days=RECONSIDERATION_DAYS)),
        lawsuit_on=calendar.next_working(_months_later(served, LAWSUIT_MONTHS)),
    )


def inaction_remedy(statutory_due_on: date, calendar: WorkingCalendar) -> InactionRemedy:
    """The remedy once the statutory limit has run out undecided: sixty days from the day after it ended.

    A committed limit is the department's own promise; passing it opens no remedy. `lawsuit_days` run from the
    reconsideration decision, or from the end of its period when there is none.
    """
    return InactionRemedy(
        from_on=statutory_due_on + timedelta(days=1),
        reconsideration_on=calendar.next_working(statutory_due_on + timedelta(days=RECONSIDERATION_DAYS)),
        lawsuit_days=COURT_AFTER_RECONSIDERATION_DAYS,
    )


def hearing_request_last_day(informed: date, calendar: WorkingCalendar) -> date:
    """Last day to ask for a hearing after being told of the right (行政许可法 47)."""
    return calendar.add(informed, HEARING_REQUEST_WD)


def hearing_hold_by(requested: date, calendar: WorkingCalendar) -> date:
    """Last day to hold a hearing that was asked for (行政许可法 47)."""
    return calendar.add(requested, HEARING_HOLD_WD)


def one_three_seven(assigned: date, calendar: WorkingCalendar) -> OneThreeSeven:
    return OneThreeSeven(calendar.add(assigned, 1), calendar.add(assigned, 3), calendar.add(assigned, 7))


def years_after(day: date, count: int) -> date:
    """The last day of a period of years that begins after `day`: the same day, `count` years on."""
    return _months_later(day, 12 * count)


def _months_later(day: date, count: int) -> date:
    """The same day `count` months on; a month too short for it ends the period on its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
