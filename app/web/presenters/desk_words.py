"""Whose desk, in words: what each stretch of the bar is called and what a strip says to those who cannot see it."""

from __future__ import annotations

from flask_babel import gettext

from app.web.presenters.dates import short_day
from app.web.presenters.marking import N_
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
