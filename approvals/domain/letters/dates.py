"""Letters of changed dates: an item's or a stage's limit made longer (行政许可法 42), and what a corrected letter replaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from approvals.domain.letters.frame import ItemRef, LetterFacts, MissingElement, TrackFacts, Unit

Clock = Literal["statutory", "committed"]


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """The letter that no longer holds, which day was wrong in it, what it says now, and why."""

    number: str
    what: Literal["acceptance", "pause"]
    old_on: date | None
    new_on: date
    reason: str
    reason_en: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtendedLimit:
    """One limit before and after; `days` more in `unit`."""

    clock: Clock
    old_due_on: date
    days: int
    new_due_on: date
    unit: Unit = "WD"

    def __post_init__(self) -> None:
        if self.days < 1:
            raise MissingElement("extension_notice", "days")


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice(TrackFacts):
    """The reason told to the applicant, who approved it and when, and the due days that now hold."""

    kind: ClassVar[str] = "extension_notice"
    title_zh: ClassVar[str] = "延期决定书"
    title_en: ClassVar[str] = "Decision to extend the limit"
    required: ClassVar[tuple[str, ...]] = ("limits", "reason", "approver", "approved_on", "basis")

    limits: tuple[ExtendedLimit, ...]
    reason: str
    approver: str
    approved_on: date
    basis: tuple[str, ...]
    reason_en: str = ""
    explanation: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        for limit in self.limits:
            if self.approved_on > limit.old_due_on:
                raise ValueError(f"{self.kind}: approved after the {limit.clock} due day")


@dataclass(frozen=True, kw_only=True)
class StageExtensionNotice(LetterFacts):
    """The joint limit of a stage, `days` working days longer, as the head of the government approved by the paper
    `approval` (行政许可法 42 ¶2). `items` are those still in hand: none of their own due days moves."""

    kind: ClassVar[str] = "stage_extension_notice"
    title_zh: ClassVar[str] = "并联审批阶段延期决定书"
    title_en: ClassVar[str] = "Decision to extend a stage of joint approval"
    required: ClassVar[tuple[str, ...]] = (
        "stage_zh", "accepted_on", "old_due_on", "new_due_on", "reason", "government", "approver", "approval",
        "approved_on", "basis",
    )  # fmt: skip

    stage_zh: str
    accepted_on: date
    limit_days: int
    old_due_on: date
    days: int
    new_due_on: date
    reason: str
    government: str
    approver: str
    approval: str
    approved_on: date
    basis: tuple[str, ...]
    stage_en: str = ""
    government_en: str = ""
    reason_en: str = ""
    explanation: str = ""
    items: tuple[ItemRef, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.days < 1:
            raise MissingElement(self.kind, "days")
        if self.approved_on > self.old_due_on:
            raise ValueError(f"{self.kind}: approved after the due day of the stage")
        if self.new_due_on <= self.old_due_on:
            raise ValueError(f"{self.kind}: the due day does not move")
