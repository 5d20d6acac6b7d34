"""Why a licence is taken back, an item ended or decided anew: the grounds of the law in words, for a list to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.presenters.marking import N_

ACTS: Mapping[str, str] = {
    "revoke": N_("撤销许可"),
    "recall": N_("撤回许可"),
    "terminate": N_("终止办理"),
}
"""What an organ may intend, told to the holder before it is decided."""
GROUNDS: Mapping[str, Mapping[str, str]] = {
    "revoke": {
        "abuse": N_("工作人员滥用职权、玩忽职守作出的（第六十九条第一款第一项）"),
        "ultra_vires": N_("超越法定职权作出的（第六十九条第一款第二项）"),
        "procedure": N_("违反法定程序作出的（第六十九条第一款第三项）"),
        "unqualified": N_("申请人不具备资格或者不符合条件（第六十九条第一款第四项）"),
        "fraud": N_("以欺骗、贿赂等不正当手段取得（第六十九条第二款）"),
        "false_commitment": N_("告知承诺不实，责令改正后没有改正（国办发〔2020〕42号、省条例第二十九条）"),
        "other": N_("依法可以撤销的其他情形（第六十九条第一款第五项）"),
    },
    "recall": {
        "law_changed": N_("许可依据的法律、法规、规章修改或者废止"),
        "facts_changed": N_("许可依据的客观情况发生重大变化"),
    },
    "cancel": {
        "expired": N_("有效期届满没有延续"),
        "person_gone": N_("赋予公民特定资格的许可，该公民死亡或者丧失行为能力"),
        "entity_ended": N_("法人或者其他组织依法终止"),
        "revoked": N_("许可依法被撤销"),
        "recalled": N_("许可依法被撤回"),
        "licence_withdrawn": N_("许可证件依法被吊销"),
        "impossible": N_("因不可抗力，许可事项无法实施"),
        "other": N_("法律、法规规定应当注销的其他情形"),
    },
    "terminate": {
        "broken_promise": N_("承诺后补的材料到期没有交齐"),
        "applicant_ceased": N_("申请人已经终止或者不再申请"),
        "project_cancelled": N_("项目已经取消"),
    },
    "reopen": {
        "reconsideration": N_("行政复议决定撤销、变更或者责令重新作出"),
        "court": N_("人民法院判决撤销或者责令重新作出"),
        "own_correction": N_("本机关自行纠正"),
    },
}
