"""What happened, as a sentence: the events of a case, the bell, and what a stale page is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_
from approvals.domain.events import Tag

EVENTS: dict[str, str] = {
    Tag.CASE_DRAFTED: N_("开始填写申报"),
    Tag.CASE_FILED: N_("提交申报"),
    Tag.CASE_CONCLUDED: N_("全部事项办结"),
    Tag.CASE_CONFIRMED: N_("管家出具统一确认书"),
    Tag.PAPER_SUPPLIED: N_("提供《%(paper)s》"),
    Tag.PAPER_JUDGED: N_("核对《%(paper)s》"),
    Tag.PAPER_HANDED_DOWN: N_("《%(paper)s》已自动送到需要它的事项"),
    Tag.PROMISE_SIGNED: N_("签署容缺受理承诺书"),
    Tag.PROMISE_KEPT: N_("按承诺补交《%(paper)s》"),
    Tag.PROMISE_LATE: N_("承诺后补的《%(paper)s》逾期未交"),
    Tag.TRACKS_ACCEPTED: N_("受理 %(count)s 个事项，同时送到各部门"),
    Tag.TRACKS_DEEMED_ACCEPTED: N_("逾期未答复，自收到材料之日起视为受理"),
    Tag.CORRECTION_REQUESTED: N_("窗口一次性告知需要补正的内容"),
    Tag.CORRECTION_SUPPLIED: N_("提交补正材料"),
    Tag.CORRECTION_LAPSED: N_("补正期限已过，事项不再办理"),
    Tag.TRACK_INADMISSIBLE: N_("“%(item)s”不予受理"),
    Tag.TRACK_NOT_REQUIRED: N_("“%(item)s”不需要办理"),
    Tag.TRACK_RELEASED_UPSTREAM: N_("前置结果已出，“%(item)s”开始办理"),
    Tag.TRACK_CLAIMED: N_("认领“%(item)s”"),
    Tag.TRACK_RELEASED: N_("放回“%(item)s”，等待认领"),
    Tag.TRACK_PROPOSED: N_("对“%(item)s”提出拟办意见"),
    Tag.TRACK_RETURNED: N_("退回“%(item)s”的拟办意见"),
    Tag.TRACK_SIGNED: N_("签发“%(item)s”"),
    Tag.TRACK_PAUSED: N_("“%(item)s”暂停计时"),
    Tag.TRACK_RESUMED: N_("“%(item)s”恢复计时"),
    Tag.TRACK_WITHDRAWN: N_("撤回“%(item)s”"),
    Tag.TRACK_TERMINATED: N_("终止办理“%(item)s”"),
    Tag.SITE_VISITED: N_("“%(item)s”完成现场踏勘"),
    Tag.DOCUMENT_ISSUED: N_("签发文件 %(number)s"),
    Tag.DOCUMENT_SERVED: N_("送达文件 %(number)s"),
    Tag.DEPARTMENT_REMINDED: N_("管家提醒部门办理“%(item)s”"),
    Tag.STEWARD_ASSIGNED: N_("指定项目管家"),
    Tag.ALARM_RAISED: N_("“%(item)s”发出时限提醒"),
    Tag.DEADLINE_MOVED: N_("“%(item)s”的到期日改为 %(due_on)s"),
    Tag.QUESTION_ASKED: N_("企业提问"),
    Tag.QUESTION_ANSWERED: N_("答复企业提问"),
}
UNKNOWN = N_("有新的动态")


def event_sentence(tag: str, params: Mapping[str, Any] | None = None) -> str:
    """What happened, without who and when: those stand beside it."""
    return sentence(EVENTS.get(tag, UNKNOWN), params or {})
