"""The words only the desk needs: the finding of a queue, its tabs and lights, and what falls due on a day."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from app.web.presenters.marking import N_
from approvals.queries.department_queue import QueueAsked, QueuePage

TABS = {
    "mine": N_("我的"),
    "department": N_("本部门"),
    "unassigned": N_("待认领"),
    "done": N_("已办"),
}
LIGHTS = {
    "over": ("is-over", "over", N_("超期")),
    "late": ("is-late", "over", N_("超承诺")),
    "warn": ("is-warn", "warn", N_("预警")),
    "on": ("is-on", "clock", N_("正常")),
    "paused": ("is-paused", "pause", N_("暂停或等待")),
}
SORTS = {"urgency": N_("按紧急程度"), "received": N_("按受理日期"), "recent": N_("按最近动态")}
EMPTY = {
    "mine": (N_("您手上没有件"), N_("到“待认领”里认领一件，或者看看本部门的件。")),
    "department": (N_("本部门没有在办的件"), N_("窗口受理以后，件会马上出现在这里。")),
    "unassigned": (N_("没有等着认领的件"), N_("都有人办了。")),
    "done": (N_("还没有办结的件"), N_("签发以后的件会出现在这里。")),
}


def finding(page: QueuePage, asked: QueueAsked) -> str:
    """The queue in one sentence: what to do first."""
    if asked.tab == "done":
        return ngettext("办结 %(num)s 件", "办结 %(num)s 件", page.total)
    lights: Mapping[str, int] = page.lights
    if lights["over"]:
        return ngettext("今天先办 %(num)s 件超期的", "今天先办 %(num)s 件超期的", lights["over"])
    if lights["late"]:
        return ngettext("今天先办 %(num)s 件超承诺的", "今天先办 %(num)s 件超承诺的", lights["late"])
    if lights["warn"]:
        return ngettext("%(num)s 件快到期，先办它们", "%(num)s 件快到期，先办它们", lights["warn"])
    if asked.tab == "unassigned" and page.total:
        return ngettext("%(num)s 件等着认领", "%(num)s 件等着认领", page.total)
    return gettext("没有超期的，照着做就好") if page.total else gettext(EMPTY[asked.tab][0])
