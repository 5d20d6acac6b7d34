"""变更申请人通知书: the filing goes on under another name, from which day, with which items, days and promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from approvals.domain.letters.frame import ItemRef, LetterFacts, PaperRef


@dataclass(frozen=True, kw_only=True)
class PassedItem:
    """An item that goes on; its statutory last day, where its clock runs."""

    item: ItemRef
    department: str
    department_en: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PassedPromise:
    """A promise the new applicant has signed for; no paper: the whole item was vouched for."""

    item: ItemRef
    paper: PaperRef | None = None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ApplicantChangeNotice(LetterFacts):
    """To the new applicant (the addressee); the former one keeps a copy.

    `decided` were decided in the former name and stay in it (行政许可法 9).
    """

    kind: ClassVar[str] = "applicant_change_notice"
    title_zh: ClassVar[str] = "变更申请人通知书"
    title_en: ClassVar[str] = "Notice of a change of applicant"
    required: ClassVar[tuple[str, ...]] = ("former", "former_uscc", "asked_on", "consented_on", "changed_on", "items")

    former: str
    former_uscc: str
    asked_on: date
    consented_on: date
    changed_on: date
    items: tuple[PassedItem, ...]
    decided: tuple[ItemRef, ...] = ()
    promises: tuple[PassedPromise, ...] = ()
