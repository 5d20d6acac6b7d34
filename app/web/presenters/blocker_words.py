"""Why a grant cannot be proposed or signed yet: one sentence per blocker, and what lifts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.web.presenters.filling import sentence
from app.web.presenters.labels import procedure
from app.web.presenters.marking import N_
from app.web.presenters.state_words import state

BLOCKERS: dict[str, tuple[str, str]] = {
    "upstream_pending": (N_("要等“%(item)s”准予，现在是：%(state)s"), N_("它准予后自动解除")),
    "upstream_failed": (
        N_("“%(item)s”没有办成：%(state)s"),
        N_("本事项只能不予许可、撤回，或者由企业交来已有的文件代替"),
    ),
    "upstream_absent": (
        N_("“%(item)s”还没有申报，本事项以它为前置"),
        N_("它准予后自动解除；平台以外已经办好的，由企业交来文件代替"),
    ),
    "paper_missing": (N_("还缺《%(paper)s》"), N_("企业交来并采纳后解除")),
    "paper_returned": (N_("《%(paper)s》已退回，等企业重交"), N_("重交并采纳后解除")),
    "paper_not_accepted": (N_("《%(paper)s》还没有核对"), N_("您核对并采纳后解除")),
    "promise_open": (N_("承诺后补的《%(paper)s》还没有交"), N_("企业承诺在 %(due_on)s 前补交，采纳后解除")),
    "promise_broken": (N_("承诺后补的《%(paper)s》过期未交"), N_("期限是 %(due_on)s；可以终止办理，或者等企业补交")),
    "pause_open": (N_("正在暂停计时：%(procedure)s"), N_("%(started_on)s 开始，恢复计时后解除")),
    "site_visit_missing": (N_("还没有现场踏勘记录"), N_("两名以上工作人员踏勘并记录后解除")),
    "second_officer_missing": (
        N_("现场踏勘记录只有一名工作人员"),
        N_("《行政许可法》第三十四条要求两名以上，请另一名补签"),
    ),
    "signer_proposed": (N_("拟办人不能签发自己的意见"), N_("请另一位签发人签发")),
}
UNKNOWN = (N_("还有一个原因没有解除"), "")


@dataclass(frozen=True)
class Reason:
    """A blocker as words: `what` stands in the list, `lifted_by` under it."""

    code: str
    what: str
    lifted_by: str


def blocker_reasons(blockers: Iterable[Any]) -> list[Reason]:
    """Blockers (`code`, `params`) in the order given."""
    return [_reason(blocker.code, blocker.params) for blocker in blockers]


def _reason(code: str, params: Mapping[str, Any]) -> Reason:
    what, lifted_by = BLOCKERS.get(code, UNKNOWN)
    facts = dict(params)
    if facts.get("state"):
        facts["state"] = state("track", facts["state"]).words
    if facts.get("kind"):
        facts["procedure"] = procedure(facts["kind"])
    return Reason(code, sentence(what, facts), sentence(lifted_by, facts) if lifted_by else "")
