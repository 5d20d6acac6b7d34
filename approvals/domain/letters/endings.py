"""Decisions that take a result away: revoked (行政许可法 69), recalled (8), cancelled (70)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Literal

from approvals.domain.letters.frame import MissingElement, Remedies, TrackFacts

RevocationGround = Literal["abuse", "ultra_vires", "procedure", "unqualified", "fraud", "other"]
RecallGround = Literal["law_changed", "facts_changed"]
CancellationGround = Literal[
    "expired", "person_gone", "entity_ended", "revoked", "recalled", "licence_withdrawn", "impossible", "other"
]

_LAW = "《中华人民共和国行政许可法》"
REVOCATION_BASIS = MappingProxyType(
    {
        "abuse": (f"{_LAW}第六十九条第一款第一项",),
        "ultra_vires": (f"{_LAW}第六十九条第一款第二项",),
        "procedure": (f"{_LAW}第六十九条第一款第三项",),
        "unqualified": (f"{_LAW}第六十九条第一款第四项",),
        "other": (f"{_LAW}第六十九条第一款第五项",),
        "false_commitment": (
            "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）",
            "《山东省优化营商环境条例》第二十九条",
        ),
        "fraud": (f"{_LAW}第六十九条第二款", f"{_LAW}第七十九条"),
    }
)
"""The rule each ground of a revocation rests on."""
RECALL_BASIS = (f"{_LAW}第八条第二款",)
CANCELLATION_BASIS = MappingProxyType(
    {
        "expired": (f"{_LAW}第七十条第一项",),
        "person_gone": (f"{_LAW}第七十条第二项",),
        "entity_ended": (f"{_LAW}第七十条第三项",),
        "revoked": (f"{_LAW}第七十条第四项",),
        "recalled": (f"{_LAW}第七十条第四项",),
        "licence_withdrawn": (f"{_LAW}第七十条第四项",),
        "impossible": (f"{_LAW}第七十条第五项",),
        "other": (f"{_LAW}第七十条第六项",),
    }
)
"""The rule each ground of a cancellation rests on."""


@dataclass(frozen=True, kw_only=True)
class EndedResult(TrackFacts):
    """A result named by number and day, why it ends and what follows; always with remedies."""

    required: ClassVar[tuple[str, ...]] = (
        "result_name", "result_number", "result_on", "reasons", "basis", "effect", "remedies",
    )  # fmt: skip

    result_name: str
    result_number: str
    result_on: date
    reasons: tuple[str, ...]
    basis: tuple[str, ...]
    effect: tuple[str, ...]
    remedies: Remedies
    result_name_en: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.result_on > self.dated_on:
            raise ValueError(f"{self.kind}: ends a result of a later day")


@dataclass(frozen=True, kw_only=True)
class RevocationDecision(EndedResult):
    """撤销行政许可决定书: facts, what the holder said, basis, effect (69)."""

    kind: ClassVar[str] = "revocation_decision"
    title_zh: ClassVar[str] = "撤销行政许可决定书"
    title_en: ClassVar[str] = "Decision revoking a licence"
    required: ClassVar[tuple[str, ...]] = ("findings", "heard", *EndedResult.required)

    ground: RevocationGround
    findings: tuple[str, ...]
    heard: str


@dataclass(frozen=True, kw_only=True)
class RecallDecision(EndedResult):
    """撤回行政许可决定书: the public interest asks for it, the holder is heard and compensated (8 ¶2)."""

    kind: ClassVar[str] = "recall_decision"
    title_zh: ClassVar[str] = "撤回行政许可决定书"
    title_en: ClassVar[str] = "Decision recalling a licence"
    required: ClassVar[tuple[str, ...]] = ("findings", "heard", "compensation", *EndedResult.required)

    ground: RecallGround
    findings: tuple[str, ...]
    heard: str
    compensation: str
    basis: tuple[str, ...] = RECALL_BASIS


@dataclass(frozen=True, kw_only=True)
class CancellationDecision(EndedResult):
    """注销行政许可决定书: the result has already lost its ground; the register is closed on `cancelled_on` (70)."""

    kind: ClassVar[str] = "cancellation_decision"
    title_zh: ClassVar[str] = "注销行政许可决定书"
    title_en: ClassVar[str] = "Decision cancelling a licence"
    required: ClassVar[tuple[str, ...]] = (*EndedResult.required, "cancelled_on")

    ground: CancellationGround
    cancelled_on: date

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cancelled_on < self.result_on:
            raise MissingElement(self.kind, "cancelled_on")
