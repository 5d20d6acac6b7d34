"""Papers another organ already holds; a real district points this at its own data exchange."""

from __future__ import annotations

DEMO_REGISTER = {
    "M002": "市场监督管理部门企业登记信息（演示数据源）",
    "M003": "公安部门人口基础信息（演示数据源）",
    "M013": "自然资源部门供地信息（演示数据源）",
    "M014": "不动产登记信息（演示数据源）",
    "M017": "自然资源部门规划条件（演示数据源）",
}


class DemoSharing:
    """The demo city's source: it holds the papers that the catalogue obtains by sharing, for any enterprise."""

    def fetch(self, material_code: str, uscc: str) -> str | None:
        """Where the paper was found, or None when this source has no such paper."""
        note = DEMO_REGISTER.get(material_code)
        return f"{note}，{uscc}" if note else None


class NoSharing:
    """A city that has connected no source: every such paper is asked of the applicant."""

    def fetch(self, material_code: str, uscc: str) -> str | None:
        """Nothing is shared."""
        return None
