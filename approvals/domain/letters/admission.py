"""Letters of the window before and at acceptance: receipt, acceptance, one-time correction, inadmissible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from approvals.domain.letters.dates import Replaced
from approvals.domain.letters.frame import ItemRef, LetterFacts, Limit, MissingElement, PaperRef, Remedies, Unit

ACCEPTANCE_BASIS = (
    "《中华人民共和国行政许可法》第二十六条第二款",
    "《中华人民共和国行政许可法》第三十二条第一款第五项",
)
DEFERRAL_BASIS = "《济南市优化营商环境条例》第二十八条"
CORRECTION_BASIS = ("《中华人民共和国行政许可法》第三十二条第一款第四项",)
NOT_REQUIRED_BASIS = ("《中华人民共和国行政许可法》第三十二条第一款第一项",)
NOT_COMPETENT_BASIS = ("《中华人民共和国行政许可法》第三十二条第一款第二项",)


@dataclass(frozen=True, kw_only=True)
class ReceivedPaper:
    """A paper as it came; `form` in words (电子件, 原件, 复印件)."""

    paper: PaperRef
    form: str
    pages: int | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt(LetterFacts):
    """收件凭证: what came in, when, and by when the window must answer; an application may come without any paper."""

    kind: ClassVar[str] = "receipt"
    title_zh: ClassVar[str] = "收件凭证"
    title_en: ClassVar[str] = "Receipt of materials"
    required: ClassVar[tuple[str, ...]] = ("received_at", "received_on", "items", "receiver", "answer_by")

    received_at: datetime
    received_on: date
    items: tuple[ItemRef, ...]
    papers: tuple[ReceivedPaper, ...]
    receiver: str
    answer_by: date
    missing: tuple[PaperRef, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ForeseenProcedure:
    """A special procedure that may come, and which of the two clocks it stops (行政许可法 45)."""

    name_zh: str
    days: int
    stops_statutory: bool
    stops_committed: bool
    unit: Unit = "WD"
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptedItem:
    """An admitted item with both limits; `waits_for` names the items whose grant starts its clocks (等待前置)."""

    item: ItemRef
    department: str
    committed: Limit
    statutory: Limit | None
    department_en: str = ""
    special: tuple[ForeseenProcedure, ...] = ()
    waits_for: tuple[ItemRef, ...] = ()

    def __post_init__(self) -> None:
        if self.waits_for:
            return
        for name, limit in (("committed due date", self.committed), ("statutory due date", self.statutory)):
            if limit is not None and limit.due_on is None:
                raise MissingElement("acceptance_notice", f"{name} of {self.item.code}")


@dataclass(frozen=True, kw_only=True)
class DeferredPaper:
    """A paper owed for one item: due on the k-th working day after acceptance."""

    paper: PaperRef
    item: ItemRef
    form: str
    due_on: date
    working_days: int
    is_makeup_day: bool = False


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(LetterFacts):
    """受理通知书; with deferred papers it is the 容缺受理通知书 (行政许可法 32(5) and local rule)."""

    kind: ClassVar[str] = "acceptance_notice"
    title_zh: ClassVar[str] = "受理通知书"
    title_en: ClassVar[str] = "Notice of acceptance"
    required: ClassVar[tuple[str, ...]] = ("uscc", "stage_zh", "received_on", "accepted_on", "items", "basis")

    stage_zh: str
    received_on: date
    accepted_on: date
    items: tuple[AcceptedItem, ...]
    stage_en: str = ""
    agent: str | None = None
    corrected_on: date | None = None
    deemed: bool = False
    deferred: tuple[DeferredPaper, ...] = ()
    basis: tuple[str, ...] = ACCEPTANCE_BASIS
    replaces: Replaced | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        codes = {accepted.item.code for accepted in self.items}
        for owed in self.deferred:
            if owed.item.code not in codes:
                raise ValueError(
                    f"acceptance_notice: deferred paper {owed.paper.code} is for {owed.item.code}, not accepted here"
                )

    @property
    def subtitle(self) -> str:
        words = [word for word, said in (("容缺受理", self.deferred), ("更正", self.replaces)) if said]
        return f"（{'，'.join(words)}）" if words else ""

    @property
    def english_title(self) -> str:
        title = "Notice of acceptance with deferred papers" if self.deferred else self.title_en
        return f"{title} (corrected)" if self.replaces else title

    @property
    def full_basis(self) -> tuple[str, ...]:
        """The basis as printed: a deferral rests on the local rule as well."""
        return (*self.basis, DEFERRAL_BASIS) if self.deferred and DEFERRAL_BASIS not in self.basis else self.basis


@dataclass(frozen=True, kw_only=True)
class DeferredAcceptanceNotice(AcceptanceNotice):
    """容缺受理通知书: an acceptance that names every paper owed, its form and its day (local rule and 32(5))."""

    kind: ClassVar[str] = "deferred_acceptance_notice"
    title_zh: ClassVar[str] = "容缺受理通知书"
    title_en: ClassVar[str] = "Notice of acceptance with deferred papers"
    required: ClassVar[tuple[str, ...]] = (*AcceptanceNotice.required, "deferred")

    @property
    def subtitle(self) -> str:
        return "（更正）" if self.replaces else ""


@dataclass(frozen=True, kw_only=True)
class CorrectionLine:
    """One defect of one paper, what would cure it, the rule that asks for it, and the departments that do."""

    paper: PaperRef
    items: tuple[str, ...]
    defect: str
    requirement: str
    basis: str
    asked_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for element in ("defect", "requirement", "basis"):
            if not getattr(self, element).strip():
                raise MissingElement("correction_notice", f"{element} of {self.paper.name_zh}")


@dataclass(frozen=True, kw_only=True)
class CorrectionNotice(LetterFacts):
    """材料补正一次性告知书: everything that is wrong, told once (行政许可法 32(4))."""

    kind: ClassVar[str] = "correction_notice"
    title_zh: ClassVar[str] = "材料补正一次性告知书"
    title_en: ClassVar[str] = "One-time notice of corrections"
    required: ClassVar[tuple[str, ...]] = ("stage_zh", "received_on", "items", "lines", "reply_by", "basis")

    stage_zh: str
    received_on: date
    items: tuple[ItemRef, ...]
    lines: tuple[CorrectionLine, ...]
    reply_by: date
    reply_working_days: int = 20
    stage_en: str = ""
    basis: tuple[str, ...] = CORRECTION_BASIS


@dataclass(frozen=True, kw_only=True)
class InadmissibleDecision(LetterFacts):
    """不予受理决定书: another organ is competent, and it is named with its address (32(1)(2)).

    `ground` is "not_required" only in letters made before 不受理告知书 was a kind of its own.
    """

    kind: ClassVar[str] = "inadmissible_decision"
    title_zh: ClassVar[str] = "不予受理决定书"
    title_en: ClassVar[str] = "Decision not to accept"
    required: ClassVar[tuple[str, ...]] = ("received_on", "items", "reasons", "basis", "remedies")

    received_on: date
    items: tuple[ItemRef, ...]
    ground: Literal["not_required", "not_competent"] = "not_competent"
    reasons: tuple[str, ...]
    remedies: Remedies
    basis: tuple[str, ...]
    competent_organ: str | None = None
    competent_address: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.ground == "not_competent":
            self.demand("competent_organ", self.competent_organ)
            self.demand("competent_address", self.competent_address)

    @property
    def title(self) -> str:
        return self.title_zh if self.ground == "not_competent" else NotRequiredNotice.title_zh

    @property
    def english_title(self) -> str:
        return self.title_en if self.ground == "not_competent" else NotRequiredNotice.title_en


@dataclass(frozen=True, kw_only=True)
class NotRequiredNotice(InadmissibleDecision):
    """不受理告知书: the matter needs no licence, told at once and in writing (32(1)(1))."""

    kind: ClassVar[str] = "not_required_notice"
    title_zh: ClassVar[str] = "不受理告知书"
    title_en: ClassVar[str] = "Notice that no licence is required"

    ground: Literal["not_required", "not_competent"] = "not_required"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.ground != "not_required":
            raise ValueError(f"{self.kind}: another organ's competence is told by a decision")
