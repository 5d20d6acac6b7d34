"""告知承诺书: the organ tells the condition and what a false promise costs, the applicant promises; both sign (国办发〔2020〕42号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from approvals.domain.letters.frame import ItemRef, LetterFacts

STATEMENTS = (
    "已经知晓行政机关告知的全部内容",
    "所填写的信息真实、准确，符合行政机关告知的条件和要求",
    "愿意承担违反承诺、虚假承诺的法律责任，接受行政机关的核查和监督",
    "没有尚未修复的较严重失信记录，没有曾经作出虚假承诺的情形",
    "同意将本承诺及其履行情况记入信用档案，并依法公开",
    "上述承诺是承诺人的真实意思表示",
)


@dataclass(frozen=True, kw_only=True)
class NotificationCommitment(LetterFacts):
    """Part one is told by the organ, part two promised by the addressee; neither stands without the other."""

    kind: ClassVar[str] = "notification_commitment"
    version: ClassVar[str] = "2026-1"
    title_zh: ClassVar[str] = "告知承诺书"
    title_en: ClassVar[str] = "Notification and commitment letter"
    required: ClassVar[tuple[str, ...]] = (
        "uscc", "representative", "item", "basis", "conditions", "scope", "verification", "liability", "disclosure",
        "statements",
    )  # fmt: skip

    item: ItemRef
    representative: str
    basis: tuple[str, ...]
    conditions: tuple[str, ...]
    """The proofs replaced by the promise, or the conditions promised, with what each must contain."""
    scope: str
    verification: str
    liability: tuple[str, ...]
    disclosure: str
    statements: tuple[str, ...] = STATEMENTS
    agent: str | None = None
    signed_by: str | None = None
    signed_on: date | None = None
