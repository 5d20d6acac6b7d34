"""What a line of the bell says, and where it leads: the same code reads differently to each who may follow it."""

from __future__ import annotations

from flask import current_app, url_for

from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_
from approvals.queries.notifications import NotificationRow
from departments.domain.actor import Actor, Role

BELL: dict[str, str] = {
    "case_filed": N_("新的申报等窗口核对"),
    "correction_supplied": N_("企业交来了补正材料"),
    "correction_requested": N_("窗口一次性列出了要补正的材料，请在 %(respond_by)s 前补齐"),
    "correction_lapsed": N_("补正期限已过，事项不再办理"),
    "accepted": N_("申报已经受理，同时送到各部门"),
    "deemed_accepted": N_("窗口逾期没有答复，视为已经受理"),
    "declare_inadmissible": N_("“%(item)s”不予受理，文书写明理由"),
    "declare_not_required": N_("“%(item)s”不需要办理，文书写明理由"),
    "track_released": N_("前置结果已出，“%(item)s”开始办理"),
    "paper_supplied": N_("企业交来了《%(paper)s》"),
    "paper_returned": N_("“%(item)s”退回了一份材料，请按要求重交"),
    "proposed": N_("“%(item)s”有拟办意见等签发"),
    "proposal_returned": N_("“%(item)s”的拟办意见被退回"),
    "decided": N_("“%(item)s”有了结果，可以下载文书"),
    "paused": N_("“%(item)s”暂停计时"),
    "resumed": N_("“%(item)s”恢复计时"),
    "withdrawn": N_("企业撤回了申报的事项"),
    "terminated": N_("“%(item)s”终止办理"),
    "case_concluded": N_("全部事项都有了结果"),
    "case_confirmed": N_("统一确认书已经出具"),
    "document_issued": N_("文件 %(number)s 已经盖章"),
    "document_served": N_("文件 %(number)s 已经送达"),
    "served": N_("文件 %(number)s 已经送达"),
    "steward_assigned": N_("项目有了项目管家"),
    "reminded": N_("管家提醒办理“%(item)s”"),
    "department_reminded": N_("管家提醒办理“%(item)s”"),
    "question_asked": N_("企业有问题等答复"),
    "question_answered": N_("您的问题有了答复"),
    "promise_due": N_("承诺后补的材料快到期了"),
    "promise_late": N_("承诺后补的材料逾期没有交"),
    "promise_broken": N_("承诺后补的材料逾期没有交"),
    "warning": N_("“%(item)s”快到期了"),
    "due_today": N_("“%(item)s”今天到期"),
    "overdue": N_("“%(item)s”已经超期"),
}
UNKNOWN = N_("办件有新的动态")
LOUD = ("overdue", "promise_late", "promise_broken", "declare_inadmissible")
PLACES: tuple[tuple[Role, str, str], ...] = (
    (Role.STEWARD, "steward.project", "project"),
    (Role.WINDOW, "window.check", "case"),
    (Role.EXAMINER, "department.track", "track"),
    (Role.HEAD, "department.track", "track"),
    (Role.APPLICANT, "enterprise.case", "case"),
)


def bell_sentence(row: NotificationRow) -> str:
    """The line without its project and time, which stand beside it; unknown codes still say that something happened."""
    facts = dict(row.params)
    if row.item is not None:
        facts |= {"item_zh": row.item.name_zh, "item_en": row.item.name_en}
    return sentence(_message(row.code), facts)


def is_loud(row: NotificationRow) -> bool:
    """A line that tells of a limit passed."""
    return row.code.rsplit(":", 1)[-1].rsplit(".", 1)[-1] in LOUD or row.code.startswith("overdue")


def bell_address(row: NotificationRow, actor: Actor) -> str | None:
    """The page of the actor's own room that shows what the line is about, or None when there is none."""
    for role, endpoint, key in PLACES:
        value = getattr(row, key)
        if role in actor.roles and value and endpoint in current_app.view_functions:
            return url_for(endpoint, **{_argument(endpoint): value})
    return None


def _message(code: str) -> str:
    """Alarms of the clocks carry their clock in front (`track.statutory.overdue`): the last word decides."""
    return BELL.get(code) or BELL.get(code.replace(":", ".").rsplit(".", 1)[-1], UNKNOWN)


def _argument(endpoint: str) -> str:
    """What the room calls the argument of its page."""
    rule = next(iter(current_app.url_map.iter_rules(endpoint)))
    return next(iter(rule.arguments))
