"""The lists a reason is chosen from when a date is changed or missed: code, words in both languages, and the law behind.

No rule gives such lists; these cover what registers of approval bureaus name. A code stays for good: rows keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from approvals.domain.refusals import Invalid

ARTICLE_32 = "《中华人民共和国行政许可法》第三十二条"
ARTICLE_42 = "《中华人民共和国行政许可法》第四十二条第一款"
ARTICLE_42_JOINT = "《中华人民共和国行政许可法》第四十二条第二款"
ARTICLE_45 = "《中华人民共和国行政许可法》第四十五条"
REGULATION_36 = "《优化营商环境条例》第三十六条"
LONGEST = 2000
LONGEST_BASIS = 255


class Change(StrEnum):
    """What is changed, or owed an explanation."""

    EXTENSION = "extension"
    STAGE = "stage"
    ACCEPTANCE = "acceptance"
    PAUSE = "pause"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DateReason:
    """One entry of a list. `needs_words`: the code alone says too little. `may_delay`: it can carry a change in the
    organ's favour (a later due day)."""

    code: str
    name_zh: str
    name_en: str
    needs_words: bool = False
    may_delay: bool = True


_OTHER = DateReason("other", "其他原因", "Another reason", needs_words=True)
_FORCE = DateReason("force_majeure", "不可抗力", "Force majeure")
_COMPLEX = DateReason("complex", "情况复杂，需要进一步核实", "The matter is complex and needs further checking")
_OTHERS = DateReason("other_organs", "需要征求其他机关意见", "Opinions of other organs are needed")
_SYSTEM = DateReason("system_fault", "系统故障，当日未能登记", "A system fault kept it from being recorded that day")
_SLIP = DateReason("slip", "登记笔误", "A slip in recording", needs_words=True)

REASONS: Mapping[Change, tuple[DateReason, ...]] = MappingProxyType(
    {
        Change.EXTENSION: (
            _COMPLEX,
            DateReason("third_party", "涉及他人重大利益，需要听取意见", "Others are much affected and must be heard"),
            _OTHERS,
            DateReason("expertise", "需要专业技术核查", "A technical check is needed"),
            _FORCE,
            _OTHER,
        ),
        Change.STAGE: (_COMPLEX, _OTHERS, _FORCE, _OTHER),
        Change.ACCEPTANCE: (
            DateReason("complete_earlier", "材料实际更早已经齐全", "The papers were complete earlier", may_delay=False),
            DateReason("not_recorded", "当日已受理，未及时登记", "Accepted that day, recorded later", may_delay=False),
            _SYSTEM,
            _SLIP,
        ),
        Change.PAUSE: (
            DateReason("ended_earlier", "程序实际更早已经结束", "The procedure had ended earlier", may_delay=False),
            DateReason("not_recorded", "当日已经发生，未及时登记", "It happened that day and was recorded later"),
            _SYSTEM,
            _SLIP,
        ),
        Change.OVERDUE: (
            DateReason("workload", "同期办件较多，人手不足", "Too many matters for the staff at hand"),
            _COMPLEX,
            DateReason("waited_for_others", "等候其他机关意见", "Waited for other organs' opinions"),
            DateReason("review_late", "技术审查未按期完成", "The technical review was not done in time"),
            DateReason("oversight", "经办人员疏忽", "An oversight of the officers in charge"),
            _SYSTEM,
            _FORCE,
            _OTHER,
        ),
    }
)


def reason(change: Change, code: str) -> DateReason | None:
    """The entry of a list; None for a code it does not have."""
    return next((one for one in REASONS[change] if one.code == code), None)


def name_of(change: Change, code: str) -> DateReason:
    """The entry to print; a code from an older list prints as itself."""
    return reason(change, code) or DateReason(code, code, code)


def require_reason(
    change: Change, code: str, words: str, basis: str | None = None, *, delays: bool = False
) -> DateReason:
    """The chosen reason, with the words it needs and a legal basis; `delays`: the change favours the organ.

    Raises Invalid for `reason_code` ('not_offered', 'reason_cannot_delay'), `reason` ('required', 'too_long'), `basis`.
    """
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    found = reason(change, code)
    if found is None:
        errors["reason_code"] = ("not_offered", {})
    elif delays and not found.may_delay:
        errors["reason_code"] = ("reason_cannot_delay", {})
    elif found.needs_words and not words.strip():
        errors["reason"] = ("required", {})
    if len(words) > LONGEST:
        errors["reason"] = ("too_long", {"most": LONGEST})
    if basis is not None and not basis.strip():
        errors["basis"] = ("required", {})
    if basis is not None and len(basis) > LONGEST_BASIS:
        errors["basis"] = ("too_long", {"most": LONGEST_BASIS})
    if errors or found is None:
        raise Invalid(errors)
    return found
