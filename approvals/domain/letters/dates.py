"""Letters of changed dates: 延长期限通知书 (行政许可法 42), and what a corrected letter says of the one it replaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from approvals.domain.letters.frame import MissingElement, TrackFacts, Unit

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
    title_zh: ClassVar[str] = "延长期限通知书"
    title_en: ClassVar[str] = "Notice of an extended limit"
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
