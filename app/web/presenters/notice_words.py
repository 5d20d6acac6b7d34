"""What the bell says: one sentence per code; the same sentence heads the mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_
from app.web.presenters.refusal_words import reason
from app.web.presenters.state_words import state

NOTICES: dict[str, str] = {
    "case_filed": N_("有一件新申报，5 个工作日内答复"),
    "filed_as_ordered": N_("等的结果到了，已经按您的委托提交，收件凭证正在制作"),
    "not_filed_as_ordered": N_("等的结果到了，但没有自动提交：%(why)s"),
    "accepted": N_("窗口已受理，各部门同时开始办理"),
    "deemed_accepted": N_("逾期未告知，申报即为受理，各部门开始办理"),
    "correction_requested": N_("窗口请您补正，最迟 %(respond_by)s"),
    "opinion_asked": N_("窗口请您部门在 %(needed_on)s 前提补正意见"),
    "counter_opened": N_("窗口在替您填写申报，填好以后请核对、确认"),
    "correction_supplied": N_("申报人已经补正，请重新核对"),
    "correction_unserved": N_("补正告知书还没有送到企业，补正期限不计算；请送达，编号已经作废的由窗口重新告知"),
    "correction_lapsed": N_("补正期限已过，事项不再办理"),
    "declare_inadmissible": N_("有一个事项不予受理，请看理由和救济途径"),
    "declare_not_required": N_("有一个事项您不需要办"),
    "inadmissible": N_("有一个事项不予受理，请看理由和救济途径"),
    "not_required": N_("有一个事项您不需要办"),
    "withdrawn": N_("申报人撤回了事项"),
    "amendment_asked": N_("申报人想变更申报内容，请看变化后答复"),
    "amendment_offered": N_("窗口建议变更申报内容，请看变化后答复"),
    "amendment_agreed": N_("申报内容已经变更，请看事项和材料的变化"),
    "declined_to_applicant": N_("窗口没有同意变更申报内容，请看理由"),
    "declined_to_window": N_("申报人没有同意变更申报内容，请看理由"),
    "taken_back_to_applicant": N_("窗口收回了变更申报内容的建议"),
    "taken_back_to_window": N_("申报人收回了变更申报内容的申请"),
    "invited": N_("%(enterprise)s邀请您加入，%(until_at)s 前有效"),
    "handover_asked": N_("有企业想把项目转给另一家企业办理，请接手的企业看过后签名"),
    "handover_consented": N_("接手的企业已经签名，变更申请人等窗口核对"),
    "handover_declined": N_("没有同意变更申请人，请看理由"),
    "handover_taken_back": N_("变更申请人的申请或者同意收回了，照原来的办"),
    "applicant_changed": N_("申请人已经变更，事项照原来的时限继续办"),
    "paper_supplied": N_("申报人交来一份材料，请核对"),
    "paper_infected": N_("有一份材料查出病毒，已经隔离，按没有交算；请换一份干净的重交"),
    "draft_paper_infected": N_("草稿里有一份材料查出病毒，已经隔离，请换一份干净的再传"),
    "paper_returned": N_("有一份材料被退回，请按审查员的话改好重交"),
    "brought_doubted": N_("窗口对您说已有的一份批文有疑问，请看理由"),
    "promise_due": N_("承诺后补的材料最迟 %(due_on)s 交"),
    "promise_today": N_("承诺后补的材料今天到期，请今天交"),
    "promise_late": N_("承诺后补的材料到期未交"),
    "track_released": N_("前一个事项有了结果，可以开始办理"),
    "paused": N_("有一个事项暂停计时"),
    "resumed": N_("有一个事项恢复计时"),
    "resumed_by_cap": N_("特别程序已到最长时限，自动恢复计时"),
    "proposed": N_("有一份拟办意见等您签发"),
    "proposal_returned": N_("签发人退回了您的拟办意见"),
    "decided": N_("有一个事项作出了决定"),
    "terminated": N_("有一个事项终止办理，请看理由和救济途径"),
    "hearing_offered": N_("作出决定以前，您可以要求听证，最迟 %(ask_by)s 提出"),
    "intention_told": N_("部门拟作出对您不利的决定，您可以在 %(ask_by)s 前陈述、申辩，或者要求听证"),
    "hearing_unserved": N_("听证告知书还没有送到企业，送到以前不能作出决定；请送达，还没有项目管家的请指派"),
    "hearing_answered": N_("企业提出了陈述、申辩意见，作出决定以前请看"),
    "hearing_asked": N_("申请人要求听证，%(hold_by)s 前要举行"),
    "hearing_called": N_("听证的时间和地点已经定了，见听证通知书"),
    "hearing_closed": N_("听证已经结束，恢复计时"),
    "reissued": N_("文书 %(old)s 有笔误，已经换发为 %(number)s，原文书不再使用"),
    "revoked": N_("原来的许可被撤销，请看理由和救济途径"),
    "recalled": N_("原来的许可被撤回，请看理由、补偿和救济途径"),
    "cancelled": N_("原来的许可已经注销"),
    "base_ended": N_("这个事项要用的“%(result)s”（%(number)s）已经不再有效；没有新的结果以前，这个事项不能准予"),
    "reopened": N_("有一个事项重新办理，期限从今天重新起算"),
    "document_issued": N_("文件已盖章，可以下载"),
    "document_served": N_("文件已送达"),
    "case_concluded": N_("全部事项都有了结果"),
    "case_confirmed": N_("统一确认书已出具"),
    "reminded": N_("管家提醒：请抓紧办理"),
    "supervision_sent": N_("督查专班发来督办通知单，%(reply_by)s 前书面答复"),
    "supervision_answered": N_("部门答复了督办通知单"),
    "supervision_unanswered": N_("督办通知单应当在 %(reply_by)s 前答复，还没有答复"),
    "supervision_closed": N_("督查专班已经办结督办通知单"),
    "bulletin_due": N_("%(place)s：%(month)s 通报 %(publish_by)s 前发布"),
    "bulletin_late": N_("%(place)s：%(month)s 通报应当在 %(publish_by)s 前发布，还没有发布"),
    "precheck_asked": N_("有企业请您在申报前先看材料"),
    "precheck_answered": N_("部门看过您申报前的材料，有了意见"),
    "question_asked": N_("企业提了一个问题，请答复"),
    "question_answered": N_("您的问题有了答复"),
    "rated_badly": N_("企业对一个事项的办理不满意，由承办部门核实、整改并答复企业"),
    "window_rated_badly": N_("企业对窗口办的一个事项不满意，由窗口核实、整改并答复企业"),
    "rating_answered": N_("不满意的评价已经核实，有了答复"),
    "steward_assigned": N_("项目有了项目管家"),
    "calendar_moved": N_("%(year)s年放假安排公布，期限的日子有变动，共 %(count)s 处"),
    "extended": N_("有一个事项延长了办理期限，新的到期日是 %(due_on)s，理由见文书"),
    "stage_extended": N_(
        "经政府负责人批准，整个阶段的法定时限延长 %(days)s 个工作日，新的到期日是 %(due_on)s。理由：%(reason)s"
    ),
    "pause_corrected": N_("特别程序的日期更正了，%(resumed_on)s 恢复计时，到期日见新的文书"),
    "acceptance_corrected": N_("受理日期更正为 %(accepted_on)s，请以新的受理通知书为准"),
    "overdue_explained": N_("部门公开说明了超期的理由：%(reason)s"),
    "overdue_remedy": N_(
        "法定期限 %(due_on)s 已过，还没有作出决定。您可以在 %(last_on)s 前申请行政复议；"
        "不经复议，不能直接起诉。向哪个机关申请，事项页面上写明了"
    ),
    "delivery_due": N_("批文最迟 %(due_on)s 送达"),
    "delivery_late": N_("批文应当在 %(due_on)s 前送达，还没有送达"),
    "disclosure_due": N_("许可结果最迟 %(due_on)s 公示"),
    "disclosure_late": N_("许可结果应当在 %(due_on)s 前公示，还没有公示"),
    "promise_excused": N_("因不可抗力，承诺后补的材料改为最迟 %(due_on)s 交"),
    "result_held": N_("有承诺没有兑现，已签发的结果暂不印发，请部门处理"),
    "rectify_ordered": N_("告知承诺经核查不实，责令 %(rectify_by)s 前改正，要求见事项页面"),
    "rectified": N_("告知承诺核查后的整改已经通过"),
    "commitment_false": N_("告知承诺不实且没有改正，已记入信用记录，将依法撤销决定"),
    "verification_due": N_("告知承诺最迟 %(due_on)s 核查"),
    "verification_late": N_("告知承诺应当在 %(due_on)s 前核查，还没有核查"),
    "rectification_due": N_("告知承诺的整改最迟 %(due_on)s 完成"),
    "rectification_late": N_("告知承诺的整改应当在 %(due_on)s 前完成"),
    "alarm_warning": N_("时限快到了，%(due_on)s 到期"),
    "alarm_due_today": N_("今天到期"),
    "alarm_overdue": N_("已经超期 %(late)s 个工作日，应当在 %(due_on)s 办结"),
}
UNKNOWN = N_("有新的动态")


def notice_sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """What the bell says; which case and item stands beside it."""
    facts = dict(params or {})
    if "because" in facts:
        facts["why"] = reason(facts["because"], facts.get("facts"))
    return sentence(NOTICES.get(code, UNKNOWN), facts)


def outcome_words(outcome: str, result_letter: str | None = None) -> str:
    """grant and refuse as the letter of the item says them: 已备案, 不予许可."""
    return state("track", "granted" if outcome == "grant" else "refused", result_letter).words
