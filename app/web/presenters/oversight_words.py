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
REFUSALS = {
    "not_told_yet": N_("还没有告知企业拟作出的决定。先告知，听取陈述、申辩以后再作出。"),
    "answer_open": N_("企业在 %(answer_by)s 前可以陈述、申辩。有了答复，或者过了这天，才能作出决定。"),
    "answered_already": N_("陈述、申辩意见已经提出过。"),
    "nothing_to_supervise": N_("这个事项现在不在部门手上，不用督办。"),
    "supervision_open": N_("这个事项已经有一张同级的督办通知单没有办结。"),
    "supervision_closed": N_("这张督办通知单已经办结。"),
    "supervision_unanswered": N_("部门还没有答复，事项也没有办结，不能办结这张督办通知单。"),
    "limit_not_passed": N_("这个期限还没有超过。"),
    "only_listed_without_limit": N_("这个事项的时钟还没有走，写不出应当办结的日子；只能挂牌督办。"),
    "reply_day_past": N_("答复的日子要在今天以后，最早 %(first_on)s。"),
    "month_not_over": N_("这个月还没有结束，最早 %(first_on)s 发布通报。"),
    "bulletin_out": N_("这个月的通报已经发布。有笔误的，请在通报页面更正。"),
    "bulletin_empty": N_("这个月没有到期或者办结的事项，排不出名次，不用发通报。"),
    "bulletin_replaced": N_("这份通报已经被更正后的通报替代。"),
    "bulletin_stands": N_("文号 %(number)s 是月度通报，不能作废；有错的，由督查人员发布更正后的通报替代。"),
    "named_without_reason": N_("“%(line)s”要写成“名称：原因”，一行一个。"),
}
"""Part of the table of refusals: what supervisors ask, and what is told before something is taken back."""


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
