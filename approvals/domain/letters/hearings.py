"""The three papers of a hearing: the right to it, its time and place, and its announcement (行政许可法 46–48)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

from approvals.domain.letters.frame import MissingElement, TrackFacts

Role = Literal["applicant", "interested_party"]

ASK_WORKING_DAYS = 5
"""Working days to ask for a hearing, from the day of being told (47)."""
AHEAD_WORKING_DAYS = 7
"""Working days by which time and place are told before the hearing (48(1))."""
RIGHT_BASIS = ("《中华人民共和国行政许可法》第四十七条",)
HEARING_BASIS = ("《中华人民共和国行政许可法》第四十八条",)
ANNOUNCEMENT_BASIS = ("《中华人民共和国行政许可法》第四十六条", "《中华人民共和国行政许可法》第四十八条")


@dataclass(frozen=True, kw_only=True)
class HearingRightNotice(TrackFacts):
    """听证告知书: what is about to be decided, why the addressee may ask to be heard, how and until when (47).

    `role` is whose right it is; nobody is told of a shorter time to ask than the law gives.
    """

    kind: ClassVar[str] = "hearing_right_notice"
    title_zh: ClassVar[str] = "听证告知书"
    title_en: ClassVar[str] = "Notice of the right to a hearing"
    required: ClassVar[tuple[str, ...]] = ("intended", "reasons", "basis", "ask_by", "ask_how")

    intended: str
    reasons: tuple[str, ...]
    ask_by: date
    ask_how: str
    ask_working_days: int = ASK_WORKING_DAYS
    role: Role = "applicant"
    applicant: str = ""
    """Who applies, where the letter goes to an interested party."""
    may_answer: bool = False
    """What is intended takes something from the addressee, who may also answer in writing until the same day (7)."""
    basis: tuple[str, ...] = RIGHT_BASIS

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.role == "interested_party":
            self.demand("applicant", self.applicant)
        if self.ask_working_days < ASK_WORKING_DAYS:
            raise MissingElement(self.kind, "ask_working_days")
        if self.ask_by - self.dated_on < timedelta(days=ASK_WORKING_DAYS):
            raise MissingElement(self.kind, "ask_by")


@dataclass(frozen=True, kw_only=True)
class ConvenedHearing(TrackFacts):
    """What both papers of a convened hearing say: when, where, who presides and whether anyone may come.

    `working_days_ahead` counts the working days between the paper's day and the hearing; who presides has not examined.
    """

    required: ClassVar[tuple[str, ...]] = ("matter", "held_at", "place", "chair", "examiners", "basis")

    matter: str
    held_at: datetime
    place: str
    chair: str
    examiners: tuple[str, ...]
    working_days_ahead: int
    chair_unit: str = ""
    applicant: str = ""
    is_public: bool = True
    closed_because: str = ""
    basis: tuple[str, ...] = HEARING_BASIS

    def __post_init__(self) -> None:
        super().__post_init__()
        early = self.working_days_ahead >= AHEAD_WORKING_DAYS
        if not early or self.held_at.date() - self.dated_on < timedelta(days=AHEAD_WORKING_DAYS):
            raise MissingElement(self.kind, "working_days_ahead")
        if self.chair in self.examiners:
            raise MissingElement(self.kind, "chair who did not examine")
        if not self.is_public:
            self.demand("closed_because", self.closed_because)


@dataclass(frozen=True, kw_only=True)
class HearingNotice(ConvenedHearing):
    """听证通知书: time and place told seven working days ahead, who presides, and the addressee's rights there (48)."""

    kind: ClassVar[str] = "hearing_notice"
    title_zh: ClassVar[str] = "听证通知书"
    title_en: ClassVar[str] = "Notice of a hearing"

    role: Role = "applicant"
    asked_on: date | None = None
    clerk: str = ""
    bring: tuple[str, ...] = ("身份证明；委托代理人的，另带授权委托书", "有关的证据材料")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.role == "interested_party":
            self.demand("applicant", self.applicant)


@dataclass(frozen=True, kw_only=True)
class HearingAnnouncement(ConvenedHearing):
    """听证公告: the same told to everyone, with how to take part (46, 48(1)). It has no addressee."""

    kind: ClassVar[str] = "hearing_announcement"
    title_zh: ClassVar[str] = "听证公告"
    title_en: ClassVar[str] = "Announcement of a hearing"
    always: ClassVar[tuple[str, ...]] = ("organ", "dated_on", "case_no", "project_name", "contact")
    required: ClassVar[tuple[str, ...]] = (*ConvenedHearing.required, "applicant", "register_by", "register_how")

    register_by: date
    register_how: str
    addressee: str = ""
    seats: int | None = None
    basis: tuple[str, ...] = ANNOUNCEMENT_BASIS

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.dated_on < self.register_by < self.held_at.date():
            raise MissingElement(self.kind, "register_by before the hearing")
