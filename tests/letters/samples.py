"""True-to-life facts for every kind of letter: the project 章丘国际建材家居城, spring 2026."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from approvals.domain.clock import read
from approvals.domain.clock_facts import Limit as ClockLimit
from approvals.domain.clock_facts import PauseFact
from approvals.domain.clock_facts import TrackFacts as ClockFacts
from approvals.domain.letters.admission import (
    NOT_COMPETENT_BASIS,
    NOT_REQUIRED_BASIS,
    AcceptanceNotice,
    AcceptedItem,
    CorrectionLine,
    CorrectionNotice,
    DeferredAcceptanceNotice,
    DeferredPaper,
    ForeseenProcedure,
    InadmissibleDecision,
    NotRequiredNotice,
    Receipt,
    ReceivedPaper,
)
from approvals.domain.letters.dates import ExtendedLimit, ExtensionNotice, StageExtensionNotice
from approvals.domain.letters.day_statement import DayStatement
from approvals.domain.letters.decisions import (
    BrokenPromise,
    LicenceDecision,
    RefusalDecision,
    TerminationDecision,
    WithdrawalConfirmation,
)
from approvals.domain.letters.deferral import DeferralCommitment, PromiseLine
from approvals.domain.letters.frame import ItemRef, LetterFacts, Limit, PaperRef, Row
from approvals.domain.letters.pauses import DueDays, PauseNotice, ResumeNotice
from approvals.domain.letters.results import (
    AcceptanceOutcome,
    CaseResult,
    ConfirmationResult,
    FilingReceipt,
    JointOpinion,
    Outcome,
    ReviewOpinion,
    ServiceReply,
    SpecialAcceptance,
    WholeCaseConfirmation,
)
from approvals.domain.statement_letter import ProcedureName, stated
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv
from tests.letters import more_samples as more
from tests.letters.scene import (
    BUREAU,
    COMMON,
    LX01,
    LX05,
    LX13,
    M018,
    M030,
    PLANNING,
    POLICE,
    REMEDIES,
    STAGE,
    STAGE_EN,
    TRACK,
)

SEEDED_DAYS = Path(__file__).resolve().parents[2] / "departments" / "data" / "calendar-2004-2026.csv"


def acceptance_notice(**changes: Any) -> AcceptanceNotice:
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审受〔2026〕128号",
        "dated_on": date(2026, 4, 29),
        "stage_zh": STAGE,
        "stage_en": STAGE_EN,
        "received_on": date(2026, 4, 20),
        "corrected_on": date(2026, 4, 28),
        "accepted_on": date(2026, 4, 29),
        "agent": "李某某",
        "items": (
            AcceptedItem(
                item=LX05, department="区自然资源局", department_en="Natural Resources",
                statutory=Limit(days=5, due_on=date(2026, 5, 9)), committed=Limit(days=3, due_on=date(2026, 5, 7)),
            ),
            AcceptedItem(
                item=LX13, department="区公安局交警大队", department_en="Traffic Police",
                statutory=Limit(days=20, due_on=date(2026, 5, 29)), committed=Limit(days=7, due_on=date(2026, 5, 12)),
                special=(
                    ForeseenProcedure(
                        name_zh="专家评审", name_en="expert review", days=10, stops_statutory=False, stops_committed=True
                    ),
                ),
            ),
        ),
        "deferred": (
            DeferredPaper(
                paper=M018, item=LX05, form="测绘单位盖章的电子文件，附矢量图", due_on=date(2026, 5, 6), working_days=2
            ),
            DeferredPaper(
                paper=M030, item=LX13, form="设计单位签章的电子文件一套", due_on=date(2026, 5, 9), working_days=5,
                is_makeup_day=True,
            ),
        ),
    }  # fmt: skip
    return AcceptanceNotice(**{**facts, **changes})


def deferred_acceptance_notice(**changes: Any) -> DeferredAcceptanceNotice:
    plain = acceptance_notice()
    facts = {one.name: getattr(plain, one.name) for one in fields(plain)} | {"number": "章审容受〔2026〕12号"}
    return DeferredAcceptanceNotice(**{**facts, **changes})


def not_required_notice(**changes: Any) -> NotRequiredNotice:
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审不需〔2026〕2号",
        "dated_on": date(2026, 4, 22),
        "received_on": date(2026, 4, 20),
        "items": (LX13,),
        "reasons": ("建筑规模在本市规定的交通影响评价起点以下，依法不需要审查",),
        "basis": NOT_REQUIRED_BASIS,
        "remedies": REMEDIES,
    }
    return NotRequiredNotice(**{**facts, **changes})


def deferral_commitment(**changes: Any) -> DeferralCommitment:
    facts: dict[str, Any] = {
        **COMMON,
        "dated_on": date(2026, 4, 20),
        "representative": "王喆",
        "agent": "李某某",
        "signed_by": "王喆",
        "signed_on": date(2026, 4, 20),
        "promises": (
            PromiseLine(paper=M018, item=LX05, working_days=2, reason="测绘成果已完成外业，正在检查验收"),
            PromiseLine(
                paper=M030, item=LX13, working_days=5, reason="总平面图正在加盖设计单位出图章", due_on=date(2026, 5, 9)
            ),
            PromiseLine(
                paper=M030, item=ItemRef(code="LX-10", name_zh="建设工程文物保护和考古勘探许可"), working_days=5,
                reason="总平面图正在加盖设计单位出图章",
            ),
        ),
    }  # fmt: skip
    return DeferralCommitment(**{**facts, **changes})


def correction_notice(**changes: Any) -> CorrectionNotice:
    rows = (
        ("工程建设项目审批申请表", "M001", ("LX-05", "LX-13"), "第3页“拟用地面积”填写为247，未写单位；第5页法定代表人未签字",
         "按平方米填写；由法定代表人签字后重新上传第3页、第5页", "《行政许可法》第三十一条"),
        ("国有建设用地使用权出让合同", "M012", ("LX-05",), "只上传了正文，缺合同附件二“规划条件”",
         "上传合同附件二全部页面的彩色扫描件", "《城乡规划法》第三十八条"),
        ("交通影响评价报告", "M028", ("LX-13",), "缺高峰小时交通量调查原始记录", "补充调查记录", "事项办事指南第2项"),
        ("授权委托书", "", ("全部",), "未写明委托权限和期限", "写明权限和起止日期，加盖公章", "《行政许可法》第二十九条第二款"),
    )  # fmt: skip
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审补〔2026〕45号",
        "dated_on": date(2026, 4, 23),
        "stage_zh": STAGE,
        "stage_en": STAGE_EN,
        "received_on": date(2026, 4, 20),
        "items": (LX05, LX13),
        "lines": tuple(
            CorrectionLine(
                paper=PaperRef(name_zh=name, code=code), items=used, defect=defect, requirement=cure, basis=basis
            )
            for name, code, used, defect, cure, basis in rows
        ),
        "reply_by": date(2026, 5, 25),
    }
    return CorrectionNotice(**{**facts, **changes})


def inadmissible_decision(**changes: Any) -> InadmissibleDecision:
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审不受〔2026〕3号",
        "dated_on": date(2026, 4, 23),
        "received_on": date(2026, 4, 20),
        "items": (LX05,),
        "ground": "not_competent",
        "reasons": ("该宗地位于历城区行政区域内，建设用地规划许可由土地所在地的城乡规划主管部门实施",),
        "basis": NOT_COMPETENT_BASIS,
        "competent_organ": "济南市自然资源和规划局历城分局",
        "competent_address": "济南市历城区示例路2号",
        "remedies": REMEDIES,
    }
    return InadmissibleDecision(**{**facts, **changes})


def receipt(**changes: Any) -> Receipt:
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审收〔2026〕201号",
        "dated_on": date(2026, 4, 20),
        "received_at": datetime(2026, 4, 20, 1, 5, tzinfo=UTC),
        "received_on": date(2026, 4, 20),
        "items": (LX01, LX05, LX13),
        "papers": tuple(
            ReceivedPaper(paper=PaperRef(code=code, name_zh=name), form="电子件", pages=pages)
            for code, name, pages in (
                ("M001", "工程建设项目审批申请表", 6), ("M002", "营业执照", 1), ("M012", "国有建设用地使用权出让合同", 42),
                ("M016", "宗地图（勘测定界图）", 3), ("M028", "交通影响评价报告", 118),
            )
        ),
        "missing": (PaperRef(code="M003", name_zh="法定代表人身份证明"),),
        "receiver": "陈某某",
        "answer_by": date(2026, 4, 27),
    }  # fmt: skip
    return Receipt(**{**facts, **changes})


def pause_notice(**changes: Any) -> PauseNotice:
    facts: dict[str, Any] = {
        **TRACK,
        "organ": "济南市章丘区住房和城乡建设局",
        "organ_en": "Zhangqiu District Housing and Urban-Rural Development Bureau, Jinan",
        "number": "章建特〔2026〕6号",
        "dated_on": date(2026, 9, 22),
        "case_no": "3701142026091600031-SG-02",
        "item": ItemRef(
            code="SG-02", name_zh="特殊建设工程消防设计审查", name_en="Fire design review of special works"
        ),
        "accepted_on": date(2026, 9, 18),
        "accepted_deferred": False,
        "procedure_zh": "特殊消防设计专家评审",
        "procedure_en": "expert review of special fire design",
        "reason": "该项目中庭的防火分隔措施，国家工程建设消防技术标准没有规定，应当组织专家评审",
        "basis": ("《中华人民共和国行政许可法》第四十五条", "《建设工程消防设计审查验收管理暂行规定》第三章"),
        "started_on": date(2026, 9, 22),
        "days": 20,
        "expected_resume_on": date(2026, 10, 27),
        "conducted_by": "山东省住房和城乡建设厅",
        "before": DueDays(statutory_on=date(2026, 10, 15), committed_on=date(2026, 9, 24)),
        "after": DueDays(statutory_on=date(2026, 11, 12), committed_on=date(2026, 10, 29)),
        "stops_statutory": True,
    }
    return PauseNotice(**{**facts, **changes})


def day_statement(**changes: Any) -> DayStatement:
    """Vector C18: an expert review that ends by its cap, over the National Day of 2026."""
    accepted = date(2026, 9, 18)
    review = PauseFact(date(2026, 9, 22), cap_days=20, kind="EXPERT_REVIEW", letter_no="章建特〔2026〕6号")
    counted = ClockFacts(accepted, accepted, ClockLimit(15), 5, (review,))
    names = {
        "EXPERT_REVIEW": ProcedureName("专家评审", "expert review", "《建设工程消防设计审查验收管理暂行规定》第三章")
    }
    calendar = WorkingCalendar(parse_calendar_csv(SEEDED_DAYS.read_text(encoding="utf-8")))
    facts: dict[str, Any] = {
        **TRACK,
        "organ": "济南市章丘区住房和城乡建设局",
        "organ_en": "Zhangqiu District Housing and Urban-Rural Development Bureau, Jinan",
        "number": "章审期〔2026〕1号",
        "dated_on": date(2026, 9, 22),
        "case_no": "3701142026091600031-SG-02",
        "item": ItemRef(
            code="SG-02", name_zh="特殊建设工程消防设计审查", name_en="Fire design review of special works"
        ),
        "accepted_on": accepted,
        "accepted_deferred": False,
        **stated(counted, read(counted, calendar, date(2026, 9, 22)), calendar, names),
    }
    return DayStatement(**{**facts, **changes})


def resume_notice(**changes: Any) -> ResumeNotice:
    facts: dict[str, Any] = {
        **TRACK,
        "organ": POLICE,
        "organ_en": "Traffic Police Brigade, Zhangqiu Branch of Jinan Public Security Bureau",
        "number": "章公交特终〔2026〕2号",
        "dated_on": date(2026, 5, 11),
        "case_no": "3701142026042000012-LX-13",
        "item": LX13,
        "procedure_zh": "专家评审",
        "procedure_en": "expert review",
        "started_on": date(2026, 5, 6),
        "resumed_on": date(2026, 5, 11),
        "excluded_days": 4,
        "result": "专家组同意评价报告的结论，建议增加货运出入口的蓄车空间",
        "after": DueDays(statutory_on=date(2026, 5, 29), committed_on=date(2026, 5, 18)),
        "stops_statutory": False,
    }
    return ResumeNotice(**{**facts, **changes})


def extension_notice(**changes: Any) -> ExtensionNotice:
    facts: dict[str, Any] = {
        **TRACK,
        "number": "章审延〔2026〕3号",
        "dated_on": date(2026, 5, 7),
        "limits": (
            ExtendedLimit(clock="statutory", old_due_on=date(2026, 5, 9), days=10, new_due_on=date(2026, 5, 22)),
            ExtendedLimit(clock="committed", old_due_on=date(2026, 5, 7), days=10, new_due_on=date(2026, 5, 21)),
        ),
        "reason": "情况复杂，需要进一步核实",
        "reason_en": "The matter is complex and needs further checking",
        "explanation": "宗地西侧边界与相邻单位的用地范围有重叠，需要会同测绘单位现场核定",
        "approver": "吴敏",
        "approved_on": date(2026, 5, 7),
        "basis": ("《中华人民共和国行政许可法》第四十二条第一款",),
    }
    return ExtensionNotice(**{**facts, **changes})


def stage_extension_notice(**changes: Any) -> StageExtensionNotice:
    facts: dict[str, Any] = {
        **COMMON,
        "organ": PLANNING,
        "organ_en": "Zhangqiu District Bureau of Natural Resources, Jinan",
        "number": "章审阶延〔2026〕1号",
        "dated_on": date(2026, 6, 30),
        "stage_zh": STAGE,
        "stage_en": STAGE_EN,
        "accepted_on": date(2026, 4, 29),
        "limit_days": 45,
        "old_due_on": date(2026, 7, 3),
        "days": 15,
        "new_due_on": date(2026, 7, 24),
        "reason": "需要征求其他机关意见",
        "reason_en": "Opinions of other organs are needed",
        "explanation": "文物勘探成果需要报省级文物主管部门复核",
        "government": "济南市章丘区人民政府",
        "government_en": "People's Government of Zhangqiu District, Jinan",
        "approver": "韩立群",
        "approval": "章政批〔2026〕12号",
        "approved_on": date(2026, 6, 29),
        "basis": ("《中华人民共和国行政许可法》第四十二条第二款",),
        "items": (LX05, LX13),
    }
    return StageExtensionNotice(**{**facts, **changes})


def licence_decision(**changes: Any) -> LicenceDecision:
    facts: dict[str, Any] = {
        **TRACK,
        "number": "章自然规许〔2026〕87号",
        "dated_on": date(2026, 5, 7),
        "findings": (
            "项目已于2026年3月16日备案，国有建设用地使用权出让合同已经签订，规划条件已经纳入合同",
            "你单位承诺补交的现状地形图（1∶500）于2026年5月6日收到，经审查合格，容缺承诺已经履行",
            "申请用地的位置、面积、使用性质和开发强度与出让合同约定的规划条件一致，符合控制性详细规划",
        ),
        "basis": (
            "《中华人民共和国城乡规划法》第三十八条第二款",
            "《济南市城乡规划条例》第三十七条",
            "《中华人民共和国行政许可法》第三十八条第一款",
            "《中华人民共和国行政许可法》第三十九条",
        ),
        "licence_name": "建设用地规划许可证",
        "licence_name_en": "Land-use planning permit",
        "licence_number": "地字第370114202600087号",
        "content": (
            Row(label="用地位置", text="济南市章丘区示例路以东、会展街以南", label_en="Site"),
            Row(label="用地面积", text="164 667平方米（合247亩）", label_en="Area"),
            Row(label="用地性质", text="商业用地", label_en="Use"),
            Row(label="开发强度", text="容积率不大于2.5，建筑密度不大于45％，绿地率不小于20％", label_en="Intensity"),
        ),
        "conditions": ("取得建设工程规划许可证、建筑工程施工许可证之前不得开工建设",),
        "deliver_by": date(2026, 5, 20),
        "publish_by": date(2026, 5, 15),
        "attachments": ("建设用地规划许可证", "建设用地规划条件和用地红线图"),
    }
    return LicenceDecision(**{**facts, **changes})


def refusal_decision(**changes: Any) -> RefusalDecision:
    facts: dict[str, Any] = {
        **TRACK,
        "number": "章自然规不许〔2026〕9号",
        "dated_on": date(2026, 8, 18),
        "accepted_on": date(2026, 8, 12),
        "accepted_deferred": False,
        "findings": (
            "你单位申请的用地面积为59 493平方米，出让合同约定的宗地面积为58 210平方米，超出部分为规划城市道路用地",
            "你单位申请的容积率为2.8，出让合同附件约定的规划条件为容积率不大于2.5，该规划条件未经法定程序变更",
            "2026年8月14日，本机关两名工作人员到现场核查，形成核查笔录，你单位委托代理人在场并签字确认",
        ),
        "reasons": (
            "许可的用地范围以出让合同约定的宗地为限。你单位对超出部分没有签订出让合同，不符合法定条件",
            "规划条件是出让合同的组成部分，未经法定程序批准不得变更；按照容积率2.8核发许可将直接改变规划条件，本机关无权作出",
        ),
        "basis": (
            "《中华人民共和国城乡规划法》第三十八条第二款",
            "《中华人民共和国城乡规划法》第三十八条第三款",
            "《中华人民共和国行政许可法》第三十八条第二款",
        ),
        "reapply": (
            "将申请用地范围调整到出让合同约定的宗地界址以内，或者就超出部分依法取得土地使用权",
            "将申请的容积率调整到不大于2.5，或者依法定程序申请变更规划条件",
        ),
        "remedies": REMEDIES,
    }
    return RefusalDecision(**{**facts, **changes})


def termination_decision(**changes: Any) -> TerminationDecision:
    facts: dict[str, Any] = {
        **TRACK,
        "number": "章自然终〔2026〕1号",
        "dated_on": date(2026, 5, 11),
        "ground": "broken_promise",
        "reasons": ("现状地形图是审查用地范围的依据，逾期未提交，本机关无法完成审查",),
        "basis": ("《济南市优化营商环境条例》第二十八条", "你单位签署的《容缺受理承诺书》第二条"),
        "heard": "2026年5月8日电话告知拟终止办理，你单位表示没有异议",
        "broken": (BrokenPromise(paper=M018, due_on=date(2026, 5, 6), finding="逾期未提交"),),
        "remedies": REMEDIES,
    }
    return TerminationDecision(**{**facts, **changes})


def withdrawal_confirmation(**changes: Any) -> WithdrawalConfirmation:
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审撤〔2026〕4号",
        "dated_on": date(2026, 5, 8),
        "items": (LX13,),
        "withdrawn_on": date(2026, 5, 8),
        "requested_by": "法定代表人王喆",
        "reason": "建设方案调整，需要重新编制评价报告",
    }
    return WithdrawalConfirmation(**{**facts, **changes})


def filing_receipt(**changes: Any) -> FilingReceipt:
    facts: dict[str, Any] = {
        **TRACK,
        "organ": "济南市章丘区发展和改革局",
        "organ_en": "Zhangqiu District Development and Reform Bureau, Jinan",
        "number": "章发改备〔2026〕31号",
        "dated_on": date(2026, 4, 29),
        "case_no": "3701142026042000012-LX-01",
        "item": LX01,
        "accepted_deferred": False,
        "filing_name": "山东省建设项目备案证明",
        "filing_name_en": "Project filing certificate",
        "filing_number": "2603-370114-04-01-123453",
        "filed_on": date(2026, 4, 29),
        "basis": ("《企业投资项目核准和备案管理条例》（国务院令第673号）第十三条",),
        "content": (
            Row(label="建设地点", text="济南市章丘区明水街道", label_en="Place"),
            Row(label="总投资", text="150 000万元", label_en="Investment"),
            Row(label="建设规模", text="用地164 667平方米，总建筑面积180 000平方米", label_en="Size"),
        ),
    }
    return FilingReceipt(**{**facts, **changes})


def review_opinion(**changes: Any) -> ReviewOpinion:
    facts: dict[str, Any] = {
        **TRACK,
        "organ": POLICE,
        "organ_en": "Traffic Police Brigade, Zhangqiu Branch of Jinan Public Security Bureau",
        "number": "章公交评〔2026〕11号",
        "dated_on": date(2026, 5, 12),
        "case_no": "3701142026042000012-LX-13",
        "item": LX13,
        "findings": ("评价范围、年限和方法符合规定", "高峰小时新增交通量对周边路口的影响可以接受"),
        "conclusion": "passed_with_conditions",
        "basis": ("《中华人民共和国道路交通安全法》第三十四条",),
        "opinion_name": "交通影响评价审查意见",
        "requirements": ("货运出入口设置不少于60米的蓄车空间", "开业前完成示例路路口的信号配时调整"),
    }
    return ReviewOpinion(**{**facts, **changes})


def confirmation_result(**changes: Any) -> ConfirmationResult:
    facts: dict[str, Any] = {
        **TRACK,
        "organ": "济南市章丘区国防动员办公室",
        "organ_en": "Zhangqiu District National Defense Mobilization Office, Jinan",
        "number": "章防认〔2026〕2号",
        "dated_on": date(2026, 5, 12),
        "item": ItemRef(code="JG-04", name_zh="人防工程竣工验收确认", name_en="Confirmation of civil-defence works"),
        "findings": ("人防工程的位置、面积和防护等级与批准的设计一致",),
        "confirmed": "该项目人防工程符合验收条件",
        "basis": ("《中华人民共和国人民防空法》第二十三条",),
        "content": (Row(label="人防面积", text="5 400平方米"), Row(label="防护等级", text="核六常六级")),
        "notes": ("平时使用不得影响防空效能",),
    }
    return ConfirmationResult(**{**facts, **changes})


def service_reply(**changes: Any) -> ServiceReply:
    facts: dict[str, Any] = {
        **TRACK,
        "organ": "济南章丘水务有限公司",
        "organ_en": "Jinan Zhangqiu Water Co., Ltd.",
        "number": "章供水〔2026〕19号",
        "dated_on": date(2026, 5, 12),
        "item": ItemRef(code="GY-01", name_zh="供水报装", name_en="Water connection"),
        "accepting_organ": BUREAU,
        "reply": ("同意接入，接水点位于示例路DN400供水管道", "你单位完成红线内管道后通知本公司通水"),
        "content": (Row(label="接入口径", text="DN200"), Row(label="费用", text="红线外工程由本公司承担")),
        "copies_to": (),
    }
    return ServiceReply(**{**facts, **changes})


HOUSING = "区住房和城乡建设局"
WATER = "区城乡水务局"
ACCEPTANCES: tuple[tuple[str, str, str, str, AcceptanceOutcome, str, date | None], ...] = (
    ("YS-01", "建设工程竣工规划核实（含土地核验）", "Planning verification", "区自然资源局", "passed",
     "章自然规核〔2028〕3号", date(2028, 6, 12)),
    ("YS-02", "特殊建设工程消防验收", "Fire acceptance of special projects", HOUSING, "passed",
     "章建消验字〔2028〕第0008号", date(2028, 6, 13)),
    ("YS-03", "其他建设工程消防验收备案", "Fire acceptance filing of other projects", HOUSING, "not_needed", "", None),
    ("YS-04", "人防工程竣工验收备案", "Civil-defence completion filing", "区国防动员办公室", "passed",
     "3701142028060902", date(2028, 6, 9)),
    ("YS-05", "建设工程城建档案验收", "Construction archives acceptance", "区城建档案馆", "passed",
     "章城档〔2028〕11号", date(2028, 6, 15)),
    ("YS-06", "房屋建筑工程竣工验收备案", "Completion acceptance filing", HOUSING, "passed",
     "370114-2028-JGBA-00021", date(2028, 6, 19)),
    ("YS-07", "雷电防护装置竣工验收", "Lightning protection acceptance", "区气象局", "not_needed", "", None),
    ("YS-08", "生产建设项目水土保持设施自主验收报备", "Soil conservation facility acceptance report", WATER, "passed",
     "章水保备〔2028〕6号", date(2028, 6, 7)),
    ("YS-09", "排水设施接入及竣工备案", "Drainage facility completion filing", WATER, "passed",
     "章排备〔2028〕17号", date(2028, 6, 12)),
    ("YS-10", "附属绿地竣工核实", "Green-land verification", "区园林和林业绿化局", "passed",
     "章绿核〔2028〕9号", date(2028, 6, 14)),
    ("YS-11", "市政公用接入联合验收", "Joint acceptance of utilities", "济南章丘水务有限公司", "passed",
     "SZJR-2028-00034", date(2028, 6, 13)),
)  # fmt: skip


def acceptances(**other: tuple[AcceptanceOutcome, str, date | None]) -> tuple[SpecialAcceptance, ...]:
    """The eleven special acceptances of the mall; `other` replaces outcome, number and day of one (YS_02=…)."""
    return tuple(
        SpecialAcceptance(
            item=ItemRef(code=code, name_zh=name, name_en=english), department=department, outcome=outcome,
            opinion_no=number, dated_on=day,
        )
        for code, name, english, department, *usual in ACCEPTANCES
        for outcome, number, day in [other.get(code.replace("-", "_"), usual)]
    )  # fmt: skip


def joint_opinion(**changes: Any) -> JointOpinion:
    facts: dict[str, Any] = {
        **COMMON,
        "organ": "济南市章丘区住房和城乡建设局",
        "organ_en": "Zhangqiu District Housing and Urban-Rural Development Bureau, Jinan",
        "number": "章联验〔2028〕5号",
        "opinion_number": "370114-2028-JGYX-000005",
        "dated_on": date(2028, 6, 20),
        "accepted_on": date(2028, 6, 1),
        "developer": COMMON["addressee"],
        "address": "济南市章丘区示例路以东、会展街以南",
        "permits": (
            Row(label="建设工程规划许可证", text="建字第370114202600051号", label_en="Construction works planning permit"),
            Row(label="建筑工程施工许可证", text="370114202609010101", label_en="Construction permit"),
        ),
        "areas": (
            Row(label="总建筑面积", text="180 000 m²", label_en="Gross floor area"),
            Row(label="地上建筑面积", text="150 000 m²", label_en="Floor area above ground"),
            Row(label="地下建筑面积", text="30 000 m²", label_en="Underground floor area"),
        ),
        "participants": (
            Row(label="勘察、设计", text="某勘察设计研究院有限公司", label_en="Survey and design"),
            Row(label="施工", text="某建工集团有限公司", label_en="Building contractor"),
            Row(label="监理", text="某建设监理有限公司", label_en="Supervising engineer"),
        ),
        "acceptances": acceptances(),
        "passed": True,
        "findings": ("2028年6月6日各验收部门一同到现场验收，资料齐全", "各专项验收提出的问题已经整改完毕并经复查"),
        "outstanding": ("绿化补植在2028年秋季完成，完成后告知区园林和林业绿化局",),
        "basis": ("国办发〔2019〕11号文件", "《建设工程质量管理条例》第十六条"),
        "copies_to": (BUREAU, PLANNING),
    }  # fmt: skip
    return JointOpinion(**{**facts, **changes})


def joint_refusal(**changes: Any) -> RefusalDecision:
    """A joint completion that cannot pass: fire acceptance failed, the archives are still out."""
    facts: dict[str, Any] = {
        "organ": "济南市章丘区住房和城乡建设局",
        "organ_en": "Zhangqiu District Housing and Urban-Rural Development Bureau, Jinan",
        "number": "章审不许〔2028〕2号",
        "case_no": "3701142028060100007-YS-12",
        "copies_to": (BUREAU,),
        "dated_on": date(2028, 6, 20),
        "accepted_on": date(2028, 6, 1),
        "item": ItemRef(code="YS-12", name_zh="竣工联合验收意见书出具", name_en="Joint completion acceptance opinion"),
        "findings": ("特殊建设工程消防验收不合格，结论见下表",),
        "reasons": ("消防验收不合格的建设工程禁止投入使用，联合验收不能通过",),
        "basis": ("《中华人民共和国消防法》第十三条第三款",),
        "reapply": ("整改后重新申请特殊建设工程消防验收，通过后再申请竣工联合验收",),
        "matter": "joint",
        "acceptances": acceptances(
            YS_02=("not_passed", "章审不许〔2028〕1号", date(2028, 6, 13)), YS_05=("outstanding", "", None)
        ),
    }
    return refusal_decision(**{**facts, **changes})


def whole_case_confirmation(**changes: Any) -> WholeCaseConfirmation:
    rows: tuple[tuple[ItemRef, str, Outcome, str, date], ...] = (
        (LX01, "区发展和改革局", "filed", "2603-370114-04-01-123453", date(2026, 4, 29)),
        (ItemRef(code="LX-04", name_zh="固定资产投资项目节能审查", name_en="Energy review"), "区发展和改革局",
         "granted", "章发改能审〔2026〕14号", date(2026, 5, 12)),
        (LX05, "区自然资源局", "granted", "地字第370114202600087号", date(2026, 5, 7)),
        (ItemRef(code="LX-07", name_zh="建设项目环境影响登记表备案", name_en="EIA registration form"),
         "市生态环境局章丘分局", "filed", "202637011400000236", date(2026, 4, 29)),
        (ItemRef(code="LX-08", name_zh="生产建设项目水土保持方案审批（报告书）", name_en="Soil and water plan"),
         "区城乡水务局", "granted", "章水许字〔2026〕21号", date(2026, 5, 26)),
        (ItemRef(code="LX-10", name_zh="建设工程文物保护和考古勘探许可", name_en="Heritage permit"),
         "区文化和旅游局", "refused", "章文物不许〔2026〕1号", date(2026, 5, 25)),
        (LX13, "区公安局交通警察大队", "passed", "章公交评〔2026〕11号", date(2026, 5, 12)),
    )  # fmt: skip
    facts: dict[str, Any] = {
        **COMMON,
        "number": "章审确〔2026〕6号",
        "dated_on": date(2026, 5, 27),
        "stage_zh": STAGE,
        "stage_en": STAGE_EN,
        "accepted_on": date(2026, 4, 29),
        "concluded_on": date(2026, 5, 26),
        "working_days": 17,
        "deferred_papers": 2,
        "results": tuple(
            CaseResult(item=item, department=department, outcome=outcome, number=number, dated_on=day)
            for item, department, outcome, number, day in rows
        ),
        "next_stage_zh": "工程建设许可阶段",
        "next_stage_en": "Construction works planning",
        "steward": "关宁",
        "steward_phone": "0531-8300××××",
        "copies_to": ("济南市章丘区发展和改革局", PLANNING, "济南市章丘区城乡水务局", POLICE),
    }
    return WholeCaseConfirmation(**{**facts, **changes})


ALL = (
    acceptance_notice, deferral_commitment, correction_notice, inadmissible_decision, receipt, pause_notice,
    resume_notice, extension_notice, stage_extension_notice, day_statement, licence_decision, refusal_decision,
    termination_decision,
    withdrawal_confirmation, filing_receipt, review_opinion, confirmation_result, service_reply, joint_opinion,
    whole_case_confirmation, deferred_acceptance_notice, not_required_notice, *more.ALL,
)  # fmt: skip


def all_letters() -> dict[str, LetterFacts]:
    """Every kind once, complete."""
    made = [make() for make in ALL]
    return {facts.kind: facts for facts in made}
