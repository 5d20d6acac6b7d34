"""What a supervisor may ask of a department about one item: under which rule, how loudly, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from approvals.domain.alarms import RED, REMINDER, YELLOW, level_on
from approvals.domain.clock import ClockReading, Reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.letters.supervision import Level
from approvals.domain.refusals import Invalid
from departments.domain.working_calendar import WorkingCalendar

REPLY_WD = 3
"""Working days to answer where the supervisor names no day: the middle step of the 1-3-7 rule (fact sheet 2.2, 14)."""


class Rule(StrEnum):
    """Why a notice is sent: one of two limits has passed, or the item stands still before any has."""

    STATUTORY = "statutory"
    COMMITTED = "committed"
    BLOCKED = "blocked"


RULE_NO: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.STATUTORY: "GZ-02（法定期限届满未作出决定）",
        Rule.COMMITTED: "GZ-01（承诺期限届满未办结）",
        Rule.BLOCKED: "GZ-03（办理受阻，没有进展）",
    }
)
"""As the paper names the rule of supervision (GB/T 39046, table 11)."""
LEVELS: tuple[Level, ...] = ("reminder", "yellow", "red", "listed")
_BY_STEP: Mapping[int, Level] = MappingProxyType({0: "reminder", REMINDER: "reminder", YELLOW: "yellow", RED: "red"})
_CLOCK = {Rule.STATUTORY: ClockName.STATUTORY, Rule.COMMITTED: ClockName.COMMITTED}


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What the supervisor writes; `findings` and `requirements` one per line."""

    rule: str
    level: str
    findings: str
    requirements: str
    reply_by: dt.date


@dataclass(frozen=True)
class Lateness:
    """The due day a notice names, and the working days since; 0 before it."""

    due_on: dt.date | None
    overdue_wd: int


def rule_called_for(reading: Reading | None) -> Rule:
    """The gravest rule that the clocks of an item speak for today."""
    late = {one.clock for one in reading.clocks if one.overdue_wd} if reading is not None else set()
    return next((rule for rule, clock in _CLOCK.items() if clock in late), Rule.BLOCKED)


def lateness_under(rule: Rule, reading: Reading | None) -> Lateness:
    """What the notice says of the limit: the one that has passed, for a blocked item the one that ends first."""
    clocks: tuple[ClockReading, ...] = reading.clocks if reading is not None else ()
    meant = [one for one in clocks if rule is Rule.BLOCKED or one.clock is _CLOCK[rule]]
    dated = [(one.due_on, one.overdue_wd) for one in meant if one.due_on is not None]
    return Lateness(*min(dated)) if dated else Lateness(None, 0)


def level_called_for(late: Lateness) -> Level:
    """The step of the ladder that the days late have reached."""
    return _BY_STEP[level_on(late.overdue_wd)]


def check_demand(
    demand: Demand, reading: Reading | None, calendar: WorkingCalendar, today: dt.date
) -> tuple[Rule, Level, Lateness]:
    """The rule, the level and the limit of a demand. Raises Invalid: a limit that has not passed, no due day to name
    below listed supervision, a day to answer that is today, past, or no working day."""
    errors: dict[str, tuple[str, dict[str, object]]] = {
        name: ("required", {}) for name in ("findings", "requirements") if not getattr(demand, name).strip()
    }
    if demand.rule not in set(Rule):
        raise Invalid({"rule": ("not_offered", {})})
    rule, level = Rule(demand.rule), next((one for one in LEVELS if one == demand.level), None)
    late = lateness_under(rule, reading)
    if rule is not Rule.BLOCKED and not late.overdue_wd:
        errors["rule"] = ("limit_not_passed", {})
    if level is None:
        errors["level"] = ("not_offered", {})
    elif level != "listed" and late.due_on is None:
        errors["level"] = ("only_listed_without_limit", {})
    if demand.reply_by <= today:
        errors["reply_by"] = ("reply_day_past", {"first_on": calendar.add(today, 1)})
    elif not calendar.is_working(demand.reply_by):
        errors["reply_by"] = ("hearing_on_holiday", {})
    if errors or level is None:
        raise Invalid(errors)
    return rule, level, late


def reply_day(calendar: WorkingCalendar, today: dt.date) -> dt.date:
    """The day proposed for the answer."""
    return calendar.add(today, REPLY_WD)


def usual_findings(rule: Rule, item: str, late: Lateness) -> str:
    """What the form proposes as found, for the paper: Chinese, as every original."""
    if rule is Rule.BLOCKED:
        return f"“{item}”办理受阻，没有进展"
    limit = "法定期限" if rule is Rule.STATUTORY else "承诺期限"
    due = f"于{late.due_on.year}年{late.due_on.month}月{late.due_on.day}日" if late.due_on else ""
    return f"“{item}”的{limit}{due}届满，已经超过{late.overdue_wd}个工作日，没有办结"


USUAL_REQUIREMENTS = "查明没有按时办结的原因\n提出办结的日期和措施\n书面答复办理情况"
"""What the form proposes as required."""
