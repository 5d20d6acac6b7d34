"""What every state is called, how it looks and what it means: the one table behind badges and explanations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext

from app.web.presenters.marking import N_
from approvals.domain.states import CaseState as C
from approvals.domain.states import DocumentState as D
from approvals.domain.states import LineState as L
from approvals.domain.states import TrackState as T


@dataclass(frozen=True)
class Say:
    """A state in words: `look` is the class of the badge or mark, `turn` says whose move it is."""

    look: str
    icon: str
    words: str
    meaning: str
    turn: str = "none"


@dataclass(frozen=True)
class Shown:
    """The same, translated and ready for a template."""

    code: str
    look: str
    icon: str
    words: str
    meaning: str
    turn: str


TRACK: dict[StrEnum, Say] = {
    T.FILED: Say("is-plain", "open", N_("待受理"), N_("材料已经收到，窗口 5 个工作日内告诉您是否受理。"), "window"),
    T.CORRECTION_OPEN: Say(
        "is-warn", "upload", N_("等您补正"), N_("窗口一次性列出了缺什么，补齐后重新计算受理期限。"), "you"
    ),
    T.LAPSED: Say("is-none", "none", N_("补正逾期"), N_("补正期限过了还没有补，这个事项不再办理，可以重新申报。")),
    T.QUEUED: Say("is-plain", "clock", N_("待审查"), N_("已经受理，正在等审查员认领，时钟已经开始走。"), "department"),
    T.AWAITING_UPSTREAM: Say(
        "is-paused", "link", N_("等待前置"), N_("要等前一个事项的结果出来，出来那天才算收到您的申请。"), "department"
    ),
    T.INADMISSIBLE: Say("is-over", "none", N_("不予受理"), N_("不符合受理条件，文书写明理由和救济途径。")),
    T.NOT_REQUIRED: Say("is-none", "none", N_("不需要"), N_("您的项目不用办这个事项。")),
    T.IN_REVIEW: Say("is-plain", "clock", N_("审查中"), N_("审查员正在看表和材料。"), "department"),
    T.PROPOSED: Say("is-plain", "pen", N_("待签发"), N_("审查员已经提出意见，等签发人签发。"), "department"),
    T.GRANTED: Say("is-done", "done", N_("已准予"), N_("办成了，结果可以下载。")),
    T.REFUSED: Say("is-over", "close", N_("不予许可"), N_("没有批准，文书写明理由，您可以申请复议或者起诉。")),
    T.WITHDRAWN: Say("is-none", "back", N_("已撤件"), N_("您撤回了这个事项，不再办理。")),
    T.TERMINATED: Say("is-none", "none", N_("已终止"), N_("没有作出决定就结束了，文书写明原因。")),
    T.VARIED: Say("is-done", "done", N_("已变更"), N_("原来的结果作了变更，以变更后的为准。")),
    T.RENEWED: Say("is-done", "done", N_("已延续"), N_("有效期已经延长。")),
    T.RECALLED: Say("is-over", "back", N_("已撤回"), N_("依据变了，原来的结果由机关撤回。")),
    T.REVOKED: Say("is-over", "close", N_("已撤销"), N_("原来的结果被撤销，不再有效。")),
    T.CANCELLED: Say("is-none", "none", N_("已注销"), N_("原来的结果办理了注销手续。")),
}
# a filing, an opinion or a reply is not a licence: it ends in its own word
RESULT = {
    "licence_decision": N_("已准予"),
    "filing_receipt": N_("已备案"),
    "review_opinion": N_("已出意见"),
    "confirmation": N_("已确认"),
    "joint_opinion": N_("已出联合意见"),
    "service_reply": N_("已答复"),
}
REFUSED_RESULT = {
    "licence_decision": N_("不予许可"),
    "filing_receipt": N_("不予备案"),
    "review_opinion": N_("审查不通过"),
    "confirmation": N_("不予确认"),
    "joint_opinion": N_("联合审查不通过"),
    "service_reply": N_("答复不能办理"),
}
CASE: dict[StrEnum, Say] = {
    C.DRAFT: Say("is-none", "pen", N_("草稿"), N_("还没有提交，可以接着填。"), "you"),
    C.FILED: Say("is-plain", "send", N_("已申报"), N_("窗口正在核对，5 个工作日内答复。"), "window"),
    C.IN_REVIEW: Say("is-on", "branch", N_("办理中"), N_("受理的事项已经同时送到各部门。"), "department"),
    C.CONCLUDED: Say("is-done", "done", N_("已办结"), N_("每一个事项都有了结果。")),
    C.WITHDRAWN: Say("is-none", "back", N_("已撤件"), N_("您撤回了整个申报。")),
    C.CLOSED: Say("is-none", "none", N_("已结束"), N_("没有事项被受理，各有答复。")),
}
PAPER = {
    "not_started": Say("", "open", N_("未开始"), N_("还没有提供。"), "you"),
    "form": Say("is-ok", "link", N_("由表单生成"), N_("按您填的表自动生成，不用上传。")),
    "shared": Say("is-ok", "link", N_("共享取得"), N_("由其他部门共享，不用上传。")),
    "upstream": Say("is-sent", "link", N_("系统流转"), N_("另一个事项办出来就有，系统自动送到。")),
    "held": Say("is-ok", "link", N_("已有，凭文号核对"), N_("您说明了文号、日期和发文机关，有疑问会告诉您。")),
    "deferred": Say("is-sent", "pen", N_("承诺后补"), N_("您签了承诺，到期前补交。"), "you"),
    "sent": Say("is-sent", "send", N_("已提交，待核"), N_("已经收到，还没有核对。"), "department"),
    "accepted": Say("is-ok", "check", N_("已采纳"), N_("核对过，可以用。")),
    "returned": Say("is-back", "back", N_("已退回"), N_("要按审查员的话改好再交。"), "you"),
}
LINE: dict[StrEnum, Say] = {
    L.OPEN: Say("is-sent", "pen", N_("待兑现"), N_("到期前补交即可。"), "you"),
    L.KEPT: Say("is-ok", "check", N_("已兑现"), N_("已经按时补交。")),
    L.BROKEN: Say("is-back", "over", N_("已逾期"), N_("过了承诺的日子还没有补交。"), "you"),
    L.VOUCHED: Say("is-sent", "pen", N_("已作告知承诺"), N_("不用交证明，发证后核查。")),
    L.RELEASED: Say("", "none", N_("不再需要"), N_("这个事项已经结束，不用再补。")),
}
DOCUMENT: dict[StrEnum, Say] = {
    D.QUEUED: Say("is-plain", "print", N_("正在制作"), N_("文号已经给出，文件正在生成和盖章。")),
    D.ISSUED: Say("is-on", "shield", N_("有效"), N_("内容与签发时一致。")),
    D.REPLACED: Say("is-warn", "warn", N_("已替换"), N_("有更新的文件。")),
    D.REVOKED: Say("is-over", "over", N_("已撤销"), N_("不再有效。")),
}
TABLES: dict[str, Mapping[Any, Say]] = {
    "track": TRACK,
    "case": CASE,
    "paper": PAPER,
    "line": LINE,
    "document": DOCUMENT,
}


def state(kind: str, code: str, result_letter: str | None = None) -> Shown:
    """A state of a `kind` (track, case, paper, line, document); a decided track says what its letter says."""
    say = TABLES[kind][code]
    words = say.words
    if kind == "track" and code == T.GRANTED:
        words = RESULT.get(result_letter or "", words)
    if kind == "track" and code == T.REFUSED:
        words = REFUSED_RESULT.get(result_letter or "", words)
    return Shown(str(code), say.look, say.icon, gettext(words), gettext(say.meaning), say.turn)


def meanings(kind: str) -> list[Shown]:
    """Every state of a kind, in the order of its life: "what does this state mean?"."""
    return [state(kind, code) for code in TABLES[kind]]
