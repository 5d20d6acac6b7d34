"""Why a date may not be moved, or a limit not extended, as it was asked."""

from __future__ import annotations

from app.web.presenters.marking import N_

DATES = {
    "no_extension": N_("法律没有规定这个事项可以延期。"),
    "extension_days": N_("延长的天数要在 1 到 %(most)s 之间。"),
    "committed_beyond_statutory": N_(
        "这样承诺期限会比法定期限还长：承诺期限最多再延 %(most)s 日，或者两个期限一起延。"
    ),
    "extension_undone": N_("这样改，%(approved_on)s 批准的延期就晚于到期日 %(due_on)s，等于没有延期，所以不能改。"),
    "approved_before_acceptance": N_("批准的日子不能早于受理（%(accepted_on)s）。"),
    "nothing_changed": N_("日期没有变，不用更正。"),
    "accepted_before_receipt": N_("受理不能早于收到材料的 %(receipt_on)s。"),
    "accepted_too_late": N_("最迟 %(last_on)s 要答复，过了这天就是法律规定的视为受理，不能改到更晚。"),
    "deemed_by_law": N_("这是逾期未告知、依法视为受理的日期，不能更正。"),
    "pause_before_acceptance": N_("特别程序（%(started_on)s 开始）不能早于受理（%(accepted_on)s）。"),
    "pause_beyond_cap": N_("这项特别程序有最长时限，最迟 %(last_on)s 恢复计时。"),
    "overdue_not_cured": N_("%(due_on)s 已经到期。超期以后改日期，到期日不能往后移。"),
    "delay_by_head": N_("这样改，到期日会往后移，要由签发人来办。"),
    "reason_cannot_delay": N_("这个理由只能用来把日期改早。往后移，请选别的理由。"),
    "not_overdue": N_("这个期限没有超期，不用说明理由。"),
    "reason_already_stated": N_("这次超期的理由已经公开说明过。"),
}
