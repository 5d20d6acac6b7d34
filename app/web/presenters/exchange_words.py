"""The national status codes (BLZT 1-16) in words, and which of our states each stands for."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from app.web.presenters.marking import N_
from app.web.presenters.state_words import state
from approvals.domain.exchange_status import CLOSED_WITHOUT_DECISION, ENDED, PASSED, Blzt, states_of

WORDS: dict[Blzt, str] = {
    Blzt.RECEIVED: N_("已接件"),
    Blzt.WITHDRAWN: N_("已撤件"),
    Blzt.ACCEPTED: N_("已受理"),
    Blzt.NOT_REQUIRED: N_("不用办理"),
    Blzt.INADMISSIBLE: N_("不予受理"),
    Blzt.CORRECTION_OPEN: N_("补正开始"),
    Blzt.CORRECTED: N_("补正结束"),
    Blzt.IN_REVIEW: N_("部门办理"),
    Blzt.PAUSED: N_("特别程序开始"),
    Blzt.RESUMED: N_("特别程序结束"),
    Blzt.GRANTED: N_("办结，通过"),
    Blzt.GRANTED_AFTER_DEFERRAL: N_("办结，容缺通过"),
    Blzt.REFUSED: N_("办结，不通过"),
    Blzt.RECALLED: N_("已撤回"),
    Blzt.REVOKED: N_("已撤销"),
    Blzt.WITHDRAWAL_REQUESTED: N_("撤件待确认"),
}


@dataclass(frozen=True)
class Known:
    """A national status: its code and word, the look of its badge, and our words for the states it covers."""

    code: int
    words: str
    look: str
    ours: tuple[str, ...]


def exchange_words(code: Blzt) -> str:
    """The word of one national status."""
    return gettext(WORDS[code])


def exchange_table() -> list[Known]:
    """Every status of the standard in the order of its codes; one that this platform never reports has no state of ours."""
    return [Known(code.value, exchange_words(code), _look(code), _ours(code)) for code in Blzt]


def _ours(code: Blzt) -> tuple[str, ...]:
    if code is Blzt.WITHDRAWAL_REQUESTED:
        return ()
    return tuple(dict.fromkeys(state("track", each).words for each in states_of(code)))


def _look(code: Blzt) -> str:
    if code in PASSED:
        return "is-done"
    if code in ENDED:
        return "is-over"
    return "is-none" if code in CLOSED_WITHOUT_DECISION else "is-plain"
