"""Results that are not licences: filing, review opinion, confirmation, utility reply, joint opinion, whole-case cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from approvals.domain.letters.frame import ItemRef, LetterFacts, MissingElement, Row, TrackFacts

Outcome = Literal[
    "granted", "filed", "passed", "confirmed", "replied", "refused", "terminated", "withdrawn", "not_required",
    "inadmissible", "lapsed", "recalled", "revoked", "cancelled",
]  # fmt: skip
AcceptanceOutcome = Literal["passed", "not_passed", "not_needed", "outstanding"]


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
    opinion_number: str | None = None
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
    reply_name: str = ""
    reply_number: str | None = None
    content: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SpecialAcceptance:
    """What one department concluded on the completed works; a conclusion without its number and day is hearsay."""

    item: ItemRef
    department: str
    outcome: AcceptanceOutcome
    opinion_no: str = ""
    dated_on: date | None = None
    department_en: str = ""

    def __post_init__(self) -> None:
        if self.outcome in ("passed", "not_passed") and not (self.opinion_no and self.dated_on):
            raise MissingElement("special_acceptance", f"number and day of {self.item.code}")


@dataclass(frozen=True, kw_only=True)
class JointOpinion(LetterFacts):
    """竣工联合验收意见书: one opinion for many departments, sealed by the lead organ.

    `participants` are the parties beside the developer (勘察、设计、施工、监理); `permits` may be empty where the
    permits were given outside this house. It is passed when each acceptance is, or was not needed; one at least was.
    """

    kind: ClassVar[str] = "joint_opinion"
    title_zh: ClassVar[str] = "竣工联合验收意见书"
    title_en: ClassVar[str] = "Joint completion opinion"
    required: ClassVar[tuple[str, ...]] = (
        "accepted_on",
        "developer",
        "address",
        "participants",
        "acceptances",
        "basis",
    )

    accepted_on: date
    developer: str
    address: str
    participants: tuple[Row, ...]
    acceptances: tuple[SpecialAcceptance, ...]
    passed: bool
    basis: tuple[str, ...]
    permits: tuple[Row, ...] = ()
    areas: tuple[Row, ...] = ()
    findings: tuple[str, ...] = ()
    outstanding: tuple[str, ...] = ()
    opinion_number: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.passed and not all_passed(self.acceptances):
            raise ValueError("joint_opinion: passed as a whole although one acceptance is not")
        if not self.passed:
            self.demand("outstanding", self.outstanding)


def all_passed(acceptances: Sequence[SpecialAcceptance]) -> bool:
    """The works are accepted as a whole: nothing failed, nothing is still out, and something was really examined."""
    outcomes = {one.outcome for one in acceptances}
    return "passed" in outcomes and outcomes <= {"passed", "not_needed"}


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """One line of the cover: who decided what, under which number and when.

    A joint letter is one line with all its items; what ended without a letter has no number.
    """

    item: ItemRef
    department: str
    outcome: Outcome
    number: str
    dated_on: date
    department_en: str = ""
    validity: str = ""
    more_items: tuple[ItemRef, ...] = ()

    @property
    def items(self) -> tuple[ItemRef, ...]:
        return (self.item, *self.more_items)


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
