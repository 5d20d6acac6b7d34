"""Where a track stands, as a badge: the legend of the board, the filters, the head of a table."""

from __future__ import annotations

from flask_babel import gettext

from app.web.presenters.clock_words import Badge
from app.web.presenters.marking import N_
from approvals.queries.standings import Standing

STANDINGS: dict[Standing, tuple[str, str, str]] = {
    Standing.OVER: ("is-over", "over", N_("超法定")),
    Standing.LATE: ("is-late", "over", N_("超承诺")),
    Standing.WARN: ("is-warn", "warn", N_("预警")),
    Standing.ON: ("is-on", "clock", N_("正常")),
    Standing.PAUSED: ("is-paused", "pause", N_("暂停")),
    Standing.UPSTREAM: ("is-paused", "link", N_("等前置")),
    Standing.CHECKING: ("is-plain", "open", N_("核对中")),
    Standing.CORRECTION: ("is-warn", "upload", N_("待补正")),
    Standing.REFUSED: ("is-plain", "close", N_("不予")),
    Standing.DONE: ("is-done", "done", N_("办结")),
}


def standing_badge(standing: Standing) -> Badge:
    """A standing as a legend, a filter and a table name it."""
    look, icon, words = STANDINGS[standing]
    return Badge(look, icon, gettext(words))
