"""What every sample letter has in common: the project 章丘国际建材家居城, its organs and its items, spring 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from approvals.domain.letters.frame import Contact, ItemRef, PaperRef, Remedies

BUREAU = "济南市章丘区行政审批服务局"
PLANNING = "济南市章丘区自然资源局"
POLICE = "济南市公安局章丘区分局交通警察大队"
STAGE = "立项用地规划许可阶段"
STAGE_EN = "Project set-up and land-use planning"
LX01 = ItemRef(code="LX-01", name_zh="企业投资项目备案", name_en="Filing of an enterprise investment project")
LX05 = ItemRef(code="LX-05", name_zh="建设用地规划许可证核发", name_en="Land-use planning permit")
LX13 = ItemRef(code="LX-13", name_zh="建设项目交通影响评价审查", name_en="Traffic impact review")
M018 = PaperRef(code="M018", name_zh="现状地形图（1∶500）", name_en="Topographic map 1:500")
M030 = PaperRef(code="M030", name_zh="建设工程设计方案（含总平面图）", name_en="Design scheme with master plan")
REMEDIES = Remedies(reconsideration=("济南市章丘区人民政府",), court="济南市章丘区人民法院")

COMMON: dict[str, Any] = {
    "organ": BUREAU,
    "organ_en": "Zhangqiu District Administrative Approval Service Bureau, Jinan",
    "addressee": "济南章丘某建材家居有限公司",
    "uscc": "91370114MA9ERK7Q5W",
    "case_no": "3701142026042000012",
    "project_name": "章丘国际建材家居城",
    "project_code": "2603-370114-04-01-123453",
    "contact": Contact(
        name="孙某某", phone="0531-8300××××", address="济南市章丘区双山街道示例路1号政务服务中心二楼综合窗口"
    ),
    "verify_code": "7K3M-Q9TX-2C5R",
    "verify_url": "https://binglian.example/verify?code=7K3MQ9TX2C5R",
}
TRACK: dict[str, Any] = {
    **COMMON,
    "case_no": "3701142026042000012-LX-05",
    "organ": PLANNING,
    "organ_en": "Zhangqiu District Bureau of Natural Resources, Jinan",
    "item": LX05,
    "accepted_on": date(2026, 4, 29),
    "accepting_organ": BUREAU,
    "accepted_deferred": True,
    "copies_to": ("济南市章丘区发展和改革局", BUREAU),
}
