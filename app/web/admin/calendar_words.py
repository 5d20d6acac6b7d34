"""What the calendar's pages say: faults of a notice, kinds of days and of deadlines, what became of a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.web.locale import ENGLISH, language
from app.web.presenters.dates import WEEKDAYS, plain_day, weekday_name
from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_
from approvals.domain.calendar_moves import Deadline
from departments.domain.calendar_import import DraftState, Fault, Source
from departments.domain.working_calendar import DayKind

FAULTS: dict[str, str] = {
    "no_notice": N_("没有文号：文件里没有读到，请填上"),
    "no_year": N_("没有年份：请填 %(first)s 到 %(last)s 之间的年份"),
    "year_disagrees": N_("标题写的是 %(read)s 年，填的是 %(said)s 年"),
    "nothing_found": N_("没有读到放假或者上班的日子"),
    "already_published": N_("%(year)s 年已经按 %(notice)s 公布，日子完全一样"),
    "no_name": N_("没有写是哪个节日"),
    "bad_day": N_("“%(value)s”不是日期"),
    "bad_span": N_("从 %(first)s 到 %(last)s：起止不对，或者超过 31 天"),
    "twice": N_("%(day)s 出现了两次，前一次在第 %(line)s 行"),
    "outside_year": N_("%(day)s 不在 %(year)s 年；只有元旦可以从上一年 12 月下旬开始"),
    "worked_no_weekend": N_("%(day)s 本来就是工作日，不是调休上班"),
    "weekday_disagrees": N_("%(day)s 不是%(said)s"),
    "count_disagrees": N_("写的是共 %(said)s 天，按日期数是 %(counted)s 天"),
    "joins_no_weekend": N_("%(day)s 不挨着周末，“与周末连休”对不上"),
    "no_weekend": N_("%(day)s 不是周末，“公休”对不上"),
    "not_understood": N_("读不懂这一句：%(text)s"),
    "csv_columns": N_("第一行应当是 %(columns)s"),
    "csv_cells": N_("应当有 %(count)s 列，实际是 %(found)s 列"),
    "csv_unreadable": N_("这一行不是合格的 CSV"),
    "bad_mark": N_("is_working 是 1（上班）或者 0（放假），不是“%(value)s”"),
    "two_notices": N_("出现了另一个文号：%(notice)s"),
    "notice_too_long": N_("文号太长了，最多 %(most)s 个字"),
    "name_too_long": N_("节日的名称太长了，最多 %(most)s 个字"),
    "bad_row": N_("这一行没有看懂，请重新选择和填写"),
    "not_text": N_("文件不是 UTF-8 或者 GB18030 编码的文字"),
    "too_large": N_("文件太大，一年的安排不超过 200 kB"),
}
KINDS: dict[str, str] = {
    DayKind.WORKING: N_("工作日"),
    DayKind.WEEKEND: N_("周末"),
    DayKind.HOLIDAY: N_("放假"),
    DayKind.MAKE_UP: N_("调休上班"),
}
DEADLINES: dict[str, str] = {
    Deadline.STATUTORY: N_("法定期限"),
    Deadline.COMMITTED: N_("承诺期限"),
    Deadline.STAGE: N_("整个阶段的期限"),
    Deadline.NOTICE: N_("窗口五日答复"),
    Deadline.CORRECTION: N_("申报人补正"),
    Deadline.PROMISE: N_("承诺后补的材料"),
    Deadline.PAUSE: N_("暂停预计结束"),
    Deadline.DUTY: N_("送达和公示"),
}
SOURCES: dict[str, str] = {
    Source.TEXT: N_("通知原文"),
    Source.CSV: N_("表格文件"),
    Source.FORM: N_("逐日填写"),
}
STATES: dict[str, tuple[str, str, str]] = {
    DraftState.PROPOSED: (N_("待确认"), "is-warn", "clock"),
    DraftState.CONFIRMED: (N_("已公布"), "is-on", "check"),
    DraftState.REJECTED: (N_("已退回"), "is-paused", "none"),
    DraftState.WITHDRAWN: (N_("已撤回"), "is-paused", "none"),
}


@dataclass(frozen=True)
class Line:
    """One fault as a sentence; `place` says which line of the source, empty for the whole of it."""

    place: str
    words: str


def fault_lines(faults: Iterable[Fault]) -> tuple[Line, ...]:
    """Every fault in the order of the lines."""
    return tuple(
        Line(
            gettext("第 %(line)s 行", line=one.line) if one.line else "",
            sentence(FAULTS[one.code], _plain(one)),
        )
        for one in faults
    )


def day_kind(kind: DayKind) -> str:
    return gettext(KINDS[kind])


def deadline_words(what: Deadline | str) -> str:
    return gettext(DEADLINES[what])


def week_heads() -> tuple[str, ...]:
    """一 … 日 / Mon … Sun, over the columns of a month."""
    return tuple(WEEKDAYS["en" if language() == ENGLISH else "zh"])


def source_name(source: Source) -> str:
    return gettext(SOURCES[source])


def draft_state(state: DraftState) -> tuple[str, str, str]:
    """(words, look, sign) of a draft's badge."""
    words, look, sign = STATES[state]
    return gettext(words), look, sign


def by_days(days: int) -> str:
    """晚 2 天 / 2 days later; days of the calendar."""
    if days == 0:
        return gettext("日子不变")
    if days == 1:
        return gettext("晚 1 天")
    if days == -1:
        return gettext("早 1 天")
    return gettext("晚 %(days)s 天", days=days) if days > 0 else gettext("早 %(days)s 天", days=-days)


def _plain(fault: Fault) -> Mapping[str, Any]:
    """Years and line numbers without a thousands comma, a weekday by its name; of course the days are provisional."""
    params = {name: plain_day(one) if isinstance(one, dt.date) else one for name, one in fault.params.items()}
    for name in ("year", "read", "first", "last", "line") + (("said",) if fault.code == "year_disagrees" else ()):
        if isinstance(params.get(name), int):
            params[name] = str(params[name])
    if fault.code == "weekday_disagrees":
        params["said"] = weekday_name(int(str(params["said"])))
    return params
