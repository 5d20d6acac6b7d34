"""How a decision is told: which letter an item ends in, and which number its result gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from approvals.domain.letters.decisions import Matter
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.states import Outcome

MATTERS: Mapping[str, Matter] = MappingProxyType(
    {
        "licence_decision": "licence",
        "filing_receipt": "filing",
        "review_opinion": "review",
        "confirmation": "confirmation",
        "service_reply": "service",
        "joint_opinion": "joint",
    }
)
"""The catalogue's `result_letter` to what a refusal refuses: it names the decision."""

ENDINGS = (
    *RESULT_LETTERS.values(),
    "refusal_decision",
    "termination_decision",
    "withdrawal_confirmation",
    "inadmissible_decision",
    "not_required_notice",
)
"""The kinds of letter that an item can end in."""

TAKEN_BACK = ("revocation_decision", "recall_decision", "cancellation_decision")
"""The kinds of decision that end a licence after it was given."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How a decision is told: in which kind of letter, and whether the result gets a number of its own register."""

    kind: str
    numbers_result: bool


def answer_of(result_letter: str, outcome: Outcome, *, can_be_disputed: bool) -> Answer:
    """The letter that a decision on an item of this `result_letter` ends in.

    Who grants gives the result its number by the item's own pattern; a refusal has the number of its letter alone.
    A utility refuses by a reply, as it grants: it decides nothing that could be disputed (行政许可法 38 binds organs),
    and neither does a department for which no organ of reconsideration is named.
    """
    if outcome is Outcome.GRANT:
        return Answer(kind=RESULT_LETTERS[result_letter], numbers_result=True)
    replies = result_letter == "service_reply" or not can_be_disputed
    return Answer(kind="service_reply" if replies else "refusal_decision", numbers_result=False)
