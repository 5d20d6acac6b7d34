"""Why a grant cannot be proposed or signed yet: one sentence per blocker, and what lifts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_

BLOCKERS: dict[str, tuple[str, str]] = {
    "paper_missing": (N_("还缺《%(paper)s》"), N_("企业提供并采纳后解除")),
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


def _reason(code: str, params: dict[str, Any]) -> Reason:
    what, lifted_by = BLOCKERS.get(code, UNKNOWN)
    return Reason(code, sentence(what, params), sentence(lifted_by, params) if lifted_by else "")
