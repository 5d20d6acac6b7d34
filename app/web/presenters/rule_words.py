"""The rule behind a figure of a clock, as a sentence, and the law it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.web.presenters.dates import short_day, span
from app.web.presenters.marking import N_
from approvals.domain.clock_facts import ClockName
from approvals.domain.clock_rules import Figure, Rule, RuleCode

LICENSING_42, LICENSING_45 = N_("行政许可法第四十二条"), N_("行政许可法第四十五条")
WORDS: dict[RuleCode, tuple[str, str]] = {
    RuleCode.FROM_ACCEPTANCE: (N_("从受理之日 %(day)s 起算"), LICENSING_42),
    RuleCode.FROM_RECEIPT: (N_("从收到申请之日 %(day)s 起算"), N_("建筑法第八条")),
    RuleCode.DAY_ZERO_NOT_COUNTED: (N_("当天不算，%(day)s 是第 1 日"), N_("参照民法典第二百零一条")),
    RuleCode.WORKING_DAYS: (N_("只数工作日：放假不算，调休上班算"), N_("行政许可法第八十二条、国务院放假通知")),
    RuleCode.NATURAL_DAYS: (N_("每一天都数，放假也算"), N_("参照民法典第二百零一条")),
    RuleCode.NUMBER_OF_TODAY: (N_("计到今天是第 %(number)s 日"), ""),
    RuleCode.NOT_COUNTED_TODAY: (N_("%(day)s 不计入，原因见逐日说明"), ""),
    RuleCode.STOPS_EXCLUDED: (N_("特别程序中的 %(span)s不计入"), LICENSING_45),
    RuleCode.STOPS_ADDED: (N_("特别程序不计入 %(span)s，到期日往后移"), LICENSING_45),
    RuleCode.LIMIT_BY_LAW: (N_("法律给 %(span)s"), N_("行政许可法第四十二条，或者该事项自己的法律规定")),
    RuleCode.LIMIT_PROMISED: (N_("部门公开承诺 %(span)s"), N_("优化营商环境条例第三十六条")),
    RuleCode.LIMIT_ZERO: (N_("即办：当天到期，当天不上班就到下一个工作日"), N_("行政许可法第三十四条")),
    RuleCode.ROLLED: (N_("最后一日 %(day)s 不上班，顺延到下一个工作日"), N_("参照民法典第二百零三条")),
    RuleCode.AFTER_STOP: (N_("最后一日 %(day)s 时钟停着，恢复以后到期"), LICENSING_45),
    RuleCode.EXTENDED: (N_("%(day)s 批准延长 %(span)s，只延一次"), LICENSING_42),
    RuleCode.EXTENDED_TOO_LATE: (N_("%(day)s 批准的延长晚于到期日 %(due)s，不算"), LICENSING_42),
    RuleCode.TOLD_BEFORE: (N_("已经告知 %(day)s 到期，放假安排变了也不提前"), N_("行政许可法第八条")),
    RuleCode.STOP_IS_OPEN: (N_("时钟还停着，最早 %(day)s 到期"), LICENSING_45),
    RuleCode.LEFT_UNTIL_DUE: (N_("从下一个计入的日子数到 %(day)s，到期日当天也算"), ""),
    RuleCode.LEFT_AFTER_STOP: (N_("恢复以后还有 %(span)s"), LICENSING_45),
    RuleCode.OVER_THE_LIMIT: (
        N_("%(day)s 到期，已经过了 %(span)s；以后再暂停、再延长都补不回来"),
        LICENSING_42,
    ),
    RuleCode.DECIDED: (N_("已经作出决定，时钟停在那天"), ""),
    RuleCode.OVERDUE: (N_("过了到期日还没有决定"), LICENSING_42),
    RuleCode.PAUSED: (N_("特别程序进行中，时钟停着"), LICENSING_45),
    RuleCode.WARNING: (N_("剩 %(threshold)s以内就预警"), ""),
    RuleCode.ON_TRACK: (N_("剩余多于 %(threshold)s"), ""),
    RuleCode.NO_NOTICE_YET: (N_("%(year)s 年的放假安排还没有公布，日期暂定"), N_("国务院放假通知")),
}
BY_LOCAL_RULE = frozenset({RuleCode.STOPS_EXCLUDED, RuleCode.STOPS_ADDED, RuleCode.PAUSED, RuleCode.AFTER_STOP})
PROMISE = N_("部门公开的承诺规则")


@dataclass(frozen=True)
class Why:
    """One sentence and its law; a rule of plain counting names none."""

    words: str
    law: str


def why(rules: Iterable[Rule], figure: str, clock: ClockName) -> list[Why]:
    """The sentences behind one figure, in the order in which they apply."""
    return [_said(rule, clock) for rule in rules if rule.figure is Figure(figure)]


def _said(rule: Rule, clock: ClockName) -> Why:
    words, law = WORDS[rule.code]
    if clock is ClockName.COMMITTED and (rule.code in BY_LOCAL_RULE or law == LICENSING_42):
        law = PROMISE
    return Why(gettext(words, **_params(rule.params)), gettext(law) if law else "")


def _params(params: Any) -> dict[str, Any]:
    """Days and lengths in words."""
    unit = params.get("unit", "WD")
    said = {name: short_day(params[name]) for name in ("day", "due") if name in params}
    said |= {name: params[name] for name in ("number", "year") if name in params}
    if "days" in params:
        said["span"] = span(params["days"], unit)
    if "threshold" in params:
        said["threshold"] = span(params["threshold"], unit)
    return said
