"""True-to-life facts for the letters of hearings, endings, service and supervision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from approvals.domain.letters.endings import (
    CANCELLATION_BASIS,
    REVOCATION_BASIS,
    CancellationDecision,
    RecallDecision,
    RevocationDecision,
)
from approvals.domain.letters.frame import Contact, Row
from approvals.domain.letters.handover import ApplicantChangeNotice, PassedItem, PassedPromise
from approvals.domain.letters.hearings import HearingAnnouncement, HearingNotice, HearingRightNotice
from approvals.domain.letters.notification import NotificationCommitment
from approvals.domain.letters.serving import ServedPaper, ServiceProof
from approvals.domain.letters.supervision import Annex, MonthlyBulletin, Named, Ranked, SupervisionNotice
from tests.letters.scene import BUREAU, COMMON, LX01, LX05, LX13, M030, PLANNING, POLICE, REMEDIES, TRACK


def notification_commitment(**changes: Any) -> NotificationCommitment:
    facts: dict[str, Any] = {
        **COMMON,
        "dated_on": date(2026, 4, 20),
        "item": LX01,
        "representative": "王喆",
        "agent": "李某某",
        "basis": ("国办发〔2020〕42号文件", "《山东省优化营商环境条例》第二十九条"),
        "conditions": (
            "项目符合国家产业政策，不属于禁止投资或者实行核准管理的项目",
            "项目名称、建设地点、规模和总投资与实际情况一致",
        ),
        "scope": "以书面承诺代替产业政策符合性证明",
        "verification": "自备案之日起三个月内，通过部门间信息共享和现场检查核查；在线核查不能确认的，请你单位协助",
        "liability": (
            "承诺不实的，责令限期改正；逾期不改正的，撤销已经作出的决定，由此产生的损失由承诺人承担",
            "虚假承诺记入信用档案；在信用修复前，不再适用告知承诺",
        ),
        "disclosure": "承诺书和核查结果在政务服务网公开，涉及国家秘密、商业秘密、个人隐私的除外",
        "signed_by": "王喆",
        "signed_on": date(2026, 4, 20),
    }
    return NotificationCommitment(**{**facts, **changes})


def applicant_change_notice(**changes: Any) -> ApplicantChangeNotice:
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审变〔2026〕2号",
        "dated_on": date(2026, 5, 8),
        "former": "济南章丘某置业有限公司",
        "former_uscc": "91370114MA3C00017G",
        "asked_on": date(2026, 5, 6),
        "consented_on": date(2026, 5, 7),
        "changed_on": date(2026, 5, 8),
        "items": (
            PassedItem(
                item=LX13, department="区公安局交警大队", department_en="Traffic Police", due_on=date(2026, 5, 29)
            ),
            PassedItem(item=LX05, department="区自然资源局", department_en="Natural Resources"),
        ),
        "decided": (LX01,),
        "promises": (PassedPromise(item=LX13, paper=M030, due_on=date(2026, 5, 9)), PassedPromise(item=LX05)),
    }
    return ApplicantChangeNotice(**{**facts, **changes})


def hearing_right_notice(**changes: Any) -> HearingRightNotice:
    facts: dict[str, Any] = {
        **TRACK,
        "number": "章审听告〔2026〕3号",
        "dated_on": date(2026, 5, 6),
        "addressee": "章丘某物流园有限公司",
        "uscc": None,
        "role": "interested_party",
        "applicant": COMMON["addressee"],
        "intended": "拟准予在章丘国际建材家居城项目北侧设置货运出入口并核发建设用地规划许可证",
        "reasons": ("该出入口与你单位现有货运通道相邻，直接涉及你单位与申请人之间的重大利益关系",),
        "ask_by": date(2026, 5, 13),
        "ask_how": "向本机关书面提出，也可以通过平台“听证申请”提出",
    }
    return HearingRightNotice(**{**facts, **changes})


HEARING: dict[str, Any] = {
    "matter": "章丘国际建材家居城项目北侧货运出入口的设置",
    "held_at": datetime(2026, 5, 27, 1, 30, tzinfo=UTC),
    "place": "济南市章丘区双山街道示例路1号政务服务中心三楼听证室",
    "chair": "周某某",
    "chair_unit": "济南市章丘区自然资源局政策法规科",
    "examiners": ("陈某某", "吴某某"),
    "working_days_ahead": 8,
    "applicant": COMMON["addressee"],
}


def hearing_notice(**changes: Any) -> HearingNotice:
    facts: dict[str, Any] = {
        **TRACK,
        **HEARING,
        "number": "章审听通〔2026〕2号",
        "dated_on": date(2026, 5, 15),
        "asked_on": date(2026, 5, 12),
        "clerk": "郑某某",
    }
    return HearingNotice(**{**facts, **changes})


def hearing_announcement(**changes: Any) -> HearingAnnouncement:
    facts: dict[str, Any] = {
        **TRACK,
        **HEARING,
        "number": "章审听公〔2026〕1号",
        "dated_on": date(2026, 5, 15),
        "addressee": "",
        "register_by": date(2026, 5, 22),
        "register_how": "持身份证明到本机关政策法规科报名，或者电话报名",
        "seats": 20,
    }
    return HearingAnnouncement(**{**facts, **changes})


ENDED: dict[str, Any] = {
    **TRACK,
    "accepted_deferred": False,
    "result_name": "建设用地规划许可证",
    "result_name_en": "Land-use planning permit",
    "result_number": "地字第370114202600087号",
    "result_on": date(2026, 5, 7),
    "remedies": REMEDIES,
    "copies_to": (BUREAU,),
}


def revocation_decision(**changes: Any) -> RevocationDecision:
    facts: dict[str, Any] = {
        **ENDED,
        "number": "章审撤销〔2026〕1号",
        "dated_on": date(2026, 9, 4),
        "ground": "fraud",
        "findings": (
            "经核查，申请时提交的现状地形图（1∶500）由他人冒用测绘单位名义出具",
            "测绘单位书面说明没有承担过该项目的测绘任务",
        ),
        "heard": "2026年8月24日本机关告知拟撤销的事实、理由和依据，你单位于8月27日书面申辩，称受中介机构欺骗；经复核，不影响撤销情形的成立",
        "reasons": ("以提交虚假测绘成果的不正当手段取得行政许可，依法应当予以撤销",),
        "basis": REVOCATION_BASIS["fraud"],
        "effect": (
            "该许可证自本决定书送达之日起失去效力，请自收到本决定书之日起10个工作日内交回证件",
            "三年内不得再次申请该行政许可",
        ),
    }
    return RevocationDecision(**{**facts, **changes})


def recall_decision(**changes: Any) -> RecallDecision:
    facts: dict[str, Any] = {
        **ENDED,
        "number": "章审撤回〔2026〕1号",
        "dated_on": date(2026, 11, 6),
        "ground": "facts_changed",
        "findings": ("许可用地南侧被列入城市快速路规划控制范围，其中3.2公顷不能再用于本项目",),
        "heard": "2026年10月21日听取了你单位的意见，你单位对调整用地范围没有异议，要求补偿前期费用",
        "reasons": ("城市快速路建设关系防洪和应急通道，规划不能避让本地块",),
        "effect": (
            "该许可证自本决定书送达之日起失去效力，调整用地范围后可以重新申请，已经提交且仍然有效的材料不需要重复提交",
        ),
        "compensation": "由此给你单位造成的财产损失依法给予补偿；请自收到本决定书之日起30个工作日内向本机关提出申请并附凭据",
    }
    return RecallDecision(**{**facts, **changes})


def cancellation_decision(**changes: Any) -> CancellationDecision:
    facts: dict[str, Any] = {
        **ENDED,
        "number": "章审注销〔2028〕4号",
        "dated_on": date(2028, 5, 15),
        "ground": "expired",
        "cancelled_on": date(2028, 5, 15),
        "reasons": ("许可证有效期至2028年5月6日，届满前没有申请延续",),
        "basis": CANCELLATION_BASIS["expired"],
        "effect": ("该许可证不再作为办理其他手续的依据，纸质证件由本机关收回存档",),
    }
    return CancellationDecision(**{**facts, **changes})


def service_proof(**changes: Any) -> ServiceProof:
    facts: dict[str, Any] = {
        **COMMON,
        "organ": PLANNING,
        "organ_en": "Zhangqiu District Bureau of Natural Resources, Jinan",
        "verify_code": None,
        "verify_url": None,
        "dated_on": date(2026, 9, 4),
        "papers": (
            ServedPaper(
                title="撤销行政许可决定书", number="章审撤销〔2026〕1号", title_en="Decision revoking a licence"
            ),
        ),
        "method": "left",
        "served_at": datetime(2026, 9, 7, 2, 15, tzinfo=UTC),
        "place": "济南市章丘区示例路以东、会展街以南该公司办公室",
        "receiver": "",
        "relation": "前台工作人员",
        "refusal_reason": "称法定代表人外出，拒绝签收",
        "witnesses": ("双山街道某社区居民委员会孙某某",),
        "is_recorded": True,
        "servers": ("陈某某", "郑某某"),
        "remark": "文书留置于该公司前台",
    }
    return ServiceProof(**{**facts, **changes})


def supervision_notice(**changes: Any) -> SupervisionNotice:
    facts: dict[str, Any] = {
        **COMMON,
        "organ": "济南市章丘区营商环境督查专班",
        "organ_en": "Zhangqiu District Supervision Task Force for the Business Environment, Jinan",
        "addressee": POLICE,
        "uscc": None,
        "case_no": "3701142026042000012-LX-13",
        "number": "章督〔2026〕9号",
        "dated_on": date(2026, 6, 3),
        "watch_no": "JC-2026-0031",
        "rule_no": "GZ-02（法定期限届满未作出决定）",
        "matter": "建设项目交通影响评价审查（LX-13）",
        "level": "red",
        "due_on": date(2026, 5, 29),
        "overdue_days": 3,
        "findings": ("该事项法定期限于2026年5月29日届满，至今未作出决定，也未办理延期",),
        "requirements": ("自收到本单之日起2个工作日内作出决定", "向申请人公开说明超期的理由", "查明原因，提出整改措施"),
        "reply_by": date(2026, 6, 8),
        "issuer": "杜某某",
        "basis": ("《优化营商环境条例》第三十六条",),
    }
    return SupervisionNotice(**{**facts, **changes})


def monthly_bulletin(**changes: Any) -> MonthlyBulletin:
    names = (
        "区发展和改革局",
        "区自然资源局",
        "区城乡水务局",
        "区文化和旅游局",
        "市生态环境局章丘分局",
        "区公安局交警大队",
    )
    facts: dict[str, Any] = {
        "organ": "济南市章丘区人民政府办公室",
        "organ_en": "General Office of the People's Government of Zhangqiu District, Jinan",
        "addressee": "各有关部门、单位",
        "number": "章审通〔2026〕5号",
        "dated_on": date(2026, 6, 9),
        "contact": Contact(name="区督查专班", phone="0531-8300××××"),
        "verify_code": COMMON["verify_code"],
        "verify_url": COMMON["verify_url"],
        "year": 2026,
        "month": 5,
        "totals": (
            Row(label="受理办件", text="126件，涉及41个项目、318个事项", label_en="Cases accepted"),
            Row(label="办结事项", text="287个，按时办结率98.6%", label_en="Items decided"),
            Row(label="平均用时", text="6.4个工作日，比承诺期限少2.1个工作日", label_en="Average time"),
            Row(label="超期事项", text="4个，均已公开说明理由", label_en="Overdue items"),
        ),
        "ranking": tuple(
            Ranked(
                rank=place, department=name, accepted=70 - 9 * place, decided=66 - 9 * place,
                rate=f"{100.4 - place * 0.4:.1f}%", average_days=f"{4 + place * 0.6:.1f}", overdue=max(0, place - 4),
                score=f"{99 - place * 1.5:.1f}",
            )
            for place, name in enumerate(names, 1)
        ),
        "praised": (Named(name="区发展和改革局", because="全部事项当日办结，容缺材料一次收齐率100%"),),
        "criticised": (Named(name="区公安局交警大队", because="2个事项超过法定期限，督办后才作出决定"),),
        "listed": (Named(name="章丘国际建材家居城", because="交通影响评价超期，连续两月黄灯"),),
        "problems": ("部分单位在届满当日才提出特别程序", "容缺材料到期提醒没有逐件确认"),
        "next_steps": ("6月底前对超期事项逐件复盘", "届满前3个工作日由部门负责人签字确认"),
        "annexes": (
            Annex(
                title="2026年5月各部门办件明细表",
                columns=("部门", "受理", "办结", "在办", "超期"),
                rows=tuple((name, str(70 - n), str(60 - n), str(10 + n), str(n // 4)) for n, name in enumerate(names)),
            ),
            Annex(
                title="2026年5月超期事项清单",
                columns=("办件编号", "事项", "部门", "超期工作日"),
                rows=(("3701142026042000012-LX-13", "建设项目交通影响评价审查", "区公安局交警大队", "3"),),
            ),
        ),
        "copies_to": ("区委办公室", "区人大常委会办公室", "区政协办公室", "区纪委监委"),
    }  # fmt: skip
    return MonthlyBulletin(**{**facts, **changes})


ALL = (
    notification_commitment, applicant_change_notice, hearing_right_notice, hearing_notice, hearing_announcement, revocation_decision,
    recall_decision, cancellation_decision, service_proof, supervision_notice, monthly_bulletin,
)  # fmt: skip
