"""特别程序告知书 and its end: time that law does not count, told in writing (行政许可法 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from approvals.domain.letters.dates import Replaced
from approvals.domain.letters.frame import MissingElement, TrackFacts, Unit


@dataclass(frozen=True, kw_only=True)
class DueDays:
    """The legal days the two limits end on; None where the item has no such limit."""

    statutory_on: date | None
    committed_on: date | None


@dataclass(frozen=True, kw_only=True)
class PauseNotice(TrackFacts):
    """The procedure, why, how long, and what it does to each due day. Stopping the statutory clock needs a basis."""

    kind: ClassVar[str] = "pause_notice"
    title_zh: ClassVar[str] = "特别程序告知书"
    title_en: ClassVar[str] = "Notice of a special procedure"
    required: ClassVar[tuple[str, ...]] = (
        "procedure_zh", "reason", "started_on", "expected_resume_on", "conducted_by", "before", "after",
    )  # fmt: skip

    procedure_zh: str
    reason: str
    started_on: date
    days: int
    expected_resume_on: date
    conducted_by: str
    before: DueDays
    after: DueDays
    stops_statutory: bool
    stops_committed: bool = True
    unit: Unit = "WD"
    procedure_en: str = ""
    basis: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.days < 1:
            raise MissingElement(self.kind, "days")
        if self.stops_statutory:
            self.demand("basis", self.basis)

    @property
    def subtitle(self) -> str:
        return f"（{self.procedure_zh}）"


@dataclass(frozen=True, kw_only=True)
class ResumeNotice(TrackFacts):
    """The result of the procedure, the days that did not count, and the due days that now hold."""

    kind: ClassVar[str] = "resume_notice"
    title_zh: ClassVar[str] = "特别程序结束告知书"
    title_en: ClassVar[str] = "Notice that a special procedure has ended"
    required: ClassVar[tuple[str, ...]] = ("procedure_zh", "started_on", "resumed_on", "result", "after")

    procedure_zh: str
    started_on: date
    resumed_on: date
    excluded_days: int
    result: str
    after: DueDays
    stops_statutory: bool
    stops_committed: bool = True
    unit: Unit = "WD"
    procedure_en: str = ""
    basis: tuple[str, ...] = ("《中华人民共和国行政许可法》第四十五条",)
    replaces: Replaced | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.resumed_on < self.started_on:
            raise ValueError(f"{self.kind}: resumed_on is before started_on")

    @property
    def subtitle(self) -> str:
        return f"（{self.procedure_zh}，更正）" if self.replaces else f"（{self.procedure_zh}）"

    @property
    def english_title(self) -> str:
        return f"{self.title_en} (corrected)" if self.replaces else self.title_en
