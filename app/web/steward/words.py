"""The words of the board: a cell is small, so its full sentence goes to the reader of the screen."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from app.web.presenters.clock_words import Badge, clock_words, reading_badge
from app.web.presenters.labels import label
from app.web.presenters.marking import N_
from app.web.presenters.standing_words import standing_badge
from approvals.domain.clock import ClockReading, Light
from approvals.queries.standings import Standing
from approvals.queries.steward_board import Board, BoardCell, BoardColumn

SHORT = {
    "FGW": N_("发改"),
    "ZRZY": N_("自然资源"),
    "ZJ": N_("住建"),
    "STHJ": N_("生态环境"),
    "RF": N_("人防"),
    "SW": N_("水务"),
    "CG": N_("城管"),
    "YLLH": N_("园林绿化"),
    "GAJJ": N_("交警"),
    "JTYS": N_("交通"),
    "QX": N_("气象"),
    "WL": N_("文旅文物"),
    "DA": N_("城建档案"),
    "YJ": N_("应急"),
    "XFJY": N_("消防"),
    "SCJG": N_("市场监管"),
    "GA": N_("治安"),
    "TAX": N_("税务"),
    "RS": N_("人社"),
    "YC": N_("烟草"),
    "GS": N_("供水"),
    "GD": N_("供电"),
    "RQ": N_("燃气"),
    "RL": N_("热力"),
    "TX": N_("通信"),
    "STZJ": N_("省住建"),
    "XZSP": N_("审批局"),
}


def cell_badge(cell: BoardCell) -> Badge:
    """What stands in a cell: days while a clock runs, else the standing."""
    head = cell.reading.headline if cell.reading else None
    if head is None or cell.standing not in (Standing.OVER, Standing.LATE, Standing.WARN, Standing.ON):
        return standing_badge(cell.standing)
    shown = reading_badge(head)
    return Badge(shown.look, shown.icon, _days(head))


def cell_name(cell: BoardCell, column: BoardColumn) -> str:
    """The cell read out: department, what the clock says in full, and how many items it stands for."""
    head = cell.reading.headline if cell.reading else None
    said = standing_badge(cell.standing).words
    if head is not None and head.light is not Light.DECIDED and cell.standing is not Standing.UPSTREAM:
        said = clock_words(head)
    if cell.count == 1:
        return gettext("%(department)s：%(said)s", department=label(column), said=said)
    return gettext(
        "%(department)s，%(count)s 个事项，最急的：%(said)s", department=label(column), count=cell.count, said=said
    )


def short_name(department: BoardColumn) -> str:
    """The head of a narrow column, two to four characters; a department without a short name keeps its own."""
    return gettext(SHORT[department.code]) if department.code in SHORT else label(department)


def finding(board: Board) -> str:
    """The board in one sentence: what to look at first."""
    if not board.projects:
        return gettext("还没有分配给您的项目")
    projects = ngettext("%(num)s 个项目", "%(num)s 个项目", board.projects)
    if not board.overdue:
        return gettext("%(projects)s，没有超期的", projects=projects)
    late = ngettext("%(num)s 处超期", "%(num)s 处超期", board.overdue)
    worst = gettext("、").join(short_name(column) for column in board.worst)
    return gettext("%(projects)s，%(late)s，先盯%(worst)s", projects=projects, late=late, worst=worst)


def _days(reading: ClockReading) -> str:
    if reading.light is Light.OVERDUE:
        return gettext("超%(days)s日", days=reading.overdue_by)
    return gettext("剩%(days)s日", days=reading.remaining) if reading.remaining else gettext("今天")
