"""Decisions on an item: grant, refusal, termination; and the confirmation of a withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from approvals.domain.letters.frame import ItemRef, LetterFacts, PaperRef, Remedies, Row, TrackFacts
from approvals.domain.letters.results import SpecialAcceptance

Matter = Literal["licence", "filing", "review", "confirmation", "service", "joint"]

_REFUSAL_TITLES: dict[str, tuple[str, str]] = {
    "licence": ("不予行政许可决定书", "Decision refusing a licence"),
    "filing": ("不予备案决定书", "Decision refusing a filing"),
    "review": ("审查不予通过决定书", "Decision that a review is not passed"),
    "confirmation": ("不予确认决定书", "Decision refusing a confirmation"),
    "service": ("不予办理决定书", "Decision not to provide a service"),
    "joint": ("竣工联合验收不予通过决定书", "Decision that a joint completion acceptance is not passed"),
}


@dataclass(frozen=True, kw_only=True)
class LicenceDecision(TrackFacts):
    """准予行政许可决定书 (行政许可法 38, 39, 40). `deliver_by` is the tenth working day (44)."""

    kind: ClassVar[str] = "licence_decision"
    title_zh: ClassVar[str] = "准予行政许可决定书"
    title_en: ClassVar[str] = "Decision granting a licence"
    required: ClassVar[tuple[str, ...]] = ("findings", "basis", "licence_name", "validity", "deliver_by")

    findings: tuple[str, ...]
    basis: tuple[str, ...]
    licence_name: str
    deliver_by: date
    licence_name_en: str = ""
    licence_number: str | None = None
    content: tuple[Row, ...] = ()
    validity: str = "法律、法规未规定有效期限"
    conditions: tuple[str, ...] = ()
    publish_by: date | None = None
    attachments: tuple[str, ...] = ()

    @property
    def has_certificate(self) -> bool:
        """The result is a certificate of a pattern of its ministry; the letter shows what it looks like, as a specimen."""
        return self.licence_name.endswith(("证", "证书"))


@dataclass(frozen=True, kw_only=True)
class RefusalDecision(TrackFacts):
    """不予行政许可决定书: reasons, basis and remedies, or it does not exist (行政许可法 38 ¶2)."""

    kind: ClassVar[str] = "refusal_decision"
    title_zh: ClassVar[str] = "不予行政许可决定书"
    title_en: ClassVar[str] = "Decision refusing a licence"
    required: ClassVar[tuple[str, ...]] = ("findings", "reasons", "basis", "remedies", "reapply")

    findings: tuple[str, ...]
    reasons: tuple[str, ...]
    basis: tuple[str, ...]
    remedies: Remedies
    reapply: tuple[str, ...]
    matter: Matter = "licence"
    acceptances: tuple[SpecialAcceptance, ...] = ()
    """What a refused joint opinion would have rested on: which of them did not pass."""

    @property
    def title(self) -> str:
        return _REFUSAL_TITLES[self.matter][0]

    @property
    def english_title(self) -> str:
        return _REFUSAL_TITLES[self.matter][1]


@dataclass(frozen=True, kw_only=True)
class BrokenPromise:
    """A paper that did not come, or came and did not pass, by its day."""

    paper: PaperRef
    due_on: date
    finding: str


@dataclass(frozen=True, kw_only=True)
class TerminationDecision(TrackFacts):
    """终止办理决定书: ends one item, after the applicant was heard."""

    kind: ClassVar[str] = "termination_decision"
    title_zh: ClassVar[str] = "终止办理决定书"
    title_en: ClassVar[str] = "Decision terminating an item"
    required: ClassVar[tuple[str, ...]] = ("reasons", "basis", "remedies", "heard", "papers_return")

    ground: Literal["broken_promise", "applicant_ceased", "project_cancelled"]
    reasons: tuple[str, ...]
    basis: tuple[str, ...]
    remedies: Remedies
    heard: str
    broken: tuple[BrokenPromise, ...] = ()
    papers_return: str = "已经提交的材料保存在你单位的企业档案中，纸质原件可以到综合窗口领回。"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.ground == "broken_promise":
            self.demand("broken", self.broken)


@dataclass(frozen=True, kw_only=True)
class WithdrawalConfirmation(LetterFacts):
    """撤件确认书: what the applicant withdrew, and where its papers are."""

    kind: ClassVar[str] = "withdrawal_confirmation"
    title_zh: ClassVar[str] = "撤件确认书"
    title_en: ClassVar[str] = "Confirmation of withdrawal"
    required: ClassVar[tuple[str, ...]] = ("items", "withdrawn_on", "requested_by", "papers_return")

    items: tuple[ItemRef, ...]
    withdrawn_on: date
    requested_by: str
    reason: str = ""
    whole_case: bool = False
    papers_return: str = "已经提交的材料保存在你单位的企业档案中，可以用于以后的申报；纸质原件可以到综合窗口领回。"
