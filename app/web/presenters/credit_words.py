"""The entries of a credit record in words, and how each is repaired."""

from __future__ import annotations

from flask_babel import gettext

from app.web.presenters.marking import N_
from approvals.domain.credit import CreditKind

KINDS: dict[CreditKind, str] = {
    CreditKind.SANCTION: N_("失信惩戒"),
    CreditKind.BROKEN_PROMISE: N_("违背容缺承诺"),
    CreditKind.FALSE_COMMITMENT: N_("虚假告知承诺"),
    CreditKind.BAN_78: N_("隐瞒情况或提供虚假材料，一年内不得再次申请"),
    CreditKind.BAN_79: N_("以不正当手段取得许可，三年内不得再次申请"),
}
REPAIR: dict[CreditKind, str] = {
    CreditKind.SANCTION: N_("先向作出认定的机关申请信用修复，再把准予修复的决定交给督查专班登记。"),
    CreditKind.BROKEN_PROMISE: N_(
        "补齐欠交的材料，或者说明没有造成后果，向综合窗口提出修复申请，由督查专班核实后登记。"
    ),
    CreditKind.FALSE_COMMITMENT: N_("按要求整改并经承办部门核查通过，再向督查专班申请登记修复。"),
    CreditKind.BAN_78: N_("期限由法律规定，届满后自行恢复，不能提前修复。"),
    CreditKind.BAN_79: N_("期限由法律规定，届满后自行恢复，不能提前修复。"),
}


def credit_word(kind: CreditKind) -> str:
    """What kind of entry it is."""
    return gettext(KINDS[kind])


def repair_words(kind: CreditKind) -> str:
    """What the enterprise can do about it."""
    return gettext(REPAIR[kind])
