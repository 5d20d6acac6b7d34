"""Notices of the supervisors in words: why, how loudly, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from app.web.presenters.marking import N_

RULES: Mapping[str, str] = {
    "statutory": N_("超过法定期限"),
    "committed": N_("超过承诺期限"),
    "blocked": N_("办理受阻，没有进展"),
}
LEVELS: Mapping[str, str] = {
    "reminder": N_("提醒"),
    "yellow": N_("黄牌"),
    "red": N_("红牌"),
    "listed": N_("挂牌督办"),
}


@dataclass(frozen=True)
class Mark:
    """A word with its look and its sign."""

    words: str
    look: str
    icon: str


_STANDINGS: Mapping[str, tuple[str, str, str]] = {
    "waiting": (N_("等待答复"), "is-on", "clock"),
    "late": (N_("逾期没有答复"), "is-over", "over"),
    "answered": (N_("已经答复，等待办结"), "is-warn", "talk"),
    "closed": (N_("已经办结"), "is-done", "check"),
}


def notice_standing(standing: str) -> Mark:
    """Where a notice stands, as a badge."""
    words, look, sign = _STANDINGS[standing]
    return Mark(gettext(words), look, sign)


def rule_words(rule: str) -> str:
    """Why the notice was sent."""
    return gettext(RULES[rule])


def notice_level(level: str) -> str:
    """How loud it is."""
    return gettext(LEVELS[level])
