"""What is said when a change of a filing or of its applicant, or applying again, is refused."""

from __future__ import annotations

from app.web.presenters.marking import N_

AMENDMENTS = {
    "other_side_only": N_("自己提的变更，要由另一方答复。"),
    "not_to_reapply": N_("这个事项没有以不予许可、终止等方式结束，不用再申报。"),
    "filing_over": N_("这件申报已经办结，不能再变更。要办别的，请再申报一次。"),
    "amendment_open": N_("还有一个变更等着答复，答复以后才能再提。"),
    "amendment_answered": N_("这个变更已经有了答复。"),
    "amendment_changed": N_("您看到的变化已经不是最新的，请再看一遍再决定。"),
    "successor_unknown": N_("没有这个代码的企业。请对方先在这里注册，再填它的统一社会信用代码。"),
    "same_applicant": N_("这就是现在的申请人，请填要接手的企业。"),
    "handover_evidence": N_("请上传证明材料，例如合并、分立的决议或者转让合同。"),
    "handover_open": N_("还有一次变更申请人等着答复，答复或者收回以后才能再提。"),
    "handover_answered": N_("这次变更申请人已经有了答复。"),
    "handover_changed": N_(
        "您看到的事项或者承诺已经不是最新的，请再看一遍再决定。承诺有增加的，要请接手的企业重新签名。"
    ),
    "nothing_runs": N_("项目没有正在办理的事项，不用在这里变更申请人。"),
    "promise_settled_first": N_("有一项承诺到期没有兑现，要等部门先处理：谁违背的，由谁承担。处理以后再变更申请人。"),
    "promises_not_taken": N_("还有 %(count)s 项承诺没有勾。承诺要一项一项接下来，一项都不能没有人承担。"),
    "consent_missing": N_("接手的企业还没有签名同意。"),
    "package_amend_apart": N_("这样改会动到每个项目分别决定的事项（%(items)s）。请到各项目自己的申报里变更。"),
    "package_amend_together": N_(
        "这样改会动到组包一起决定的事项（%(items)s）。请在组包的申报里变更，或者先让这个项目退出组包。"
    ),
    "package_together": N_("组包的项目共用材料和申请人，要先让这个项目退出组包，再变更申请人。"),
    "successor_only": N_("这一步由接手的企业办理。"),
    "item_unknown": N_("目录里没有这样的事项：%(codes)s。"),
    "mandate_projects": N_("%(who)s的授权委托书只包括指定的项目，企业档案和成员要由企业自己的成员看。"),
    "counter_four_eyes": N_("这件是您在柜台替企业填的或者提交的，受理要由窗口的另一位办理。"),
    "same_answers": N_("填的和原来一样，没有要变更的。"),
}
