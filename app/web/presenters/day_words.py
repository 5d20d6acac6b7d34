"""Why a day was counted or not: the lines of the day statement, and the mark each carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask_babel import gettext

from app.web.locale import ENGLISH, language
from app.web.presenters.labels import procedure
from app.web.presenters.marking import N_
from approvals.domain.clock_facts import ClockName
from approvals.domain.day_statement import DayCode, DayLine, DayPair

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
    """The reason of one line; a pause names its procedure, letter and how manieth day, a holiday its name.

    The number of the notice that set the day is data of its own: `notice_of`.
    """
    words = _of_its_own(line)
    # the names of the holidays come from the notices of the State Council, in Chinese only
    if line.code in (DayCode.HOLIDAY, DayCode.MAKE_UP) and line.params.get("name") and language() != ENGLISH:
        words = gettext("%(words)s（%(name)s）", words=words, name=line.params["name"])
    if line.code in (DayCode.WEEKEND, DayCode.HOLIDAY) and line.params.get("kind"):
        words = gettext("%(words)s，%(procedure)s期间", words=words, procedure=procedure(line.params["kind"]))
    if line.params.get("resumed"):
        words = gettext("恢复计时，%(words)s", words=words)
    return gettext("%(words)s，延长的期限内", words=words) if line.extended else words


def _of_its_own(line: DayLine) -> str:
    if line.code is DayCode.LATE and line.overdue:
        return gettext("超期第 %(days)s 日", days=line.overdue)
    if line.code is not DayCode.PAUSED or not line.params.get("kind"):
        return gettext(DAYS[line.code])
    words = gettext("暂停计时：%(procedure)s", procedure=procedure(line.params["kind"]))
    if line.params.get("nth"):
        words = gettext("%(words)s第 %(nth)s 日", words=words, nth=line.params["nth"])
    if line.params.get("letter_no"):
        words = gettext("%(words)s（%(letter)s）", words=words, letter=line.params["letter_no"])
    return words


def notice_of(pair: DayPair) -> str:
    """The notice of the State Council behind a holiday or a make-up day; in Chinese, as it is numbered."""
    found = (line.params.get("notice") for line in pair.lines if line.code in (DayCode.HOLIDAY, DayCode.MAKE_UP))
    return next((notice for notice in found if notice), "")


def pair_reason(pair: DayPair) -> str:
    """What both clocks say of a day: once where they agree, else each by its name."""
    said = {clock: day_reason(line) for clock, line in _named(_as_one(pair))}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    names = {ClockName.STATUTORY: gettext("法定"), ClockName.COMMITTED: gettext("承诺")}
    parts = [gettext("%(clock)s：%(words)s", clock=names[clock], words=words) for clock, words in said.items()]
    return gettext("；").join(parts)


def _as_one(pair: DayPair) -> DayPair:
    """A day off is the same for both clocks, even where a procedure holds only one of them."""
    codes = {line.code for line in pair.lines}
    held = ["kind" in line.params for line in pair.lines]
    if len(codes) != 1 or not codes <= {DayCode.WEEKEND, DayCode.HOLIDAY} or all(held) or not any(held):
        return pair
    free = next(line for line in pair.lines if "kind" not in line.params)
    return DayPair(pair.day, free, free)


def pair_dues(pair: DayPair) -> list[str]:
    """What falls due on a day."""
    return [words for clock, line in _named(pair) if (words := due_words(line, clock))]


def pair_look(pair: DayPair, today: date) -> str:
    """The classes of the row: off, next, due or law, today."""
    looks = [day_look(line, clock, pair.day == today, pair.day > today).split() for clock, line in _named(pair)]
    found = dict.fromkeys(look for part in looks for look in part)
    if any(line.number for line in pair.lines):
        found.pop("is-off", None)
    return " ".join(found)


def run_reason(pair: DayPair) -> str:
    """The reason that a run of days shares, without the count of each."""
    bare = DayPair(pair.day, _bare(pair.statutory), _bare(pair.committed))
    return pair_reason(bare)


def number_words(line: DayLine | None) -> str:
    """The number a day carries in one clock: 3, 超 2, a dash for a day that is not counted, nothing beyond the clock."""
    if line is None:
        return ""
    if line.overdue:
        return gettext("超 %(days)s", days=line.overdue)
    return str(line.number) if line.number else "—"


def _bare(line: DayLine | None) -> DayLine | None:
    """A line of a run: of a stop only the stop is said, whatever else each of its days was."""
    if line is None or "kind" not in line.params:
        return line
    return replace(line, code=DayCode.PAUSED, params={**line.params, "nth": None})


def _named(pair: DayPair) -> list[tuple[ClockName, DayLine]]:
    both = ((ClockName.STATUTORY, pair.statutory), (ClockName.COMMITTED, pair.committed))
    return [(clock, line) for clock, line in both if line is not None]


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
