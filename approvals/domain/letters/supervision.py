"""Papers of the supervising office: 督办通知单 (GB/T 39046 table 11) and the 月度通报."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from approvals.domain.letters.frame import LetterFacts, MissingElement, Row

Level = Literal["reminder", "yellow", "red", "listed"]
BULLETIN_DAY = 10
"""The bulletin of a month is out by this day of the next one."""


@dataclass(frozen=True, kw_only=True)
class SupervisionNotice(LetterFacts):
    """督办通知单 to the department named as addressee; listed supervision may be of a project without a case."""

    kind: ClassVar[str] = "supervision_notice"
    title_zh: ClassVar[str] = "督办通知单"
    title_en: ClassVar[str] = "Supervision notice"
    always: ClassVar[tuple[str, ...]] = ("organ", "addressee", "dated_on", "project_name", "contact")
    required: ClassVar[tuple[str, ...]] = (
        "watch_no", "rule_no", "matter", "findings", "requirements", "reply_by", "issuer",
    )  # fmt: skip

    watch_no: str
    rule_no: str
    matter: str
    level: Level
    findings: tuple[str, ...]
    requirements: tuple[str, ...]
    reply_by: date
    issuer: str
    case_no: str = ""
    due_on: date | None = None
    overdue_days: int = 0
    basis: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.level != "listed":
            self.demand("case_no", self.case_no)
            self.demand("due_on", self.due_on)
        if self.reply_by <= self.dated_on:
            raise MissingElement(self.kind, "reply_by")


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One department in the ranking of a month; `rate` is the share decided in time, in words (98.5%)."""

    rank: int
    department: str
    accepted: int
    decided: int
    rate: str
    average_days: str
    overdue: int
    score: str
    department_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A unit praised or criticised, or a project listed, and why."""

    name: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annexed table: every row has as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"annex {self.title}: a row does not fit its columns")


@dataclass(frozen=True, kw_only=True)
class MonthlyBulletin(LetterFacts):
    """月度通报 on `year`-`month`: figures, ranking, praise and criticism, listed projects, problems, next steps."""

    kind: ClassVar[str] = "monthly_bulletin"
    title_zh: ClassVar[str] = "并联审批工作情况的通报"
    title_en: ClassVar[str] = "Monthly bulletin on parallel approval"
    always: ClassVar[tuple[str, ...]] = ("organ", "addressee", "dated_on", "contact")
    required: ClassVar[tuple[str, ...]] = ("totals", "ranking", "next_steps", "copies_to")

    year: int
    month: int
    totals: tuple[Row, ...]
    ranking: tuple[Ranked, ...]
    next_steps: tuple[str, ...]
    praised: tuple[Named, ...] = ()
    criticised: tuple[Named, ...] = ()
    listed: tuple[Named, ...] = ()
    problems: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    case_no: str = ""
    project_name: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.month <= 12 or self.dated_on < self.next_month:
            raise MissingElement(self.kind, "a month that has ended")

    @property
    def next_month(self) -> date:
        """The first day after the month it is about."""
        return date(self.year + self.month // 12, self.month % 12 + 1, 1)

    @property
    def is_late(self) -> bool:
        """Dated after the tenth of the next month."""
        return self.dated_on > self.next_month.replace(day=BULLETIN_DAY)

    @property
    def title(self) -> str:
        return f"{self.organ}关于{self.year}年{self.month}月{self.title_zh}"
