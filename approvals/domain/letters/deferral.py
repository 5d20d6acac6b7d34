"""容缺受理承诺书: what the applicant promises to hand in later. The applicant signs it; no organ seals it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from approvals.domain.letters.frame import ItemRef, LetterFacts, MissingElement, PaperRef


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """A paper owed for one item by the k-th working day after acceptance; the day itself is known once accepted."""

    paper: PaperRef
    item: ItemRef
    working_days: int
    reason: str
    due_on: date | None = None

    def __post_init__(self) -> None:
        if self.working_days < 1:
            raise MissingElement("deferral_commitment", f"working days of {self.paper.name_zh}")


@dataclass(frozen=True, kw_only=True)
class DeferralCommitment(LetterFacts):
    """The promise. `addressee` is the enterprise that promises, `organ` the organ that receives the promise."""

    kind: ClassVar[str] = "deferral_commitment"
    version: ClassVar[str] = "2026-1"
    title_zh: ClassVar[str] = "容缺受理承诺书"
    title_en: ClassVar[str] = "Commitment letter for deferred papers"
    required: ClassVar[tuple[str, ...]] = ("uscc", "representative", "promises")

    representative: str
    promises: tuple[PromiseLine, ...]
    agent: str | None = None
    signed_by: str | None = None
    signed_on: date | None = None

    @property
    def items(self) -> tuple[ItemRef, ...]:
        """The items the promises are for, each once, in the order of the lines."""
        return tuple({line.item.code: line.item for line in self.promises}.values())
