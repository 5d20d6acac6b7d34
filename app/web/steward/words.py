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
    "发展和改革局": N_("发改"),
    "自然资源局": N_("自然资源"),
    "住房和城乡建设局": N_("住建"),
    "生态环境分局": N_("生态环境"),
    "国防动员办公室（人防）": N_("人防"),
    "城乡水务局": N_("水务"),
    "城市管理局": N_("城管"),
    "园林和林业绿化局": N_("园林绿化"),
    "公安局交通警察大队": N_("交警"),
    "交通运输局": N_("交通"),
    "气象局": N_("气象"),
    "文化和旅游局（文物局）": N_("文旅文物"),
    "城市建设档案馆": N_("城建档案"),
    "应急管理局": N_("应急"),
    "消防救援大队": N_("消防"),
    "市场监督管理局": N_("市场监管"),
    "公安局治安大队": N_("治安"),
    "税务局": N_("税务"),
    "人力资源和社会保障局": N_("人社"),
    "烟草专卖局": N_("烟草"),
    "供水公司": N_("供水"),
    "供电公司": N_("供电"),
    "燃气公司": N_("燃气"),
    "热力公司": N_("热力"),
    "通信建设管理单位": N_("通信"),
    "省住房和城乡建设厅": N_("省住建"),
    "行政审批服务局": N_("审批局"),
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
    """发展和改革局 → 发改: the head of a narrow column; a department without a short name keeps its own."""
    return gettext(SHORT[department.name_zh]) if department.name_zh in SHORT else label(department)


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
