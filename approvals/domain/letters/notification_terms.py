"""What the organ tells before a 告知承诺 (国办发〔2020〕42号): from the catalogue, and the usual words where it is silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from departments.domain.catalogue import Item, Material

BASIS = (
    "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）",
    "《山东省优化营商环境条例》第二十九条",
)
LIABILITY = (
    "经核查承诺不实的，责令限期改正；逾期不改正或者无法改正的，依法撤销已经作出的决定，由此造成的损失由承诺人承担",
    "虚假承诺记入信用记录；在信用修复以前，不再适用告知承诺和容缺受理",
    "以欺骗等不正当手段取得行政许可的，依照《行政许可法》第六十九条、第七十九条处理",
)
DISCLOSURE = "承诺书和核查结果依法可以公开，涉及国家秘密、商业秘密、个人隐私的除外"


def notification_terms(item: Item, papers: Sequence[Material], *, is_whole: bool, verify_wd: int) -> dict[str, Any]:
    """Part one of the letter: basis, conditions line by line, scope, verification, liability, disclosure (all Chinese).

    `papers` are those the promise stands for; `is_whole`: it stands for checking the conditions of the item as well.
    `verify_wd`: working days after the decision within which the organ verifies.
    """
    terms, spared = item.commitment, "".join(f"《{paper.name_zh}》" for paper in papers)
    return {
        "basis": (*item.legal_basis, *BASIS),
        "conditions": terms.content or tuple(_conditions(item, papers, is_whole)),
        "scope": _scope(item, spared, is_whole),
        "verification": terms.verification
        or f"自作出决定之日起{verify_wd}个工作日内，通过部门间信息共享、调阅资料或者现场检查核查；不能确认的，请承诺人协助",
        "liability": terms.liability or LIABILITY,
        "disclosure": terms.disclosure or DISCLOSURE,
    }


def _conditions(item: Item, papers: Sequence[Material], is_whole: bool) -> list[str]:
    """One line per thing told: the duty to prove it, and what the proof would have to say."""
    lines = [f"办理“{item.name_zh}”，应当符合设定依据规定的条件、标准和技术要求"] if is_whole else []
    lines += [
        f"办理“{item.name_zh}”，应当以《{paper.name_zh}》证明：其所载事项真实存在，内容完整，在办理时现行有效"
        for paper in papers
        if not paper.is_commitment_letter
    ]
    return lines or [f"办理“{item.name_zh}”，应当符合设定依据规定的条件"]


def _scope(item: Item, spared: str, is_whole: bool) -> str:
    if is_whole:
        return f"以本承诺书代替对“{item.name_zh}”条件的事前核查" + (f"，并代替提交{spared}" if spared else "")
    return f"以本承诺书代替提交{spared}；其他材料照常提交"
