"""Results that are not licences: filing, review opinion, confirmation, utility reply, joint opinion, whole-case cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from approvals.domain.letters.frame import ItemRef, LetterFacts, Row, TrackFacts

Outcome = Literal[
    "granted", "filed", "passed", "confirmed", "replied", "refused", "terminated", "withdrawn", "not_required"
]


@dataclass(frozen=True, kw_only=True)
class FilingReceipt(TrackFacts):
    """备案证明: the filing is on record since `filed_on`."""

    kind: ClassVar[str] = "filing_receipt"
    title_zh: ClassVar[str] = "备案证明"
    title_en: ClassVar[str] = "Filing receipt"
    required: ClassVar[tuple[str, ...]] = ("filing_name", "filed_on", "basis")

    filing_name: str
    filed_on: date
    basis: tuple[str, ...]
    filing_name_en: str = ""
    filing_number: str | None = None
    content: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewOpinion(TrackFacts):
    """审查意见: findings, a conclusion, and what the applicant must carry out."""

    kind: ClassVar[str] = "review_opinion"
    title_zh: ClassVar[str] = "审查意见书"
    title_en: ClassVar[str] = "Review opinion"
    required: ClassVar[tuple[str, ...]] = ("findings", "basis")

    findings: tuple[str, ...]
    conclusion: Literal["passed", "passed_with_conditions"]
    basis: tuple[str, ...]
    opinion_name: str = ""
    requirements: tuple[str, ...] = ()
    validity: str = ""
    attachments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.conclusion == "passed_with_conditions":
            self.demand("requirements", self.requirements)


@dataclass(frozen=True, kw_only=True)
class ConfirmationResult(TrackFacts):
    """确认书: what the organ confirms, as rows."""

    kind: ClassVar[str] = "confirmation_result"
    title_zh: ClassVar[str] = "行政确认书"
    title_en: ClassVar[str] = "Confirmation"
    required: ClassVar[tuple[str, ...]] = ("findings", "confirmed", "basis")

    findings: tuple[str, ...]
    confirmed: str
    basis: tuple[str, ...]
    content: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ServiceReply(TrackFacts):
    """公用服务答复: a utility's answer; not an administrative decision, so without remedies."""

    kind: ClassVar[str] = "service_reply"
    title_zh: ClassVar[str] = "公用服务答复书"
    title_en: ClassVar[str] = "Utility service reply"
    required: ClassVar[tuple[str, ...]] = ("reply",)

    reply: tuple[str, ...]
    content: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SpecialAcceptance:
    """The conclusion of one department inside a joint opinion."""

    item: ItemRef
    department: str
    passed: bool
    opinion_no: str
    dated_on: date
    department_en: str = ""


@dataclass(frozen=True, kw_only=True)
class JointOpinion(LetterFacts):
    """竣工联合验收意见书: one opinion for many departments, sealed by the lead organ."""

    kind: ClassVar[str] = "joint_opinion"
    title_zh: ClassVar[str] = "竣工联合验收意见书"
    title_en: ClassVar[str] = "Joint completion opinion"
    required: ClassVar[tuple[str, ...]] = (
        "accepted_on",
        "developer",
        "address",
        "permits",
        "participants",
        "acceptances",
        "basis",
    )

    accepted_on: date
    developer: str
    address: str
    permits: tuple[Row, ...]
    participants: tuple[Row, ...]
    acceptances: tuple[SpecialAcceptance, ...]
    passed: bool
    basis: tuple[str, ...]
    areas: tuple[Row, ...] = ()
    outstanding: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.passed and not all(acceptance.passed for acceptance in self.acceptances):
            raise ValueError("joint_opinion: passed as a whole although one acceptance is not")
        if not self.passed:
            self.demand("outstanding", self.outstanding)


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """One line of the cover: who decided what, under which number and when."""

    item: ItemRef
    department: str
    outcome: Outcome
    number: str
    dated_on: date
    department_en: str = ""
    validity: str = ""


@dataclass(frozen=True, kw_only=True)
class WholeCaseConfirmation(LetterFacts):
    """统一确认书: lists every result of the case; it has no legal effect of its own and says so."""

    kind: ClassVar[str] = "whole_case_confirmation"
    title_zh: ClassVar[str] = "统一确认书"
    title_en: ClassVar[str] = "Confirmation of the whole case"
    required: ClassVar[tuple[str, ...]] = ("stage_zh", "accepted_on", "concluded_on", "results")

    stage_zh: str
    accepted_on: date
    concluded_on: date
    working_days: int
    results: tuple[CaseResult, ...]
    stage_en: str = ""
    deferred_papers: int = 0
    next_stage_zh: str | None = None
    next_stage_en: str = ""
    steward: str = ""
    steward_phone: str = ""
