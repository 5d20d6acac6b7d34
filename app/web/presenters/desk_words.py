"""Whose desk, in words: what each stretch of the bar is called and what a strip says to those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext

from app.web.presenters.dates import day, plain_day, short_day, span, working_days
from app.web.presenters.labels import label
from app.web.presenters.marking import N_
from approvals.domain.clock import ClockReading, Light
from approvals.domain.desk_bar import Segment, Strip

STRETCHES: dict[str, tuple[str, str]] = {
    "win": (N_("窗口"), "is-win"),
    "act": (N_("部门实际"), "is-act"),
    "you": (N_("等您"), "is-you"),
    "paused": (N_("暂停计时"), "is-paused"),
    "wait": (N_("等前一个事项"), "is-wait"),
    "plan": (N_("计划"), "is-plan"),
    "late": (N_("超承诺"), "is-late"),
    "over": (N_("超法定"), "is-over"),
}
ROOM_FOR_WORDS = {"late": 2, "over": 2, "you": 99}  # the hatch of what waits for you stays free of letters


def stretch_words(segment: Segment) -> str:
    """The word inside a stretch, where it has room for one."""
    return gettext(STRETCHES[segment.kind][0]) if segment.length >= ROOM_FOR_WORDS.get(segment.kind, 3) else ""


def stretch_look(segment: Segment) -> str:
    """The class that draws it."""
    return STRETCHES[segment.kind][1]


def strip_sentence(strip: Strip) -> str:
    """窗口 3月9日（周一）至 3月11日（周三）；部门实际 …: the whole strip, read aloud."""
    parts = [
        gettext("%(what)s %(day)s", what=gettext(STRETCHES[one.kind][0]), day=short_day(one.first_on))
        if one.first_on == one.last_on
        else gettext(
            "%(what)s %(first)s 至 %(last)s",
            what=gettext(STRETCHES[one.kind][0]),
            first=short_day(one.first_on),
            last=short_day(one.last_on),
        )
        for one in strip.segments
    ]
    return gettext("；").join(parts) if parts else gettext("还没有开始")


def legend() -> list[tuple[str, str]]:
    """Class and word of every stretch, for under the bar."""
    return [(look, gettext(words)) for words, look in STRETCHES.values()]


def desk_names(lines: Iterable[Any]) -> dict[str, dict[str, str]]:
    """What each strip of the bar is called: the item, and the department that has it."""
    return {
        line.public_id: {
            "name_zh": line.item.name_zh,
            "name_en": line.item.name_en,
            "org_zh": line.name_zh,
            "org_en": line.name_en,
        }
        for line in lines
    }


def stage_line(reading: ClockReading) -> str:
    """45 个工作日：已计 12 日，还剩 33 个工作日，2026年5月14日（周四）到期: one clock of a stage in a sentence."""
    if reading.light is Light.DECIDED:
        return gettext("%(limit)s：用了 %(used)s", limit=span(reading.limit_days), used=working_days(reading.used))
    if reading.overdue_by:
        left = gettext("超过 %(days)s", days=working_days(reading.overdue_by))
    else:
        left = gettext("还剩 %(days)s", days=working_days(reading.remaining))
    if reading.due_on is None:
        when = gettext("每个事项都停着，最早 %(day)s 到期", day=day(reading.not_before))
    elif reading.provisional:
        when = gettext("%(day)s 到期（放假安排未公布，暂定）", day=plain_day(reading.due_on))
    else:
        when = gettext("%(day)s 到期", day=day(reading.due_on))
    limit = span(reading.limit_days)
    if reading.extended_by:
        limit = gettext("%(limit)s，已延期 %(more)s", limit=limit, more=span(reading.extended_by))
    return gettext(
        "%(limit)s：已计 %(used)s，%(left)s，%(when)s",
        limit=limit,
        used=working_days(reading.used),
        left=left,
        when=when,
    )


def stage_chain(view: Any) -> str:
    """The items before the last one of the critical chain, first the one in hand today."""
    return gettext("、").join(gettext("“%(name)s”", name=label(line.item)) for line in view.chain[:-1])


def stage_floats(view: Any) -> str:
    """By how many working days each other open item may slip without moving the end; empty when there is none."""
    slack = view.clock.float_wd
    others = [line for key, line in view.lines.items() if key in slack and key != view.clock.critical]
    said = [
        gettext("%(name)s %(days)s", name=label(line.item), days=working_days(slack[line.public_id]))
        if slack[line.public_id]
        else gettext("%(name)s 一天也不能晚", name=label(line.item))
        for line in sorted(others, key=lambda line: slack[line.public_id])
    ]
    return gettext("；").join(said)
