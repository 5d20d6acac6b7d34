"""Every kind of letter: its facts, its names, who seals it, how it is numbered and laid out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from approvals.domain.letters.admission import (
    AcceptanceNotice,
    CorrectionNotice,
    DeferredAcceptanceNotice,
    InadmissibleDecision,
    NotRequiredNotice,
    Receipt,
)
from approvals.domain.letters.dates import ExtensionNotice, StageExtensionNotice
from approvals.domain.letters.day_statement import DayStatement
from approvals.domain.letters.decisions import (
    LicenceDecision,
    RefusalDecision,
    TerminationDecision,
    WithdrawalConfirmation,
)
from approvals.domain.letters.deferral import DeferralCommitment
from approvals.domain.letters.endings import CancellationDecision, RecallDecision, RevocationDecision
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.handover import ApplicantChangeNotice
from approvals.domain.letters.hearings import HearingAnnouncement, HearingNotice, HearingRightNotice
from approvals.domain.letters.notification import NotificationCommitment
from approvals.domain.letters.pauses import PauseNotice, ResumeNotice
from approvals.domain.letters.results import (
    ConfirmationResult,
    FilingReceipt,
    JointOpinion,
    ReviewOpinion,
    ServiceReply,
    WholeCaseConfirmation,
)
from approvals.domain.letters.serving import ServiceProof
from approvals.domain.letters.supervision import MonthlyBulletin, SupervisionNotice

Seal = Literal["special", "organ", "applicant", "none"]
Format = Literal["letter", "document", "form"]


@dataclass(frozen=True, kw_only=True)
class LetterSpec:
    """One kind. `seal`: special = 行政审批专用章 (行政许可法 32), organ = 机关印章 (39), applicant = signed by the enterprise,
    none = signed by hand on the paper.
    `layout`: letter = 信函格式, document = 公文格式, form = a form without a red head. `number_pattern` is None when unnumbered."""

    facts: type[LetterFacts]
    seal: Seal
    layout: Format
    number_pattern: str | None
    needs_remedy: bool = False

    @property
    def kind(self) -> str:
        return self.facts.kind

    @property
    def title_zh(self) -> str:
        return self.facts.title_zh

    @property
    def title_en(self) -> str:
        return self.facts.title_en

    @property
    def folder(self) -> str:
        """The template folder, below the templates of the house."""
        return f"letters/{self.kind}"


def _spec(
    facts: type[LetterFacts], seal: Seal, layout: Format, number_pattern: str | None, *, needs_remedy: bool = False
) -> tuple[str, LetterSpec]:
    spec = LetterSpec(facts=facts, seal=seal, layout=layout, number_pattern=number_pattern, needs_remedy=needs_remedy)
    return facts.kind, spec


LETTERS: Mapping[str, LetterSpec] = MappingProxyType(
    dict(
        [
            _spec(Receipt, "special", "letter", "章审收〔{year}〕{n}号"),
            _spec(AcceptanceNotice, "special", "letter", "章审受〔{year}〕{n}号"),
            _spec(DeferredAcceptanceNotice, "special", "letter", "章审容受〔{year}〕{n}号"),
            _spec(CorrectionNotice, "special", "letter", "章审补〔{year}〕{n}号"),
            _spec(InadmissibleDecision, "special", "letter", "章审不受〔{year}〕{n}号", needs_remedy=True),
            _spec(NotRequiredNotice, "special", "letter", "章审不需〔{year}〕{n}号", needs_remedy=True),
            _spec(DeferralCommitment, "applicant", "form", None),
            _spec(PauseNotice, "special", "letter", "章审特〔{year}〕{n}号"),
            _spec(ResumeNotice, "special", "letter", "章审特终〔{year}〕{n}号"),
            _spec(ExtensionNotice, "special", "letter", "章审延〔{year}〕{n}号"),
            _spec(StageExtensionNotice, "special", "letter", "章审阶延〔{year}〕{n}号"),
            _spec(DayStatement, "special", "letter", "章审期〔{year}〕{n}号"),
            _spec(LicenceDecision, "organ", "document", "章审许〔{year}〕{n}号"),
            _spec(RefusalDecision, "organ", "document", "章审不许〔{year}〕{n}号", needs_remedy=True),
            _spec(TerminationDecision, "organ", "document", "章审终〔{year}〕{n}号", needs_remedy=True),
            _spec(WithdrawalConfirmation, "special", "letter", "章审撤〔{year}〕{n}号"),
            _spec(ApplicantChangeNotice, "special", "letter", "章审变〔{year}〕{n}号"),
            _spec(FilingReceipt, "organ", "document", "章审备〔{year}〕{n}号"),
            _spec(ReviewOpinion, "organ", "document", "章审意〔{year}〕{n}号"),
            _spec(ConfirmationResult, "organ", "document", "章审认〔{year}〕{n}号"),
            _spec(ServiceReply, "organ", "letter", "章公服〔{year}〕{n}号"),
            _spec(JointOpinion, "organ", "document", "章联验〔{year}〕{n}号"),
            _spec(WholeCaseConfirmation, "special", "document", "章审确〔{year}〕{n}号"),
            _spec(NotificationCommitment, "special", "form", None),
            _spec(HearingRightNotice, "special", "letter", "章审听告〔{year}〕{n}号"),
            _spec(HearingNotice, "special", "letter", "章审听通〔{year}〕{n}号"),
            _spec(HearingAnnouncement, "special", "letter", "章审听公〔{year}〕{n}号"),
            _spec(RevocationDecision, "organ", "document", "章审撤销〔{year}〕{n}号", needs_remedy=True),
            _spec(RecallDecision, "organ", "document", "章审撤回〔{year}〕{n}号", needs_remedy=True),
            _spec(CancellationDecision, "organ", "document", "章审注销〔{year}〕{n}号", needs_remedy=True),
            _spec(ServiceProof, "none", "form", None),
            _spec(SupervisionNotice, "special", "letter", "章督〔{year}〕{n}号"),
            _spec(MonthlyBulletin, "organ", "document", "章审通〔{year}〕{n}号"),
        ]
    )
)

AMONG_ORGANS = frozenset({SupervisionNotice.kind, MonthlyBulletin.kind})
"""The kinds of letter that go from one organ to another: no applicant has them."""

ACCEPTANCES = ("acceptance_notice", "deferred_acceptance_notice")
"""The kinds of letter that admit items."""

RESULT_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "licence_decision": "licence_decision",
        "filing_receipt": "filing_receipt",
        "review_opinion": "review_opinion",
        "confirmation": "confirmation_result",
        "service_reply": "service_reply",
        "joint_opinion": "joint_opinion",
    }
)
"""The catalogue's `result_letter` to the kind of letter that answers it."""


def facts_from_json(text: str) -> LetterFacts:
    """Stored facts of any kind; KeyError for a kind this house does not know."""
    plain = json.loads(text)
    return LETTERS[plain["kind"]].facts.from_plain(plain)
