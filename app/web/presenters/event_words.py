"""What happened, as a sentence: the events of a case, and what a stale page is told.

An event keeps ids, not names; a query that knows the names adds `paper_zh`/`paper_en` and the sentence says them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_
from approvals.domain.events import Tag

EVENTS: dict[str, str] = {
    Tag.CASE_DRAFTED: N_("开始填写申报"),
    Tag.CASE_FILED: N_("提交了申报"),
    Tag.FILING_ORDERED: N_("委托结果一到就提交这件申报"),
    Tag.FILING_ORDER_TAKEN_BACK: N_("撤回了结果一到就提交的委托"),
    Tag.FILING_ORDER_ENDED: N_("结果到了，但没有自动提交，已告知申报人理由"),
    Tag.CASE_CONCLUDED: N_("全部事项都有了结果"),
    Tag.CASE_CONFIRMED: N_("出具了统一确认书"),
    Tag.PAPER_SUPPLIED: N_("交了一份材料"),
    Tag.PAPER_JUDGED: N_("核对了一份材料"),
    Tag.PAPER_HANDED_DOWN: N_("前一个事项的结果已自动送到"),
    Tag.BROUGHT_JUDGED: N_("窗口核对了企业已有的批文"),
    Tag.PAPER_CHECKED: N_("窗口看了一份材料"),
    Tag.OPINIONS_ASKED: N_("窗口请各部门提补正意见"),
    Tag.OPINION_GIVEN: N_("部门提了补正意见"),
    Tag.COUNTER_OPENED: N_("窗口代企业填写申报"),
    Tag.COUNTER_CONFIRMED: N_("企业确认了窗口代填的申报"),
    Tag.PAPER_BARRED: N_("一份材料查出病毒，已经隔离，按没有交算"),
    Tag.PROMISE_SIGNED: N_("签署了承诺书"),
    Tag.PROMISE_KEPT: N_("按承诺补交了材料"),
    Tag.PROMISE_LATE: N_("承诺后补的材料到期未交"),
    Tag.PROMISE_REJECTED: N_("承诺后补的材料没有通过"),
    Tag.PROMISE_EXCUSED: N_("认定不可抗力，承诺的日子改期"),
    Tag.PROMISE_ENDED: N_("确认违背承诺，记入信用记录"),
    Tag.VERIFICATION_PLANNED: N_("结果作出，安排告知承诺核查"),
    Tag.VERIFICATION_DONE: N_("核查了告知承诺"),
    Tag.VERIFICATION_CLOSED: N_("确认了告知承诺的整改"),
    Tag.DOCUMENT_HELD: N_("有承诺没有兑现，结果暂不印发"),
    Tag.TRACKS_ACCEPTED: N_("窗口受理，同时送到各部门"),
    Tag.TRACKS_DEEMED_ACCEPTED: N_("逾期未告知，自收到材料之日起即为受理"),
    Tag.CORRECTION_REQUESTED: N_("窗口一次性告知了要补正的内容"),
    Tag.CORRECTION_SUPPLIED: N_("提交了补正材料"),
    Tag.CORRECTION_LAPSED: N_("补正期限已过，不再办理"),
    Tag.TRACK_INADMISSIBLE: N_("窗口作出不予受理决定"),
    Tag.TRACK_NOT_REQUIRED: N_("确认不需要办理"),
    Tag.TRACK_RELEASED_UPSTREAM: N_("前一个事项有了结果，开始办理"),
    Tag.TRACK_CLAIMED: N_("审查员认领"),
    Tag.TRACK_RELEASED: N_("审查员放回，等待认领"),
    Tag.TRACK_PROPOSED: N_("审查员提出拟办意见"),
    Tag.TRACK_RETURNED: N_("签发人退回拟办意见"),
    Tag.TRACK_SIGNED: N_("签发人作出决定"),
    Tag.TRACK_PAUSED: N_("暂停计时"),
    Tag.TRACK_RESUMED: N_("恢复计时"),
    Tag.TRACK_EXTENDED: N_("批准延长办理期限"),
    Tag.STAGE_EXTENDED: N_("整个阶段延期"),
    Tag.PAUSE_CORRECTED: N_("更正了特别程序的起止日期"),
    Tag.ACCEPTANCE_CORRECTED: N_("更正了受理日期"),
    Tag.OVERDUE_EXPLAINED: N_("公开说明了超期的理由"),
    Tag.TRACK_WITHDRAWN: N_("申报人撤件"),
    Tag.TRACK_TERMINATED: N_("终止办理"),
    Tag.TRACK_REVOKED: N_("撤销了原来的许可"),
    Tag.TRACK_RECALLED: N_("撤回了原来的许可"),
    Tag.TRACK_CANCELLED: N_("注销了原来的许可"),
    Tag.TRACK_REOPENED: N_("原来的决定被撤销或者变更，重新办理"),
    Tag.HEARING_OFFERED: N_("告知了听证的权利"),
    Tag.HEARING_ASKED: N_("申请人要求听证"),
    Tag.HEARING_ANSWERED: N_("企业提出了陈述、申辩意见"),
    Tag.HEARING_CALLED: N_("通知了听证的时间和地点"),
    Tag.HEARING_CLOSED: N_("听证结束"),
    Tag.RESULT_REGISTERED: N_("审查员登记了其他系统作出的结果"),
    Tag.DOCUMENT_REISSUED: N_("更正笔误，换发了文书"),
    Tag.SITE_VISITED: N_("完成现场踏勘"),
    Tag.DOCUMENT_ISSUED: N_("文件已编号"),
    Tag.DOCUMENT_SERVED: N_("文件已送达"),
    Tag.NUMBER_VOIDED: N_("文号作废，文件不再有效"),
    Tag.RESULT_DISCLOSED: N_("许可结果已经公示"),
    Tag.DEPARTMENT_REMINDED: N_("管家提醒了部门"),
    Tag.SUPERVISION_SENT: N_("督查专班发出督办通知单"),
    Tag.SUPERVISION_ANSWERED: N_("部门答复了督办通知单"),
    Tag.SUPERVISION_CLOSED: N_("督查专班办结了督办通知单"),
    Tag.STEWARD_ASSIGNED: N_("指定了项目管家"),
    Tag.PRECHECK_ASKED: N_("申报前请部门先看了材料"),
    Tag.PRECHECK_TAKEN_BACK: N_("不再请部门先看材料"),
    Tag.PRECHECK_ANSWERED: N_("部门对申报前的材料提了意见"),
    Tag.GREEN_CHANNEL: N_("绿色通道有变动"),
    Tag.ALARM_RAISED: N_("发出时限提醒"),
    Tag.DEADLINE_MOVED: N_("到期日变了"),
    Tag.DEADLINE_KEPT: N_("放假安排公布后，仍按已告知的到期日"),
    Tag.AMENDMENT_PROPOSED: N_("提出变更申报内容"),
    Tag.AMENDMENT_AGREED: N_("商定变更申报内容"),
    Tag.AMENDMENT_DECLINED: N_("不同意变更申报内容"),
    Tag.AMENDMENT_TAKEN_BACK: N_("收回了变更申报内容的提议"),
    Tag.HANDOVER_ASKED: N_("申请把项目转给另一家企业"),
    Tag.HANDOVER_CONSENTED: N_("接手的企业签名同意变更申请人"),
    Tag.HANDOVER_DECLINED: N_("没有同意变更申请人"),
    Tag.HANDOVER_TAKEN_BACK: N_("收回了变更申请人的申请或者同意"),
    Tag.APPLICANT_CHANGED: N_("变更了申请人，时限不变"),
    Tag.MEMBER_LEFT: N_("一个项目退出了组包"),
    Tag.QUESTION_ASKED: N_("申报人提问"),
    Tag.QUESTION_ANSWERED: N_("答复了提问"),
    Tag.ITEM_RATED: N_("评价了办理"),
    Tag.RATING_ANSWERED: N_("答复了评价"),
}
# said instead when the fact in the first place is there
FULLER: dict[str, tuple[str, str]] = {
    Tag.PAPER_SUPPLIED: ("paper_zh", N_("交了《%(paper)s》")),
    Tag.PAPER_BARRED: ("paper_zh", N_("《%(paper)s》查出病毒，已经隔离，按没有交算")),
    Tag.PAPER_JUDGED: ("paper_zh", N_("核对了《%(paper)s》")),
    Tag.PROMISE_KEPT: ("paper_zh", N_("按承诺补交了《%(paper)s》")),
    Tag.PROMISE_LATE: ("paper_zh", N_("承诺后补的《%(paper)s》到期未交")),
    Tag.DOCUMENT_ISSUED: ("number", N_("文件已编号：%(number)s")),
    Tag.DOCUMENT_SERVED: ("number", N_("文件已送达：%(number)s")),
    Tag.NUMBER_VOIDED: ("number", N_("文号作废：%(number)s")),
    Tag.TRACK_EXTENDED: ("days", N_("批准延长办理期限 %(days)s 日")),
    Tag.STAGE_EXTENDED: ("days", N_("整个阶段延期 %(days)s 个工作日，%(due_on)s 到期")),
    Tag.ACCEPTANCE_CORRECTED: ("old_on", N_("受理日期由 %(old_on)s 更正为 %(accepted_on)s")),
    Tag.PAUSE_CORRECTED: ("resumed_on", N_("特别程序更正为 %(started_on)s 开始，%(resumed_on)s 恢复计时")),
    Tag.MEMBER_LEFT: ("number", N_("第 %(number)s 个项目退出了组包")),
    Tag.DEADLINE_MOVED: ("due_on", N_("到期日改为 %(due_on)s")),
}
UNKNOWN = N_("有新的动态")


def event_sentence(tag: str | None, params: Mapping[str, Any] | None = None) -> str:
    """What happened, without who, when and to which item: those stand beside it."""
    facts = params or {}
    fact, fuller = FULLER.get(tag or "", ("", ""))
    if fact and facts.get(fact):
        return sentence(fuller, facts)
    return sentence(EVENTS.get(tag or "", UNKNOWN), facts)
