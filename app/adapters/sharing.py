"""Papers another organ already holds; a real district points this at its own data exchange."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.foundation.unit_of_work import leaves_the_house

DEMO_REGISTER = {
    "M002": "市场监督管理部门企业登记信息（演示数据源）",
    "M003": "公安部门人口基础信息（演示数据源）",
    "M013": "自然资源部门供地信息（演示数据源）",
    "M014": "不动产登记信息（演示数据源）",
    "M017": "自然资源部门规划条件（演示数据源）",
}


class DemoSharing:
    """The demo city's source: it holds the papers that the catalogue obtains by sharing, for any enterprise."""

    def holds(self, material_code: str) -> bool:
        """The papers of the demo."""
        return material_code in DEMO_REGISTER

    @leaves_the_house
    def fetch(self, material_codes: Iterable[str], uscc: str) -> Mapping[str, str]:
        """Where each paper was found."""
        return {code: f"{DEMO_REGISTER[code]}，{uscc}" for code in material_codes if self.holds(code)}


class NoSharing:
    """A city that has connected no source: every such paper is asked of the applicant."""

    def holds(self, material_code: str) -> bool:
        """No paper."""
        return False

    @leaves_the_house
    def fetch(self, material_codes: Iterable[str], uscc: str) -> Mapping[str, str]:
        """Nothing is shared."""
        return {}
