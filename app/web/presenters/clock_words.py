"""The badge that tells the truth: icon, word and shape for what a clock says; never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from app.web.presenters.dates import plain_short_day, short_day, span, working_days
from app.web.presenters.state_words import state
from approvals.domain.clock import ClockReading, Light, Reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.states import RUNNING, TrackState

LOOKS = {"is-on": "clock", "is-warn": "warn", "is-late": "over", "is-over": "over", "is-paused": "pause"}
LOOKS |= {"is-done": "done", "is-none": "none", "is-plain": "open"}


@dataclass(frozen=True)
class Badge:
    """What `parts/badge.html` shows: `sub` is the second line of a queue ("法定剩 3 个工作日")."""

    look: str
    icon: str
    words: str
    sub: str = ""


def clock_badge(reading: Reading | None, track: str, result_letter: str | None = None, *, short: bool = False) -> Badge:
    """The badge of a track in state `track`: its clock while one runs, else its state. `short` is for cells."""
    shown = state("track", track, result_letter)
    head = reading.headline if reading is not None and TrackState(track) in RUNNING else None
    if reading is None or head is None:
        return Badge(shown.look, shown.icon, shown.words)
    look = _look(head)
    return Badge(look, LOOKS[look], clock_words(head, short=short), _second_line(reading, head))


def reading_badge(reading: ClockReading, *, short: bool = False) -> Badge:
    """The badge of one of the two clocks."""
    look = _look(reading)
    return Badge(look, LOOKS[look], clock_words(reading, short=short))


def clock_words(reading: ClockReading, *, short: bool = False) -> str:
    """剩 6 个工作日 / 今天到期 / 超期 1 日 / 超承诺 2 日 / 暂停 · 恢复后还剩 7 个工作日."""
    if reading.light is Light.DECIDED:
        return gettext("已办结")
    if reading.light is Light.OVERDUE:
        return _overdue(reading.overdue_by, reading.clock)
    left = _short(reading.remaining) if short else span(reading.remaining, reading.unit)
    if reading.light is Light.PAUSED:
        if short:
            return gettext("暂停")
        if not reading.remaining:
            return gettext("暂停 · 恢复后当天到期")
        return gettext("暂停 · 恢复后还剩 %(left)s", left=left)
    return gettext("剩 %(left)s", left=left) if reading.remaining else gettext("今天到期")


def due_badge(remaining_wd: int, *, warn_at: int = 1, paused: bool = False) -> Badge:
    """The badge of a plain due day (a promise, a receipt, a delivery): working days left, negative when late."""
    if paused:
        return Badge("is-paused", "pause", gettext("暂停"))
    if remaining_wd < 0:
        return Badge("is-over", "over", _overdue(-remaining_wd, ClockName.STATUTORY))
    words = gettext("剩 %(left)s", left=working_days(remaining_wd)) if remaining_wd else gettext("今天到期")
    return Badge("is-warn", "warn", words) if remaining_wd <= warn_at else Badge("is-on", "clock", words)


def due_line(reading: ClockReading) -> str:
    """承诺 7 个工作日，3月24日（周二）到期: the sentence under a badge."""
    limit = span(reading.limit_days, reading.unit)
    names = {
        ClockName.STATUTORY: gettext("法定 %(limit)s", limit=limit),
        ClockName.COMMITTED: gettext("承诺 %(limit)s", limit=limit),
    }
    if reading.extended_by:
        more = span(reading.extended_by, reading.unit)
        names = {clock: gettext("%(limit)s，已延期 %(more)s", limit=words, more=more) for clock, words in names.items()}
    if reading.due_on is None:
        when = gettext("暂停中，最早 %(day)s 到期", day=short_day(reading.not_before))
    elif reading.provisional:
        when = gettext("%(day)s 到期（放假安排未公布，暂定）", day=plain_short_day(reading.due_on))
    else:
        when = gettext("%(day)s 到期", day=short_day(reading.due_on))
    return gettext("%(limit)s，%(when)s", limit=names[reading.clock], when=when)


def _look(reading: ClockReading) -> str:
    if reading.light is Light.OVERDUE:
        return "is-over" if reading.clock is ClockName.STATUTORY else "is-late"
    return {Light.ON_TRACK: "is-on", Light.WARNING: "is-warn", Light.PAUSED: "is-paused"}.get(reading.light, "is-done")


def _overdue(days: int, clock: ClockName) -> str:
    if clock is ClockName.COMMITTED:
        return gettext("超承诺 1 日") if days == 1 else gettext("超承诺 %(days)s 日", days=days)
    return gettext("超期 1 日") if days == 1 else gettext("超期 %(days)s 日", days=days)


def _short(days: int) -> str:
    return gettext("1 日") if days == 1 else gettext("%(days)s 日", days=days)


def _second_line(reading: Reading, head: ClockReading) -> str:
    """What the other clock adds when the headline alone would hide it; else the due day."""
    other = reading.statutory if head.clock is ClockName.COMMITTED else reading.committed
    if head.light is Light.OVERDUE and head.clock is ClockName.COMMITTED and other is not None:
        if other.light is Light.PAUSED:
            return gettext("法定时限暂停中")
        return gettext("法定剩 %(left)s", left=span(other.remaining, other.unit))
    if head.due_on is None:
        return ""
    day = short_day(head.due_on)
    words = gettext("法定 %(day)s", day=day) if head.clock is ClockName.STATUTORY else gettext("承诺 %(day)s", day=day)
    return gettext("%(words)s，已延期 +%(days)s", words=words, days=head.extended_by) if head.extended_by else words
