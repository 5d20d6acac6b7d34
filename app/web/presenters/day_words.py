"""Why a day was counted or not: the lines of the day statement, and the mark each carries."""

from __future__ import annotations

from flask_babel import gettext

from app.web.locale import ENGLISH, language
from app.web.presenters.labels import procedure
from app.web.presenters.marking import N_
from approvals.domain.clock_facts import ClockName
from approvals.domain.day_statement import DayCode, DayLine

DAYS: dict[str, str] = {
    DayCode.ACCEPTED: N_("受理当天，第 0 日"),
    DayCode.RECEIVED: N_("收到当天，第 0 日"),
    DayCode.COUNTED: N_("工作日"),
    DayCode.MAKE_UP: N_("调休上班，算工作日"),
    DayCode.WEEKEND: N_("周末，不算"),
    DayCode.HOLIDAY: N_("放假，不算"),
    DayCode.PAUSED: N_("暂停计时，不算"),
    DayCode.ROLLED: N_("到期日不上班，顺延"),
    DayCode.KEPT: N_("按已告知的到期日，不提前"),
    DayCode.LATE: N_("超期"),
}


def day_reason(line: DayLine) -> str:
    """The reason of one line; a pause names its procedure and letter, a holiday its name where there is one."""
    words = gettext(DAYS[line.code])
    if line.code is DayCode.PAUSED and line.params.get("kind"):
        words = gettext("暂停计时：%(procedure)s", procedure=procedure(line.params["kind"]))
        if line.params.get("letter_no"):
            words = gettext("%(words)s（%(letter)s）", words=words, letter=line.params["letter_no"])
    # the names of the holidays come from the notices of the State Council, in Chinese only
    if line.code in (DayCode.HOLIDAY, DayCode.MAKE_UP) and line.params.get("name") and language() != ENGLISH:
        words = gettext("%(words)s（%(name)s）", words=words, name=line.params["name"])
    return words


def due_words(line: DayLine, clock: ClockName) -> str:
    """What the due day says in the line of its own."""
    if not line.is_due_day:
        return ""
    said = gettext("法定到期") if clock is ClockName.STATUTORY else gettext("承诺到期")
    return gettext("%(said)s（暂定）", said=said) if line.provisional else said


def day_look(line: DayLine, clock: ClockName, is_today: bool, is_future: bool) -> str:
    """The classes of the line: off, next, due or law, today."""
    looks = ["is-off"] if line.number is None else (["is-next"] if is_future else [])
    if line.is_due_day:
        looks.append("is-law" if clock is ClockName.STATUTORY else "is-due")
    return " ".join([*looks, "is-today"] if is_today else looks)
