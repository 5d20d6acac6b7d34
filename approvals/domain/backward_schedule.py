"""When each stage must be filed so that a project can open on the day its owner wants (倒排工期)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from approvals.domain.legal_days import NOTICE_WD
from departments.domain.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class StageNeed:
    """One stage in its order. `own_days`: consecutive natural days the owner needs before filing it (design, building).

    `due_on`: the last day of a filing that is being handled; `is_done`: everything it was filed for has ended.
    """

    code: str
    committed_wd: int
    own_days: int = 0
    due_on: date | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class StageDays:
    """The last day to file a stage, and the last day its results may come; both are working days.

    `slack_wd`: working days left until `file_by` (of a stage being handled: between its due day and `ends_by`);
    negative when the day has passed.
    """

    code: str
    file_by: date
    ends_by: date
    slack_wd: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The stages still ahead in their order, and the first day the project can open if all goes on from today.

    `late_wd`: by how many working days the last results then come too late; 0 when the day can be kept.
    """

    opens_on: date
    stages: tuple[StageDays, ...]
    earliest_on: date
    late_wd: int


def schedule(stages: Sequence[StageNeed], opens_on: date, today: date, calendar: WorkingCalendar) -> Schedule:
    """Count back from the opening: every organ takes all the time it has, five days to admit (行政许可法 32(4)) and the
    committed days of the stage. The last results are in hand on the working day before the opening; a stage is filed on
    the day the one before it ended, or `own_days` after it. OverflowError outside the years 1 to 9999.
    """
    ahead = [stage for stage in stages if not stage.is_done]
    rows: list[StageDays] = []
    last = ends_by = calendar.subtract(opens_on, 1)
    for stage in reversed(ahead):
        file_by = calendar.subtract(ends_by, stage.committed_wd + NOTICE_WD)
        slack = _signed(stage.due_on, ends_by, calendar) if stage.due_on else _signed(today, file_by, calendar)
        rows.append(StageDays(stage.code, file_by, ends_by, slack))
        ends_by = _last_working(file_by - timedelta(days=stage.own_days), calendar)
    end = _end(ahead, today, calendar)
    return Schedule(opens_on, tuple(reversed(rows)), end + timedelta(days=1), calendar.count_between(last, end))


def _end(ahead: Sequence[StageNeed], today: date, calendar: WorkingCalendar) -> date:
    """The same walk forwards from today; what is being handled ends on its own day. The eve when nothing is ahead."""
    end = today if ahead else today - timedelta(days=1)
    for stage in ahead:
        if stage.due_on is not None:
            end = max(end, stage.due_on)
        else:
            filed = calendar.next_working(end + timedelta(days=stage.own_days))
            end = calendar.add(filed, NOTICE_WD + stage.committed_wd)
    return end


def _last_working(day: date, calendar: WorkingCalendar) -> date:
    return day if calendar.is_working(day) else calendar.subtract(day, 1)


def _signed(start: date, end: date, calendar: WorkingCalendar) -> int:
    """Working days from `start` to `end`; negative when `end` comes first."""
    return calendar.count_between(start, end) - calendar.count_between(end, start)
